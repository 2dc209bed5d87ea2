"""The tick: remind everybody who is to be told of what is due. Run it as often as you like.

A missed run loses nothing, a second run repeats nothing, and any number may run at once: they take
turns, and each writes in transactions of bounded size, the last of which moves the schedule on. The
cost depends on how much is due, never on how much exists; due items with the same case are judged
once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from sqlalchemy import Dialect, Table, func, select
from sqlmodel import Session, col

from ria.clock import bank_holidays, london_date
from ria.db.series import update_alike, update_series
from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.history.canonical import canonical
from ria.models import MailState, Message, Schedule
from ria.notify.reminders.held_runs import hold, is_held, is_released
from ria.notify.reminders.incidents import tell_of_incidents
from ria.notify.reminders.plan import Advance, Plan, PlannedReminder, ToldThing, one_by_one, plan
from ria.notify.reminders.write_reminders import write_reminders
from ria.queries.organisation.settings import current_settings
from ria.queries.review.reviews import about_to_begin
from ria.services.review.reviews import start_due_reviews
from workflows.ladder import is_working_day

BATCH = 10_000
"""Due items told in one transaction, rounded up to the whole mail of one person."""
MOST_AT_A_TIME = 16
"""The most statements that may each scan everything that fires."""
_SCHEDULE: Table = Schedule.__table__  # type: ignore[attr-defined]


class ScheduleAdvance(NamedTuple):
    """The part of a schedule row that identifies what moves on, for whichever target it is due."""

    kind: str
    item: int
    due_on: date


@dataclass(frozen=True)
class TickReport:
    """What a tick told, or with `dry_run` would tell. Nobody is told if `is_working_day` is False.

    `is_held`: there would be more mails than may be sent without an administrator's approval.
    """

    today: date
    store: Store = field(repr=False)
    is_working_day: bool = True
    planned: tuple[PlannedReminder, ...] = ()
    is_held: bool = False

    @property
    def mails(self) -> int:
        """The number of mails: one for each person and run."""
        return len({planned_one.recipient for planned_one in self.planned})

    @property
    def things(self) -> int:
        """The number of due items that people are told of; an item counts once for each person."""
        return sum(len(planned_one.target_ids) for planned_one in self.planned)

    @cached_property
    def told(self) -> list[ToldThing]:
        """Who is told of what, one by one. Read only when asked for."""
        with self.store.read_session() as session:
            return one_by_one(session, self.planned)


def tick(store: Store, as_of: date | None = None, dry_run: bool = False) -> TickReport:
    """Write the reminders of a day (today in London, unless `as_of` is given), one mail for each
    person.

    Before that, and on any day, reviews that are due within 90 days begin and the administrators
    are told of failed mails. On weekends and bank holidays nobody is reminded; the next working day
    makes up for it.
    """
    today = as_of or london_date(store.clock.now())
    waits = _what_waits(store, today)
    if as_of is None and not dry_run:
        _begin_and_tell(store, waits)
    if waits.reminders or waits.reviews:
        return _remind(store, today, dry_run)
    return TickReport(today, store)


def _begin_and_tell(store: Store, waits: _Waiting) -> None:
    if waits.reviews:
        start_due_reviews(store)
    if waits.failed_mails:
        tell_of_incidents(store)


def _remind(store: Store, today: date, dry_run: bool) -> TickReport:
    report = TickReport(today, store)
    with store.read_session() as session:
        if not is_working_day(today, bank_holidays(current_settings(session).holidays)):
            return replace(report, is_working_day=False)
        if dry_run:
            would = replace(report, planned=plan(session, today).planned)
            return replace(would, is_held=_are_too_many(session, would))
        if is_held(session, today):
            return replace(report, is_held=True)
    told: list[PlannedReminder] = []
    while True:
        with unit_of_work(store) as unit:
            unit.hold("tick")
            found = plan(unit.session, today)
            report = replace(report, planned=found.planned)
            if _are_too_many(unit.session, report):
                break
            batch = _batch(found)
            write_reminders(unit, batch, found.warned, today)
            told += batch
            if len(batch) == len(found.planned):
                _advance(unit, found.advances, today)
                return replace(report, planned=tuple(told))
    hold(store, today, report.mails, report.things)
    return replace(report, is_held=True)


def _are_too_many(session: Session, report: TickReport) -> bool:
    most = current_settings(session).most_mails
    return report.mails > most and not is_released(session, report.today)


class _Waiting(NamedTuple):
    """Whether there may be anything to do."""

    reminders: bool
    reviews: bool
    failed_mails: bool


def _what_waits(store: Store, today: date) -> _Waiting:
    """One statement over three indexes: all an idle tick costs, however large the register."""
    with store.asking() as connection:
        query = _waiting_on(connection.dialect, today)
        return _Waiting(*map(bool, connection.exec_driver_sql(query).one()))


@lru_cache(maxsize=4)
def _waiting_on(dialect: Dialect, today: date) -> str:
    """The statement's text with the day in it, compiled once a day: compiling takes several times
    as long as running it, and a database reuses its plan for the same text.
    """
    first = select(func.min(col(Schedule.fires_on))).scalar_subquery()
    failed = select(col(Message.id)).where(col(Message.state) == MailState.FAILED)
    query = select(first <= today, about_to_begin(today).exists(), failed.exists())
    return str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def _batch(found: Plan) -> list[PlannedReminder]:
    """What is told in one transaction: everything, or the whole mails of some people."""
    if sum(len(planned_one.target_ids) for planned_one in found.planned) <= BATCH:
        return list(found.planned)
    batch: list[PlannedReminder] = []
    things = 0
    for planned_one in sorted(found.planned, key=lambda planned_one: planned_one.recipient.id):
        if things >= BATCH and planned_one.recipient != batch[-1].recipient:
            break
        batch.append(planned_one)
        things += len(planned_one.target_ids)
    return batch


def _advance(unit: UnitOfWork, advances: Iterable[Advance], today: date) -> None:
    """Move the schedule to the next steps, in the transaction of the last mails."""
    moves: dict[ScheduleAdvance, dict[date, list[int]]] = {}
    for each in advances:
        move = ScheduleAdvance(each.case.kind, each.case.item, each.case.due_on)
        moves.setdefault(move, {}).setdefault(each.fires_on, []).extend(each.target_ids)
    connection = unit.session.connection()
    among = f"schedule.fires_on <= '{today}'"
    for move in _all_alike(connection.dialect, moves):
        update_alike(
            connection, _SCHEDULE, move._asdict(), {"fires_on": min(moves.pop(move))}, among
        )
    series = [
        {"alike": {**move._asdict(), "fires_on": day}, "values": sorted(ids), "first": 0}
        for move, days in moves.items()
        for day, ids in days.items()
    ]
    if series:
        runs = canonical({"runs": series})
        update_series(
            connection, _SCHEDULE, "target_id", "fires_on", ScheduleAdvance._fields, runs, among
        )


def _all_alike(
    dialect: Dialect, moves: dict[ScheduleAdvance, dict[date, list[int]]]
) -> list[ScheduleAdvance]:
    """The moves that have one day for all their targets and make up a good part of the whole: they
    are written without listing the targets. Only on SQLite, where no row can have been added since
    the plan was made.
    """
    if dialect.name != "sqlite":
        return []
    sizes = {move: sum(map(len, days.values())) for move, days in moves.items()}
    least = sum(sizes.values()) / MOST_AT_A_TIME
    return [move for move, days in moves.items() if len(days) == 1 and sizes[move] >= least]
