"""Who is reminded when: the steps before and after a due day.

The steps are data. Which step applies, on which day it fires and who is told follow from dates
alone; nothing here knows whether a mail was sent. Reminders are sent on working days only: a step
up to the due day moves to the working day before, a later one to the next.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from workflows.levels import Level

APPROVAL_WORKING_DAYS = 10
"""The working days that an approval may take."""
WARNING_DAYS = 14
"""How many days before a policy is named in public its owner is warned and asked to explain."""

_SATURDAY = 5
_DAY = timedelta(days=1)
_BOARD = 60
_NAMING = 90


class Told(StrEnum):
    """Who is told at a step. BOARD is the board's pack, PUBLIC the register's list."""

    HOLDER = "holder"
    OWNER = "owner"
    CHAIR = "chair"
    STRATEGY_UNIT = "strategy_unit"
    ADVISER = "adviser"
    BOARD = "board"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `days` from the due day of an ordinary policy is also the name under which it is
    stored.
    """

    days: int
    told: frozenset[Told]
    warns: bool = False

    def offset(self, level: Level | None) -> int:
        """Days from the due day at this level. For a high level, the days after it are halved."""
        if self.warns:
            return _pace(_NAMING, level) - WARNING_DAYS
        return _pace(self.days, level)


class Firing(NamedTuple):
    """A step and the working day on which it fires."""

    step: Step
    on: date


def _pace(days: int, level: Level | None) -> int:
    return (days + 1) // 2 if days > 0 and level == Level.HIGH else days


def _ladder() -> tuple[Step, ...]:
    told: dict[int, set[Told]] = {days: {Told.HOLDER} for days in (-90, -30, -7, 0)}
    told[1] = {Told.OWNER}
    for days in range(7, 84 + 1, 7):
        told[days] = {Told.OWNER, Told.HOLDER}
    told[14] |= {Told.CHAIR}
    told[30] = {Told.STRATEGY_UNIT, Told.ADVISER}
    told[_BOARD] = {Told.BOARD}
    told[_NAMING] = {Told.PUBLIC}
    steps = [Step(days, frozenset(who)) for days, who in told.items()]
    steps.append(Step(_NAMING - WARNING_DAYS, frozenset({Told.OWNER, Told.HOLDER}), warns=True))
    return tuple(sorted(steps, key=lambda step: step.days))


LADDER = _ladder()


def is_working_day(day: date, holidays: Container[date] = ()) -> bool:
    """Whether this is a weekday and no holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def add_working_days(day: date, days: int, holidays: Container[date] = ()) -> date:
    """The working day that is this many working days after a day; for 0, the day itself or the next
    working day.
    """
    while not is_working_day(day, holidays) and days == 0:
        day += _DAY
    while days > 0:
        day += _DAY
        days -= is_working_day(day, holidays)
    return day


def working_days_since(start: date, today: date, holidays: Container[date] = ()) -> int:
    """The number of working days after a day, up to and including today: how long an approval has
    waited.
    """
    days = range(1, (today - start).days + 1)
    return sum(is_working_day(start + timedelta(days=n), holidays) for n in days)


def approval_due(
    submitted_on: date, holidays: Container[date] = (), days: int = APPROVAL_WORKING_DAYS
) -> date:
    """The day by which an approval is due."""
    return add_working_days(submitted_on, days, holidays)


def firings(
    due: date, created: date, level: Level | None = None, holidays: Container[date] = ()
) -> tuple[Firing, ...]:
    """Every step of a task, in the order in which they fire.

    Steps before the due day that would fire before the task's creation are dropped. Later steps
    then fire on the day of creation: a task that is already late when it is created stays late, but
    nobody is named in public without two weeks' warning.
    """
    planned = sorted(
        ((step.offset(level), step) for step in LADDER), key=lambda pair: (pair[0], pair[1].days)
    )
    found: list[Firing] = []
    warned = date.min
    for offset, step in planned:
        day = due + timedelta(days=offset)
        if offset <= 0 and day < created:
            continue
        day = max(day, created)
        if Told.PUBLIC in step.told:
            day = max(day, warned + timedelta(days=WARNING_DAYS))
        found.append(Firing(step, _fires_on(day, offset, created, holidays)))
        warned = found[-1].on if step.warns else warned
    return tuple(found)


def _fires_on(day: date, offset: int, created: date, holidays: Container[date]) -> date:
    """The working day of a step: up to the due day the one before, otherwise the next."""
    back = day
    while offset <= 0 and back > created and not is_working_day(back, holidays):
        back -= _DAY
    return back if is_working_day(back, holidays) else add_working_days(day, 0, holidays)


def board_from(due: date, level: Level | None = None) -> date:
    """The day from which an overdue item appears in the board's pack."""
    return due + timedelta(days=_pace(_BOARD, level))


def named_from(due: date, warned: date, level: Level | None = None) -> date:
    """The day from which an overdue item may be named in public, given the day on which its owner
    was warned.
    """
    return max(due + timedelta(days=_pace(_NAMING, level)), warned + timedelta(days=WARNING_DAYS))
