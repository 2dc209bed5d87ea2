"""Six years of one policy of high relevance, day by day, page by page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from ria.models import Assessment, Schedule
from ria.notify.delivery.deliver import deliver
from ria.notify.reminders.tick import tick
from ria.services.deadlines.schedule import NEVER
from tests.ria.building import Edition
from tests.ria.web.client import Visitor
from tests.ria.web.conftest import Site
from tests.support.mail import Received, SmtpSink
from workflows.review_cycle import review_start
from workflows.stages import Stage

DAY = dt.timedelta(days=1)
MORNING, NOON = dt.time(8, tzinfo=dt.UTC), dt.time(12, tzinfo=dt.UTC)
TITLE = "Stop and search"
NAMED = re.compile(
    rf"(?:[:]| of| on| for| about)? [“\"]?{TITLE}[”\"]?(?: \(P\d+\))?(?= is | were |$)"
)
"""How a line names the policy."""


@dataclass
class Years:
    """The years of one organisation. Beats come in the morning of each day on which anything may
    fire, people work at noon, and what they caused is delivered before the next morning."""

    site: Site
    sink: SmtpSink
    edition: Edition | None = None
    usual: Site | None = None
    """Behind whose pages that is done which has been seen before, if not behind the same."""
    mornings: int = 0
    _people: dict[tuple[str, bool], Visitor] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        """The day it is."""
        return self.site.world.clock.at.date()

    def begin(self, day: dt.date) -> None:
        """Let it be noon of the first day."""
        self.site.world.clock.at = dt.datetime.combine(day, NOON)

    def until(self, year: int, month: int, day: int) -> None:
        """Live up to noon of a day."""
        end = dt.date(year, month, day)
        assert end > self.today
        deliver(self.site.world.store)
        while self.today < end:
            on = min(self._next_beat(), end)
            self.site.world.clock.at = dt.datetime.combine(on, MORNING)
            tick(self.site.world.store)
            deliver(self.site.world.store)
            self.mornings += 1
        self.begin(end)
        self._people.clear()

    def _next_beat(self) -> dt.date:
        """The next day on which a tick has anything to do, tomorrow if it has left some."""
        with self.site.world.store.read_session() as session:
            fires = session.exec(select(Schedule.fires_on).where(col(Schedule.fires_on) < NEVER))
            reviews = session.exec(
                select(Assessment.next_review_on).where(
                    col(Assessment.stage) == Stage.CURRENT,
                    col(Assessment.next_review_on).is_not(None),
                )
            )
            days = [*fires, *(review_start(day) for day in reviews)]
        return max(min(days, default=dt.date.max), self.today + DAY)

    @property
    def as_usual(self) -> Site:
        """Where that is done which has been seen before."""
        return self.usual or self.site

    def person(self, name: str, usual: bool = False) -> Visitor:
        """One of the organisation's people, signed in today; who does what has been seen before if
        it is `usual`."""
        if (name, usual) not in self._people:
            site = self.as_usual if usual else self.site
            self._people[name, usual] = site.visitor(name)
        return self._people[name, usual]

    def wait(self, site: Site, days: int) -> None:
        """Live so many days, for a road that lets days go by."""
        assert site.world is self.site.world
        end = self.today + dt.timedelta(days=days)
        self.until(end.year, end.month, end.day)

    def table(self) -> list[str]:
        """Every mail so far as a line: the day, to whom, about what."""
        return sorted(line for mail in self.sink.received() for line in lines_of(mail))


def lines_of(mail: Received) -> Iterator[str]:
    """A mail as lines, one for each thing it tells: several only in a digest."""
    sent = mail.message["Date"].datetime.astimezone(ZoneInfo("Europe/London")).date()
    (address,) = mail.recipients
    told = [NAMED.sub("", line[2:]) for line in mail.text.splitlines() if line.startswith("* ")]
    if not told:
        subject = NAMED.sub("", str(mail.message["Subject"]))
        about = re.findall(r"at the stage: (.+)\.|^The (.+) of \"", mail.text, re.MULTILINE)
        now = [stage or form for stage, form in about]
        told = [" – ".join([subject, *now])]
    for words in told:
        yield f"{sent}  {address.partition('@')[0]:<10} {words}"
