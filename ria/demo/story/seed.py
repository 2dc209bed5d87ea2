"""The demonstration's data: two years of a police service, lived through the product's commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from sqlmodel import func, select

from ria.clock import FixedClock
from ria.db.store import Store
from ria.demo.organisation.organisation import found
from ria.demo.organisation.places import Places
from ria.demo.story.life import Life
from ria.demo.story.people import People
from ria.demo.story.register import entries
from ria.demo.story.roads import Step, road
from ria.demo.story.shared_events import EVENTS
from ria.demo.story.timeline import Event, Timeline, lay_out, working_day
from ria.models import Policy

BEFORE = timedelta(days=3)
"""How long before its first policy the organisation is created."""


class Stopped(Exception):
    """The demonstration was stopped before its data was complete."""


def nothing() -> None:
    """Send no mail."""


def is_seeded(store: Store) -> bool:
    """Whether there are policies already."""
    with store.read_session() as session:
        return session.exec(select(func.count()).select_from(Policy)).one() > 0


def seed(
    store: Store,
    clock: FixedClock,
    *,
    post: Callable[[], object] = nothing,
    say: Callable[[str], object] = lambda _: None,
    is_stopped: Callable[[], bool] = lambda: False,
    show: Callable[[float], object] = lambda _: None,
) -> None:
    """Live two years that end now, at the time of `clock`, which is the store's.

    `post` delivers the waiting mails at each moment; `say` is given the progress in words, and
    `show` the share of the days that have passed. Raises `Stopped` if `is_stopped`.
    """
    now = clock.at
    people = People(store)
    places = Places(store)
    events = _events(people, places, now)
    clock.at = events[0].at - BEFORE
    say("Setting up committees, units and accounts")
    found(store, clock.at.date(), places)
    people.look_up()
    told = ""
    first, days = events[0].at.date(), max(1, (now - events[0].at).days)
    for day in Timeline(store, clock, post).live(events, now):
        if is_stopped():
            raise Stopped
        show((day - first).days / days)
        month = f"{day:%B %Y}"
        if day.month % 3 == 1 and month != told:
            say(f"Living through {month} and on")
            told = month
    clock.at = now


def _events(people: People, places: Places, now: datetime) -> list[Event]:
    """Everything that happens, in order."""
    sources: dict[str, str] = {}
    numbers = count()
    lives = [Life(people, places, entry, sources) for entry in entries()]
    told = [(life, road(life.entry.story), int(life.entry.days_ago)) for life in lives]
    found = [
        Event(at, next(numbers), partial(step.do, life))
        for number, (life, steps, days_ago) in enumerate(told)
        for at, step in _dated(steps, days_ago, number, now)
    ]
    for days_ago, do in EVENTS:
        [(at, _)] = _dated((Step(0, lambda _: None),), days_ago, days_ago, now)
        found.append(Event(at, next(numbers), partial(do, people, places)))
    return sorted(found, key=lambda event: (event.at, event.number))


def _dated(
    steps: tuple[Step, ...], days_ago: int, number: int, now: datetime
) -> Iterator[tuple[datetime, Step]]:
    ends_on = working_day(now.date() - timedelta(days=days_ago))
    return zip(lay_out([step.wait for step in steps], ends_on, number), steps, strict=True)
