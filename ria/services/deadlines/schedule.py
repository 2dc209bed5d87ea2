"""What falls due: one narrow row a task, written when it begins, gone when it ends."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import update
from sqlmodel import col, select

from ria.clock import bank_holidays
from ria.history import UnitOfWork
from ria.models import Assessment, Schedule
from ria.queries.deadlines.due_kinds import DUE_KINDS, OF_SIGNATORIES
from ria.queries.organisation.settings import current_settings
from workflows.ladder import firings

END_OR_REPLACE = timedelta(days=28)
"""How long a rejected policy may go on operating."""
NEVER = date.max
"""When a row fires whose ladder has no further step: it stays due, but nobody is left to tell."""


def fall_due(
    unit: UnitOfWork, assessment: Assessment, kind: str, due_on: date, item: int = 0
) -> None:
    """Set down that `kind` is due for this edition, with the ladder's first step.

    `item` tells apart several things of one kind. What is due already on another day moves to
    this one and begins its ladder anew; on the same day nothing changes.
    """
    assert assessment.id is not None and kind in DUE_KINDS
    row = unit.session.get(Schedule, (assessment.id, kind, item))
    if row is not None and row.due_on == due_on:
        return
    holidays = bank_holidays(current_settings(unit.session).holidays)
    first = next(iter(firings(due_on, unit.today, assessment.level, holidays)), None)
    row = row or Schedule(
        assessment_id=assessment.id,
        kind=kind,
        item=item,
        fires_on=due_on,
        due_on=due_on,
        since=unit.today,
    )
    row.due_on, row.since = due_on, unit.today
    row.fires_on = max(first.on if first else NEVER, _after_the_pause(row))
    unit.session.add(row)


def _after_the_pause(row: Schedule) -> date:
    return row.paused_until + timedelta(days=1) if row.paused_until else date.min


def look_at_all_anew(unit: UnitOfWork) -> None:
    """Have the next run look again at what nobody was to be told of any more: with another day of
    going live, somebody may have to be told of it after all."""
    silent = update(Schedule).where(col(Schedule.fires_on) == NEVER)
    unit.session.execute(silent.values(fires_on=unit.today))


def settle(unit: UnitOfWork, assessment: Assessment, kind: str, item: int = 0) -> None:
    """It is done, or not wanted any more: nobody is reminded of it again."""
    row = unit.session.get(Schedule, (assessment.id, kind, item))
    if row is not None:
        _take_back(unit, assessment, row)


def settle_for_policy(unit: UnitOfWork, policy_id: int, *kinds: str) -> list[tuple[Schedule, int]]:
    """The same for every edition of a policy; what was due, and of which edition."""
    query = (
        select(Assessment, Schedule)
        .join(Schedule, col(Schedule.assessment_id) == col(Assessment.id))
        .where(col(Assessment.policy_id) == policy_id, col(Schedule.kind).in_(kinds))
        .order_by(col(Assessment.edition))
    )
    settled = unit.session.exec(query).all()
    for edition, row in settled:
        _take_back(unit, edition, row)
    return [(row, edition.edition) for edition, row in settled]


def nothing_due(unit: UnitOfWork, assessment: Assessment) -> None:
    """Take back what does not outlive the move to the stage the edition is in now."""
    query = select(Schedule).where(col(Schedule.assessment_id) == assessment.id)
    for row in unit.session.exec(query):
        if row.kind not in DUE_KINDS or DUE_KINDS[row.kind].ends_at(assessment.stage):
            _take_back(unit, assessment, row)
    unit.session.flush()  # the same key may be set down again in this transaction


def _take_back(unit: UnitOfWork, assessment: Assessment, row: Schedule) -> None:
    """Take the row back, and with it the day the pages show, unless something else is due then."""
    unit.session.delete(row)
    is_shown = row.item == 0 or row.kind in OF_SIGNATORIES
    if is_shown and assessment.due_on == row.due_on:
        query = select(Schedule.kind).where(
            col(Schedule.assessment_id) == assessment.id,
            col(Schedule.item) == 0,
            col(Schedule.due_on) == row.due_on,
            col(Schedule.kind) != row.kind,
        )
        if unit.session.exec(query).first() is None:
            assessment.due_on = None
            unit.session.add(assessment)
