"""What falls due: one narrow row a task, written when a stage begins, gone when it ends."""

from __future__ import annotations

from datetime import date

from sqlmodel import col, select

from ria.clock import bank_holidays
from ria.history import UnitOfWork
from ria.models import Assessment, Schedule
from ria.queries.settings import current_settings
from workflows.ladder import firings


def fall_due(unit: UnitOfWork, assessment: Assessment, kind: str, due_on: date) -> None:
    """Set down that `kind` is due for this edition, with the ladder's first step."""
    assert assessment.id is not None
    holidays = bank_holidays(current_settings(unit.session).holidays)
    first = firings(due_on, unit.today, assessment.level, holidays)[0]
    unit.session.add(
        Schedule(
            assessment_id=assessment.id,
            kind=kind,
            fires_on=first.on,
            due_on=due_on,
            since=unit.today,
        )
    )


def nothing_due(unit: UnitOfWork, assessment: Assessment) -> None:
    """Take back everything that was due for this edition."""
    query = select(Schedule).where(col(Schedule.assessment_id) == assessment.id)
    for row in unit.session.exec(query):
        unit.session.delete(row)
    unit.session.flush()  # the same key may be set down again in this transaction
