"""What falls due: one narrow row a task, written when it begins, gone when it ends.

Here alone is written what is due and by when; `ria.services.deadlines.shown_day` keeps the day that
an edition's pages show.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import update
from sqlmodel import col, select

from ria.clock import bank_holidays
from ria.history import UnitOfWork
from ria.models import ASSESSMENT, Assessment, Schedule, Target, target_of
from ria.queries.deadlines.due_kinds import DUE_KINDS
from ria.queries.deadlines.due_targets import load_targets
from ria.queries.organisation.settings import current_settings
from ria.services.deadlines.shown_day import show_day
from workflows.ladder import firings
from workflows.levels import Level

END_OR_REPLACE = timedelta(days=28)
"""How long a rejected policy may go on operating."""
NEVER = date.max
"""When a row fires whose ladder has no further step: it stays due, but nobody is left to tell."""


def fall_due(
    unit: UnitOfWork, about: Assessment | Target, kind: str, due_on: date, item: int = 0
) -> None:
    """Set down that `kind` is due for an edition or another target, with the ladder's first step.

    `item` tells apart several things of one kind. What is due already on another day moves to
    this one and begins its ladder anew; on the same day nothing changes.
    """
    target = _target(about)
    assert kind in DUE_KINDS and DUE_KINDS[kind].target == target.kind
    row = unit.session.get(Schedule, (target.id, kind, item))
    if row is not None and row.due_on == due_on:
        return
    unit.note_due(target, kind, item, due_on)
    put_down(unit, target, kind, item, due_on, _level(unit, about))
    _show(unit, about)


def put_down(
    unit: UnitOfWork,
    target: Target,
    kind: str,
    item: int,
    due_on: date,
    level: Level | None,
) -> None:
    """Write the row of what is due, or move it, with the first step of its ladder from today on."""
    row = unit.session.get(Schedule, (target.id, kind, item))
    holidays = bank_holidays(current_settings(unit.session).holidays)
    first = next(iter(firings(due_on, unit.today, level, holidays)), None)
    row = row or Schedule(
        target=target.kind,
        target_id=target.id,
        policy_id=target.policy_id,
        kind=kind,
        item=item,
        fires_on=due_on,
        due_on=due_on,
        since=unit.today,
    )
    row.due_on, row.since = due_on, unit.today
    row.fires_on = max(first.on if first else NEVER, _after_the_pause(row))
    unit.session.add(row)


def _target(about: Assessment | Target) -> Target:
    return about if isinstance(about, Target) else target_of(about)


def _level(unit: UnitOfWork, about: Assessment | Target) -> Level | None:
    if isinstance(about, Target):
        return load_targets(unit.session, about.kind, [about.id])[about.id].level
    return about.level


def _show(unit: UnitOfWork, about: Assessment | Target) -> None:
    if not isinstance(about, Target):
        show_day(unit.session, about)


def _after_the_pause(row: Schedule) -> date:
    return row.paused_until + timedelta(days=1) if row.paused_until else date.min


def look_at_all_anew(unit: UnitOfWork) -> None:
    """Have the next run look again at what nobody was to be told of any more: with another day of
    going live, somebody may have to be told of it after all."""
    silent = update(Schedule).where(col(Schedule.fires_on) == NEVER)
    unit.session.execute(silent.values(fires_on=unit.today))


def settle(unit: UnitOfWork, about: Assessment | Target, kind: str, item: int = 0) -> None:
    """It is done, or not wanted any more: nobody is reminded of it again."""
    row = unit.session.get(Schedule, (_target(about).id, kind, item))
    if row is not None:
        _take_back(unit, row)
        _show(unit, about)


def _take_back(unit: UnitOfWork, row: Schedule) -> None:
    unit.note_due(Target(row.target, row.target_id), row.kind, row.item, None)
    unit.session.delete(row)


def settle_for_policy(unit: UnitOfWork, policy_id: int, *kinds: str) -> list[tuple[Schedule, int]]:
    """The same for every edition of a policy; what was due, and of which edition."""
    query = (
        select(Assessment, Schedule)
        .join(Schedule, col(Schedule.target_id) == col(Assessment.id))
        .where(
            col(Schedule.target) == ASSESSMENT,
            col(Assessment.policy_id) == policy_id,
            col(Schedule.kind).in_(kinds),
        )
        .order_by(col(Assessment.edition))
    )
    settled = unit.session.exec(query).all()
    for edition, row in settled:
        _take_back(unit, row)
        show_day(unit.session, edition)
    return [(row, edition.edition) for edition, row in settled]


def nothing_due(unit: UnitOfWork, assessment: Assessment) -> None:
    """Take back what does not outlive the move to the stage the edition is in now."""
    query = select(Schedule).where(
        col(Schedule.target) == ASSESSMENT, col(Schedule.target_id) == assessment.id
    )
    for row in unit.session.exec(query):
        if row.kind not in DUE_KINDS or DUE_KINDS[row.kind].ends_at(assessment.stage):
            _take_back(unit, row)
    unit.session.flush()  # the same key may be set down again in this transaction
    show_day(unit.session, assessment)
