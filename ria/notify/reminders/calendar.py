"""Calendar files (RFC 5545): one day attached to a mail, or everything due from a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event
from sqlmodel import Session, col, select

from ria.db.store import Store
from ria.models import CalendarFeed, User
from ria.notify.reminders.audience import Audience
from ria.notify.reminders.due import Due, held_by
from ria.notify.reminders.due_wording import due_wording
from ria.notify.text import one_line
from ria.queries.accounts.people import absent_for
from workflows.ladder import Told

PRODUCT = "-//RIA//Race-equality impact assessment//EN"
MOST = 1_000
"""The most days in one calendar; if there are more, the nearest ones."""


@dataclass(frozen=True)
class Day:
    """One whole day in a calendar. `uid` stays the same when the day moves."""

    uid: str
    on: date
    title: str
    text: str
    link: str


def as_calendar(days: Iterable[Day], name: str, now: datetime) -> bytes:
    """These days as a calendar file. `now` (aware) is the time at which it is made."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", one_line(name))
    for day in days:
        event = Event()
        event.add("uid", day.uid)
        event.add("dtstamp", now)
        event.add("dtstart", day.on)
        event.add("dtend", day.on + timedelta(days=1))
        event.add("summary", one_line(day.title))
        event.add("description", f"{one_line(day.text)}\n{day.link}")
        event.add("url", day.link)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def calendar_of(session: Session, store: Store, user: User, today: date) -> bytes:
    """The days by which something is due from this person, or whom they stand in for."""
    assert user.id is not None
    theirs = absent_for(session, user.id, today) | {user.id}
    audience = Audience(session, today)
    dues = held_by(session, theirs, MOST)
    audience.expect(dues)
    mine = [
        due
        for due in dues
        if due.is_wanted and any(each.id in theirs for each in audience.people(Told.HOLDER, due))
    ]
    days = [day_of(session, store, due) for due in mine]
    return as_calendar(days, f"{store.settings.organisation}: due from me", store.clock.now())


def day_of(session: Session, store: Store, due: Due) -> Day:
    """What is due, as a day."""
    what = due_wording(session, store, due, brief=True)
    line = f"{what.about} {due.title}"
    return Day(
        uid=f"{due.kind}-{due.target_id}-{due.item}@{store.links.host}",
        on=due.due_on,
        title=f"Due: {line}",
        text=" ".join(filter(None, (f"{line} ({due.reference}) is due.", _sentence(what.detail)))),
        link=what.link,
    )


def _sentence(words: str) -> str:
    return f"{words}." if words else ""


def reader_of(session: Session, token_hash: str) -> User | None:
    """The reader whose calendar has this address; None if there is none, or it is closed."""
    query = (
        select(User)
        .join(CalendarFeed, col(CalendarFeed.user_id) == col(User.id))
        .where(col(CalendarFeed.token_hash) == token_hash, col(User.active).is_(True))
    )
    return session.exec(query).first()
