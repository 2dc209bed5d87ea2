"""What is due, with all that reminders look at: read in one query, however much it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlmodel import Session, SQLModel, col

from ria.db.bulk import in_parts
from ria.links import Links
from ria.models import (
    Assessment,
    Condition,
    Naming,
    Policy,
    Reminder,
    RoleGrant,
    Schedule,
    SignOff,
)
from ria.queries.due_kinds import DUE_KINDS, Held
from workflows.levels import Level
from workflows.roles import Role
from workflows.stages import Stage

Key = tuple[str, int, int, date, int, int]
"""kind, assessment, item, due date, step, recipient: what `Reminder` is unique by."""


NAMED: dict[str, tuple[type[SQLModel], str]] = {
    "condition": (Condition, "owner_id"),
    "deferred_signature": (SignOff, "signed_by"),
}
"""Kinds that are with one person: the table their `item` is a row of, and who that is."""


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

    def link(self, links: Links) -> str:
        """The page on which it is done."""
        return DUE_KINDS[self.kind].link(
            links,
            reference=self.reference,
            assessment_id=self.assessment_id,
            stage=self.stage,
            item=self.item,
        )

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


def held_by(session: Session, user_ids: Iterable[int], most: int) -> list[Due]:
    """What may be due from these accounts, the nearest first: what hangs on a policy they answer
    for, on a condition or a signature of theirs, or on an office they hold."""
    ids = sorted(user_ids)
    offices = select(*_columns(RoleGrant, "role", "committee_id"))
    held = session.execute(offices.where(col(RoleGrant.user_id).in_(ids))).all()
    committees = [place for role, place in held if role in (Role.CHAIR, Role.SECRETARY) and place]
    tests = [
        col(Policy.owner_id).in_(ids),
        col(Policy.deputy_id).in_(ids),
        *(_named(kind, ids) for kind in NAMED),
        and_(_with(Held.COMMITTEE), col(Policy.committee_id).in_(committees)),
    ]
    if any(role is Role.STRATEGY_UNIT for role, _ in held):
        tests += [_with(Held.DECIDER), _with(Held.COMMITTEE)]
    query = _every_due().where(or_(*tests)).order_by(col(Schedule.due_on)).limit(most)
    return [Due(*row) for row in session.execute(query)]


def _named(kind: str, ids: list[int]) -> ColumnElement[bool]:
    model, column = NAMED[kind]
    (item, person) = _columns(model, "id", column)
    return and_(
        col(Schedule.kind) == kind, col(Schedule.item).in_(select(item).where(person.in_(ids)))
    )


def _with(held: Held) -> ColumnElement[bool]:
    kinds = [kind.id for kind in DUE_KINDS.values() if kind.held is held]
    return col(Schedule.kind).in_(kinds)


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
