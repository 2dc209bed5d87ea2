"""Who would be told what on a given day, and why: the reminders' reckoning. Writes nothing.

What is due is found by comparison (`fires_on <= today and not yet told`), never by a moment that
can be missed. Of several steps that have passed, each person is told the highest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlmodel import Session

from ria.clock import bank_holidays
from ria.models import User
from ria.notify.audience import Audience
from ria.notify.due import Due, Key, due_by, known, namings
from ria.queries.due_kinds import DUE_KINDS
from ria.queries.overdue import NOT_PUBLIC
from ria.queries.settings import HouseSettings, current_settings
from ria.services.due import NEVER
from workflows.ladder import Firing, Told, firings, named_from
from workflows.levels import Level

_LONGEST = timedelta(days=120)
"""A task that is older than its whole ladder before the due day has the same ladder as this."""


class Reader(NamedTuple):
    """Who is told: the account, and the weekday on which it wants what is not due yet."""

    id: int
    ref: str
    name: str
    mail_day: int


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing one person is to be told, and the lower steps of it that are passed over.

    `named_from` is the day from which it may be named in public, once its owner is warned of that.
    """

    due: Due
    step: int
    told: tuple[Told, ...]
    recipient: Reader
    passed_over: tuple[int, ...]
    named_from: date | None = None

    def key(self, step: int) -> Key:
        """The key of the reminder of this or a lower step."""
        due = self.due
        return (due.kind, due.assessment_id, due.item, due.due_on, step, self.recipient_id)

    @property
    def recipient_id(self) -> int:
        """The account that is told."""
        return self.recipient.id

    @property
    def roles_in_words(self) -> str:
        """In what capacity they are told."""
        return " and ".join(dict.fromkeys(told.value.replace("_", " ") for told in self.told))

    @property
    def step_in_words(self) -> str:
        """Which step of the ladder it is."""
        if self.step == 0:
            return "on the day"
        days = "1 day" if abs(self.step) == 1 else f"{abs(self.step)} days"
        return f"{days} {'before' if self.step < 0 else 'after'}"

    @property
    def words(self) -> str:
        """What is due, as a reminder calls it."""
        return DUE_KINDS[self.due.kind].words


@dataclass(frozen=True, slots=True)
class Advance:
    """A row of the schedule that has been looked at, and the day of its next step."""

    due: Due
    fires_on: date


@dataclass(frozen=True, slots=True)
class Warned:
    """That an owner is now warned of being named in public from a day on."""

    due: Due
    named_from: date


@dataclass(frozen=True)
class Plan:
    """What one day asks for."""

    tellings: tuple[Telling, ...] = ()
    advances: tuple[Advance, ...] = ()
    warned: tuple[Warned, ...] = ()


def plan(session: Session, today: date) -> Plan:
    """Everything to be told on this day and not told yet. A number of queries that grows by one
    with each five hundred things that are due, and with nothing else."""
    dues = due_by(session, today)
    audience = Audience(session, today)
    audience.expect(dues)
    editions = [due.assessment_id for due in dues]
    day = _Day(
        today,
        current_settings(session),
        audience,
        known(session, editions),
        namings(session, editions),
    )
    for due in dues:
        day.look_at(due)
    return Plan(tuple(day.tellings), tuple(day.advances), tuple(day.warned))


@dataclass
class _Day:
    today: date
    house: HouseSettings
    audience: Audience
    known: set[Key]
    namings: dict[tuple[object, ...], date]
    tellings: list[Telling] = field(default_factory=list)
    advances: list[Advance] = field(default_factory=list)
    warned: list[Warned] = field(default_factory=list)
    readers: dict[int, Reader] = field(default_factory=dict)

    def look_at(self, due: Due) -> None:
        """Add what this thing asks for today, and when to look at it again."""
        if due.paused_until is not None and due.paused_until >= self.today:
            self.advances.append(Advance(due, due.paused_until + timedelta(days=1)))
            return
        if self.house.go_live is not None and due.due_on < self.house.go_live:
            self.advances.append(Advance(due, NEVER))
            return
        ladder = self._ladder(due)
        reached = [firing for firing in ladder if firing.on <= self.today]
        fires_on = next((firing.on for firing in ladder if firing.on > self.today), NEVER)
        if reached and due.is_wanted:
            named = self._named_from(due, reached)
            found = list(self._tellings(due, reached, named))
            told = [telling for telling in found if not self._waits(telling, reached)]
            self.tellings += (t for t in told if t.key(t.step) not in self.known)
            if len(told) < len(found):
                fires_on = min(fires_on, self.today + timedelta(days=1))
        self.advances.append(Advance(due, fires_on))

    def _ladder(self, due: Due) -> tuple[Firing, ...]:
        since = max(due.since, self.house.go_live or due.since, due.due_on - _LONGEST)
        ladder = _ladder_of(due.due_on, since, due.level, self.house.holidays)
        if self.house.named_in_public and not due.restricted and due.kind not in NOT_PUBLIC:
            return ladder
        return tuple(firing for firing in ladder if not firing.step.warns)

    def _named_from(self, due: Due, reached: list[Firing]) -> date | None:
        """From which day it may be named; warned of today if nobody was warned so far."""
        if not any(firing.step.warns for firing in reached):
            return None
        key = (due.kind, due.assessment_id, due.item, due.due_on)
        if key not in self.namings:
            day = named_from(due.due_on, self.today, due.level)
            self.warned.append(Warned(due, day))
            self.namings[key] = day
        return self.namings[key]

    def _tellings(self, due: Due, reached: list[Firing], named: date | None) -> Iterator[Telling]:
        """One telling a person, of the highest step that concerns them."""
        steps: dict[Reader, list[tuple[int, Told]]] = {}
        for firing in reached:
            for told in sorted(firing.step.told):
                for user in self.audience.people(told, due):
                    steps.setdefault(self._reader(user), []).append((firing.step.days, told))
        for reader, theirs in steps.items():
            highest = theirs[-1][0]
            roles = tuple(told for step, told in theirs if step == highest)
            yield Telling(
                due=due,
                step=highest,
                told=roles,
                recipient=reader,
                passed_over=tuple(dict.fromkeys(step for step, _ in theirs if step != highest)),
                named_from=named if {Told.OWNER, Told.HOLDER} & set(roles) else None,
            )

    def _reader(self, user: User) -> Reader:
        """The account as a value, once for each: it outlives the session."""
        found = self.readers.get(id(user))
        if found is None:
            assert user.id is not None
            found = Reader(user.id, user.ref, user.name, user.mail_day)
            self.readers[id(user)] = found
        return found

    def _waits(self, telling: Telling, reached: list[Firing]) -> bool:
        """Whether it waits for the day on which its reader wants what is not due yet."""
        wanted = telling.recipient.mail_day
        if telling.step >= 0 or not wanted:
            return False
        since = next(firing.on for firing in reached if firing.step.days == telling.step)
        days = range((self.today - since).days + 1)
        return all((since + timedelta(days=n)).isoweekday() != wanted for n in days)


@lru_cache(maxsize=10_000)
def _ladder_of(due: date, since: date, level: Level | None, holidays: str) -> tuple[Firing, ...]:
    return firings(due, since, level, bank_holidays(holidays))
