"""What is due, with everything that reminders depend on. One query for each kind of target."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
)
from sqlmodel import Session, SQLModel, col

from ria.db.bulk import in_parts
from ria.db.packed import packed
from ria.links import Links
from ria.models import (
    Condition,
    Naming,
    Reminder,
    RoleGrant,
    Schedule,
    SignatureRequest,
    SignOff,
)
from ria.models.types import sort_key
from ria.queries.deadlines.due_kinds import DUE_KINDS, Held
from ria.queries.deadlines.due_targets import DUE_TARGETS, DueTarget
from ria.queries.deadlines.overdue import since_go_live
from workflows.levels import Level
from workflows.roles import Role
from workflows.stages import Stage

NAMED: dict[str, tuple[type[SQLModel], str]] = {
    "condition": (Condition, "owner_id"),
    "signature": (SignatureRequest, "asked_id"),
    "deferred_signature": (SignOff, "signed_by"),
}
"""Kinds that are due from one named person: the table of `item`, and the person's column."""


class Key(NamedTuple):
    """What identifies a reminder, apart from the target."""

    kind: str
    item: int
    due_on: date
    step: int
    recipient_id: int


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that reminders depend on. Due items with equal cases are handled together. The
    owner comes first because it differs most often.
    """

    owner_id: int | None
    kind: str
    item: int
    due_on: date
    since: date
    paused_until: date | None
    stage: Stage | None
    level: Level | None
    claimed_by: int | None
    deputy_id: int | None
    committee_id: int | None
    restricted: bool
    named_id: int | None

    @property
    def is_wanted(self) -> bool:
        """Whether this still has to be done in the stage of its target."""
        return self.kind in DUE_KINDS and DUE_KINDS[self.kind].is_wanted_at(self.stage)


@dataclass(frozen=True, slots=True)
class Due(Case):
    """One due item of one target. `edition` is the number of an assessment's edition."""

    target: str
    target_id: int
    policy_id: int | None
    edition: int | None
    reference: str
    title: str

    @property
    def order(self) -> tuple[date, str, str, int]:
        """The sort key of lists: the earliest due day comes first."""
        return (self.due_on, sort_key(self.reference), self.kind, self.item)

    def link(self, links: Links) -> str:
        """The page on which it is done."""
        return DUE_TARGETS[self.target].link(links, self)


def cases_by(session: Session, today: date) -> list[tuple[Case, list[int]]]:
    """Everything whose next step fires on or before a day: each case, with the ids of the targets
    for which it is due. One query for each kind of target, however much is due.
    """
    connection = session.connection()
    found = [
        row
        for target in DUE_TARGETS.values()
        for row in connection.execute(_cases(target), {"today": today})
    ]
    pairs = json.loads(f"[{','.join(f'[{alike},[{ids}]]' for alike, ids in found)}]")
    return [(_case(alike), ids) for alike, ids in pairs if alike[1] in DUE_KINDS]


def _case(packed: list[Any]) -> Case:
    """A case from the packed columns of the database, in which days and words are text."""
    owner, kind, item, due, since, paused, stage, level, claimed, *who, restricted, named = packed
    deputy, committee = who
    return Case(
        owner,
        kind,
        item,
        date.fromisoformat(due),
        date.fromisoformat(since),
        date.fromisoformat(paused) if paused else None,
        Stage(stage) if stage else None,
        Level(level) if level else None,
        claimed,
        deputy,
        committee,
        bool(restricted),
        named,
    )


@cache
def _cases(target: DueTarget) -> Select[Any]:
    """The query for a kind of target. Cached."""
    alike = packed(*_case_columns(target)).label("alike")
    ids = func.aggregate_strings(cast(col(Schedule.target_id), String), ",")
    return (
        target.due(alike, ids)
        .where(col(Schedule.fires_on) <= bindparam("today", type_=Date()))
        .group_by("alike")  # by name, or the expression is evaluated twice
    )


def dues_of(session: Session, targets: Iterable[tuple[str, int]]) -> list[Due]:
    """Everything that is due for these targets (kind and id), the earliest first."""
    by_kind: dict[str, set[int]] = {}
    for kind, target_id in targets:
        by_kind.setdefault(kind, set()).add(target_id)
    found: list[Due] = []
    for kind, ids in by_kind.items():
        query = _every_due(DUE_TARGETS[kind])
        for part in in_parts(sorted(ids)):
            rows = session.execute(query.where(col(Schedule.target_id).in_(part)))
            found += (Due(*row) for row in rows)
    return sorted(found, key=lambda due: due.order)


def held_by(session: Session, user_ids: Iterable[int], most: int) -> list[Due]:
    """What may be due from these accounts, the nearest first: for policies they are responsible
    for, by a condition or a signature of theirs, or by an office they hold. Leaves out what was due
    before the service went live.
    """
    ids = sorted(user_ids)
    grants = select(*_columns(RoleGrant, "role", "committee_id"))
    held = session.execute(grants.where(col(RoleGrant.user_id).in_(ids))).all()
    committees = [place for role, place in held if role in (Role.CHAIR, Role.SECRETARY) and place]
    offices = [*(_named(kind, ids) for kind in NAMED)]
    if any(role is Role.STRATEGY_UNIT for role, _ in held):
        offices += [_with(Held.DECIDER), _with(Held.COMMITTEE)]
    counts = since_go_live(session, col(Schedule.due_on))
    found: list[Due] = []
    for target in DUE_TARGETS.values():
        theirs = or_(
            target.owner_id.in_(ids),
            target.deputy_id.in_(ids),
            and_(_with(Held.COMMITTEE), target.committee_id.in_(committees)),
            *offices,
        )
        query = _every_due(target).where(theirs, *counts)
        nearest = query.order_by(col(Schedule.due_on)).limit(most)
        found += (Due(*row) for row in session.execute(nearest))
    return sorted(found, key=lambda due: due.due_on)[:most]


def _named(kind: str, ids: list[int]) -> ColumnElement[bool]:
    model, column = NAMED[kind]
    (item, person) = _columns(model, "id", column)
    return and_(
        col(Schedule.kind) == kind, col(Schedule.item).in_(select(item).where(person.in_(ids)))
    )


def _with(held: Held) -> ColumnElement[bool]:
    kinds = [kind.id for kind in DUE_KINDS.values() if kind.held is held]
    return col(Schedule.kind).in_(kinds)


def told_by(session: Session, today: date) -> dict[Key, set[int]]:
    """For what fires by a day: the targets with a reminder already written or passed over."""
    found: dict[Key, set[int]] = {}
    for target_id, *key in session.execute(_that_fire(Reminder, today, *Key._fields)):
        found.setdefault(Key(*key), set()).add(target_id)
    return found


def namings(session: Session, today: date) -> dict[tuple[Any, ...], date]:
    """For what fires by a day: the day from which it may be named in public, by target, kind, item
    and due day.
    """
    query = _that_fire(Naming, today, "kind", "item", "due_on", "named_from")
    return {tuple(key): day for *key, day in session.execute(query)}


def _that_fire(model: type[SQLModel], today: date, *names: str) -> Select[Any]:
    """The target's id and these columns of a model's rows, for what fires by a day."""
    same = ("target_id", "kind", "item", "due_on")
    return (
        select(*_columns(model, "target_id", *names))
        .join(Schedule, and_(*(getattr(Schedule, n) == getattr(model, n) for n in same)))
        .where(col(Schedule.fires_on) <= today)
    )


def _every_due(target: DueTarget) -> Select[Any]:
    return target.due(
        *_case_columns(target),
        *_columns(Schedule, "target", "target_id", "policy_id"),
        target.edition,
        target.reference,
        target.title,
    )


def _case_columns(target: DueTarget) -> list[Any]:
    """The columns of a `Case`, in its order."""
    named = [
        (
            col(Schedule.kind) == kind,
            select(person).where(item == col(Schedule.item)).scalar_subquery(),
        )
        for kind, (model, column) in NAMED.items()
        for item, person in [_columns(model, "id", column)]
    ]
    return [
        target.owner_id,
        *_columns(Schedule, "kind", "item", "due_on", "since", "paused_until"),
        target.stage,
        target.level,
        target.claimed_by,
        target.deputy_id,
        target.committee_id,
        target.restricted,
        case((col(Schedule.item) != 0, case(*named))).label("named_id"),  # 0: no person
    ]


def _columns(model: type[SQLModel], *names: str) -> list[Any]:
    return [getattr(model, name) for name in names]
