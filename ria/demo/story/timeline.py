"""Two years lived in seconds: what happens on each day, with that day's reminders and mails.

A life is a list of steps, each a number of days after the one before; `lay_out` puts them on
working days, and `Timeline` moves the store's clock from one to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from ria.clock import LONDON, FixedClock, bank_holidays, london_date
from ria.db.store import Store
from ria.notify.reminders.tick import tick
from workflows.ladder import is_working_day

DAY = timedelta(days=1)
TICK_AT = time(7, 0)
OPENS_AT, MINUTES_OPEN = 8 * 60 + 30, 8 * 60
APART = timedelta(minutes=7)
"""The shortest time between two steps of one life on one day."""


@dataclass(frozen=True)
class Event:
    """Something that is done at an instant. `number` orders simultaneous events."""

    at: datetime
    number: int
    do: Callable[[], None]


def working_day(day: date) -> date:
    """This day, or else the last working day before it."""
    while not is_working_day(day, bank_holidays()):
        day -= DAY
    return day


def lay_out(waits: Iterable[int], ends_on: date, number: int) -> list[datetime]:
    """When the steps of a life happen: `waits[n]` days after the one before, the last one on
    `ends_on`, each on a working day. `number` distributes the lives over the hours of the day.
    """
    waited = list(accumulate(waits))
    found: list[datetime] = []
    for step, days in enumerate(waited):
        day = working_day(ends_on - timedelta(days=waited[-1] - days))
        minute = OPENS_AT + (number * 83 + step * 131) % MINUTES_OPEN
        at = datetime.combine(day, time(minute // 60, minute % 60), LONDON)
        found.append(max(at, found[-1] + APART) if found else at)
    return found


class Timeline:
    """A store's clock, and everything that happens while its time passes."""

    def __init__(self, store: Store, clock: FixedClock, post: Callable[[], object]) -> None:
        self.store = store
        self.clock = clock
        self._post = post

    def live(self, events: Iterable[Event], until: datetime) -> Iterator[date]:
        """Do everything in order, up to `until`. Yields each working day when it is over."""
        todo = sorted(events, key=lambda event: (event.at, event.number))
        day = london_date(todo[0].at)
        while day <= london_date(until):
            if is_working_day(day, bank_holidays()):
                self._remind(day, until)
                while todo and london_date(todo[0].at) == day:
                    self._take_place(todo.pop(0))
                yield day
            day += DAY

    def _remind(self, day: date, until: datetime) -> None:
        morning = datetime.combine(day, TICK_AT, LONDON)
        if morning > until:
            return
        self.clock.at = morning
        if tick(self.store).mails:
            self._post()

    def _take_place(self, event: Event) -> None:
        self.clock.at = event.at
        event.do()
        self._post()
