"""Plan who is to be told what on a given day, and why. Writes nothing.

What is due is found by comparison (`fires_on <= today and not yet told`), never at a moment that
could be missed. If several steps have passed, each person is told the highest. Due items with equal
cases are judged once, however many they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

from sqlmodel import Session

from ria.clock import bank_holidays
from ria.notify.reminders.audience import Audience, Reader
from ria.notify.reminders.due import Case, Due, Key, cases_by, dues_of, namings, told_by
from ria.queries.deadlines.due_kinds import DUE_KINDS
from ria.queries.deadlines.overdue import NOT_PUBLIC, is_before
from ria.queries.organisation.settings import HouseSettings, current_settings
from ria.services.deadlines.schedule import NEVER
from workflows.ladder import Firing, Told, firings, named_from
from workflows.levels import Level

_LONGEST = timedelta(days=120)
"""If a task began longer than this before its due day, its whole ladder lies ahead, so that the
exact day no longer matters.
"""


@dataclass(frozen=True)
class PlannedReminder:
    """What one person is to be told about due items with the same case, and the lower steps that
    are passed over.

    `named_from` is the day from which the items may be named in public, once their owner is warned.
    """

    case: Case
    step: int
    told: tuple[Told, ...]
    recipient: Reader
    target_ids: list[int]
    passed_over: dict[int, list[int]]
    named_from: date | None = None

    def key(self, step: int) -> Key:
        """The key of the reminders of this step or a lower one."""
        case = self.case
        return Key(case.kind, case.item, case.due_on, step, self.recipient.id)

    def without(self, told: dict[Key, set[int]]) -> PlannedReminder:
        """The same, less what was told already."""
        if not told:
            return self

        def left(step: int, target_ids: list[int]) -> list[int]:
            known = told.get(self.key(step), ())
            return [target_id for target_id in target_ids if target_id not in known]

        new = left(self.step, self.target_ids)
        lower = {step: left(step, new) for step in self.passed_over}
        return replace(self, target_ids=new, passed_over=lower)

    @property
    def target(self) -> str:
        """The kind of target of these due items."""
        return DUE_KINDS[self.case.kind].target

    @property
    def roles_in_words(self) -> str:
        """The roles in which the recipient is told."""
        return " and ".join(dict.fromkeys(told.value.replace("_", " ") for told in self.told))

    @property
    def step_in_words(self) -> str:
        """The step of the ladder."""
        if self.step == 0:
            return "on the day"
        days = "1 day" if abs(self.step) == 1 else f"{abs(self.step)} days"
        return f"{days} {'before' if self.step < 0 else 'after'}"

    @property
    def words(self) -> str:
        """What is due, as a reminder calls it."""
        return DUE_KINDS[self.case.kind].words


@dataclass(frozen=True)
class ToldThing(PlannedReminder):
    """The reminder of a single due item, with that item."""

    due: Due = field(kw_only=True)


@dataclass(frozen=True)
class Advance:
    """Rows of the schedule that have been dealt with, and the day of their next step."""

    case: Case
    target_ids: list[int]
    fires_on: date


@dataclass(frozen=True)
class Warned:
    """Due items whose owners are now warned that they will be named in public from a day on."""

    case: Case
    target_ids: list[int]
    named_from: date


@dataclass(frozen=True)
class Plan:
    """Everything that one day asks for."""

    planned: tuple[PlannedReminder, ...] = ()
    advances: tuple[Advance, ...] = ()
    warned: tuple[Warned, ...] = ()


def plan(session: Session, today: date) -> Plan:
    """Everything to be told on this day that was not told yet. The number of queries grows by one
    with each five hundred people, and with nothing else.
    """
    cases = cases_by(session, today)
    audience = Audience(session, today)
    audience.expect(case for case, _ in cases)
    day = _Day(session, today, current_settings(session), audience, told_by(session, today))
    for case, target_ids in cases:
        day.look_at(case, target_ids)
    return Plan(tuple(day.planned), tuple(day.advances), tuple(day.warned))


def one_by_one(session: Session, planned: Iterable[PlannedReminder]) -> list[ToldThing]:
    """The planned reminders item by item, the earliest due day first."""
    about: dict[tuple[int, str, int, date], list[PlannedReminder]] = {}
    for planned_one in planned:
        for target_id in planned_one.target_ids:
            key = (target_id, planned_one.case.kind, planned_one.case.item, planned_one.case.due_on)
            about.setdefault(key, []).append(planned_one)
    return [
        ToldThing(**vars(planned_one), due=due)
        for due in dues_of(session, ((DUE_KINDS[kind].target, id) for id, kind, *_ in about))
        for planned_one in about.get((due.target_id, due.kind, due.item, due.due_on), ())
    ]


@dataclass
class _Day:
    session: Session
    today: date
    house: HouseSettings
    audience: Audience
    known: dict[Key, set[int]]
    planned: list[PlannedReminder] = field(default_factory=list)
    advances: list[Advance] = field(default_factory=list)
    warned: list[Warned] = field(default_factory=list)
    _stands: dict[tuple[Any, ...], tuple[list[Firing], date]] = field(default_factory=dict)

    def look_at(self, case: Case, target_ids: list[int]) -> None:
        """Add what these due items require today, and the day on which to look at them again."""
        if case.paused_until is not None and case.paused_until >= self.today:
            self.advances.append(Advance(case, target_ids, case.paused_until + timedelta(days=1)))
            return
        if is_before(self.house.go_live, case.due_on):
            self.advances.append(Advance(case, target_ids, NEVER))
            return
        reached, fires_on = self._reached(case)
        if reached and case.is_wanted:
            for named, theirs in self._by_naming(case, target_ids, reached):
                found = list(self._planned(case, theirs, reached, named))
                told = [
                    planned_one for planned_one in found if not self._waits(planned_one, reached)
                ]
                new = (planned_one.without(self.known) for planned_one in told)
                self.planned += (planned_one for planned_one in new if planned_one.target_ids)
                if len(told) < len(found):
                    fires_on = min(fires_on, self.today + timedelta(days=1))
        self.advances.append(Advance(case, target_ids, fires_on))

    def _reached(self, case: Case) -> tuple[list[Firing], date]:
        """The steps of a case that have been reached, and the day of the next one. Computed once
        for the same days, level and publicity.
        """
        is_public = not case.restricted and case.kind not in NOT_PUBLIC
        alike = (case.due_on, case.since, case.level, is_public)
        if alike not in self._stands:
            ladder = self._ladder(case, is_public)
            reached = [firing for firing in ladder if firing.on <= self.today]
            ahead = (firing.on for firing in ladder if firing.on > self.today)
            self._stands[alike] = (reached, next(ahead, NEVER))
        return self._stands[alike]

    def _ladder(self, case: Case, is_public: bool) -> tuple[Firing, ...]:
        since = max(case.since, self.house.go_live or case.since, case.due_on - _LONGEST)
        ladder = _ladder_of(case.due_on, since, case.level, self.house.holidays)
        if self.house.named_in_public and is_public:
            return ladder
        return tuple(firing for firing in ladder if not firing.step.warns)

    def _by_naming(
        self, case: Case, target_ids: list[int], reached: list[Firing]
    ) -> Iterable[tuple[date | None, list[int]]]:
        """Group the targets by the day from which they may be named. Targets without a warning so
        far are warned today.
        """
        if not any(firing.step.warns for firing in reached):
            return [(None, target_ids)]
        day = named_from(case.due_on, self.today, case.level)
        by_day: dict[date | None, list[int]] = {}
        new = []
        for target_id in target_ids:
            known = self._namings.get((target_id, case.kind, case.item, case.due_on))
            by_day.setdefault(known or day, []).append(target_id)
            if known is None:
                new.append(target_id)
        if new:
            self.warned.append(Warned(case, new, day))
        return by_day.items()

    @cached_property
    def _namings(self) -> dict[tuple[Any, ...], date]:
        return namings(self.session, self.today)

    def _planned(
        self, case: Case, target_ids: list[int], reached: list[Firing], named: date | None
    ) -> Iterator[PlannedReminder]:
        """One planned reminder for each person, at the highest step that concerns them."""
        steps: dict[Reader, list[tuple[int, Told]]] = {}
        for firing in reached:
            for told in sorted(firing.step.told):
                for reader in self.audience.people(told, case):
                    steps.setdefault(reader, []).append((firing.step.days, told))
        for reader, theirs in steps.items():
            highest = theirs[-1][0]
            roles = tuple(told for step, told in theirs if step == highest)
            yield PlannedReminder(
                case=case,
                step=highest,
                told=roles,
                recipient=reader,
                target_ids=target_ids,
                passed_over={step: target_ids for step, _ in theirs if step != highest},
                named_from=named if {Told.OWNER, Told.HOLDER} & set(roles) else None,
            )

    def _waits(self, planned_one: PlannedReminder, reached: list[Firing]) -> bool:
        """Whether it waits for its reader's weekday for reminders of what is not due yet."""
        wanted = planned_one.recipient.mail_day
        if planned_one.step >= 0 or not wanted:
            return False
        since = next(firing.on for firing in reached if firing.step.days == planned_one.step)
        days = range((self.today - since).days + 1)
        return all((since + timedelta(days=n)).isoweekday() != wanted for n in days)


@lru_cache(maxsize=10_000)
def _ladder_of(due: date, since: date, level: Level | None, holidays: str) -> tuple[Firing, ...]:
    return firings(due, since, level, bank_holidays(holidays))
