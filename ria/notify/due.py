"""What is due, with all that reminders look at: read in one query, however much it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlmodel import Session, SQLModel, col

from ria.db.bulk import in_parts
from ria.models import Assessment, Naming, Policy, Reminder, Schedule
from ria.queries.due_kinds import DUE_KINDS
from workflows.levels import Level
from workflows.stages import Stage

Key = tuple[str, int, int, date, int, int]
"""kind, assessment, item, due date, step, recipient: what `Reminder` is unique by."""


class Due(NamedTuple):
    """One thing that is due for one edition of a policy's assessment."""

    kind: str
    assessment_id: int
    item: int
    due_on: date
    since: date
    paused_until: date | None
    edition: int
    stage: Stage
    level: Level | None
    claimed_by: int | None
    reference: str
    title: str
    owner_id: int
    deputy_id: int | None
    committee_id: int
    restricted: bool

    @property
    def is_wanted(self) -> bool:
        """Whether the edition is in a stage in which this is to be done."""
        return self.kind in DUE_KINDS and self.stage in DUE_KINDS[self.kind].stages


def due_by(session: Session, today: date) -> list[Due]:
    """Everything whose next step fires on or before a day, what was due first at the top."""
    query = (
        _every_due()
        .where(col(Schedule.fires_on) <= today, col(Schedule.kind).in_(DUE_KINDS))
        .order_by(
            col(Schedule.due_on),
            col(Policy.reference_key),
            col(Schedule.kind),
            col(Schedule.item),
        )
    )
    return [Due(*row) for row in session.execute(query)]


def one_due(session: Session, assessment_id: int, kind: str, item: int = 0) -> Due | None:
    """One thing that is due; None if it was done, or never was."""
    query = _every_due().where(
        col(Schedule.assessment_id) == assessment_id,
        col(Schedule.kind) == kind,
        col(Schedule.item) == item,
    )
    row = session.execute(query).first()
    return Due(*row) if row else None


def known(session: Session, assessment_ids: Iterable[int]) -> set[Key]:
    """The reminders that were written, or passed over, for these editions."""
    found: set[Key] = set()
    for part in in_parts(sorted(set(assessment_ids))):
        query = select(
            *_columns(Reminder, "kind", "assessment_id", "item", "due_on", "step", "recipient_id")
        ).where(col(Reminder.assessment_id).in_(part), col(Reminder.kind).in_(DUE_KINDS))
        found |= {tuple(row) for row in session.execute(query)}
    return found


def namings(session: Session, assessment_ids: Iterable[int]) -> dict[tuple[Any, ...], date]:
    """From which day what is overdue for these editions may be named, by its key and due day."""
    found: dict[tuple[Any, ...], date] = {}
    for part in in_parts(sorted(set(assessment_ids))):
        query = select(
            *_columns(Naming, "kind", "assessment_id", "item", "due_on", "named_from")
        ).where(col(Naming.assessment_id).in_(part))
        found |= {tuple(key): day for *key, day in session.execute(query)}
    return found


def _every_due() -> Select[Any]:
    columns = (
        *_columns(Schedule, "kind", "assessment_id", "item", "due_on", "since", "paused_until"),
        *_columns(Assessment, "edition", "stage", "level", "claimed_by"),
        *_columns(
            Policy, "reference", "title", "owner_id", "deputy_id", "committee_id", "restricted"
        ),
    )
    return (
        select(*columns)
        .join(Assessment, col(Assessment.id) == col(Schedule.assessment_id))
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
    )


def _columns(model: type[SQLModel], *names: str) -> list[Any]:
    return [getattr(model, name) for name in names]
