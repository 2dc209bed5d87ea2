"""What is overdue: the only calculation and the only wording, used everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from ria.models import (
    Committee,
    Condition,
    Naming,
    Policy,
    Schedule,
    Unit,
    User,
)
from ria.models.types import sort_key
from ria.queries.deadlines.due_kinds import DUE_KINDS, OF_SIGNATORIES, Held
from ria.queries.deadlines.due_targets import DUE_TARGETS, DueTarget
from ria.queries.organisation.settings import current_settings
from workflows.stages import APPROVAL, Stage

PAGE = 50
NOT_PUBLIC = OF_SIGNATORIES | {"condition", "ratification"}
"""Kinds that concern only those who sign, and are never named in public."""


def is_overdue(due_on: date | None, today: date, go_live: date | None) -> bool:
    """Whether it is late today. What was due before the service went live never is."""
    return due_on is not None and due_on < today and not is_before(go_live, due_on)


def is_before(go_live: date | None, due_on: date) -> bool:
    """Whether this day was before the service went live (decision 0014)."""
    return go_live is not None and due_on < go_live


def due_in_words(due_on: date | None, today: date, go_live: date | None) -> str:
    """The due day in words: `Overdue by 3 days`, `Due today`, `Due in 5 days`; or `No date`."""
    if due_on is None:
        return "No date"
    if due_on < today and is_before(go_live, due_on):
        return "Due before this service went live"
    days = (due_on - today).days
    if days == 0:
        return "Due today"
    number = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return f"Due in {number}" if days > 0 else f"Overdue by {number}"


@dataclass(frozen=True)
class OverdueFilters:
    """The filters of the list; `days`: overdue by at least this many."""

    committee_id: int | None = None
    unit_id: int | None = None
    kind: str = ""
    days: int = 0


@dataclass(frozen=True)
class Overdue:
    """One overdue item, and who holds it. `policy_id` is the policy it is about."""

    policy_id: int | None
    reference: str
    title: str
    committee: str
    unit: str
    what: str
    due_on: date
    days: int
    holder: str


@dataclass(frozen=True)
class OverduePage:
    """One page of what is overdue, the longest first, and the total number."""

    rows: list[Overdue]
    total: int


def overdue(
    session: Session, filters: OverdueFilters, today: date, number: int = 1, size: int = PAGE
) -> OverduePage:
    """What is overdue and passes the filters. One query, and one for each kind of target."""
    first, *more = (
        _lines(target).where(*_passing(session, target, filters, today))
        for target in DUE_TARGETS.values()
    )
    query = (first.union_all(*more) if more else first).order_by("due_on", "sorted_by", "kind")
    found = session.execute(query.offset((number - 1) * size).limit(size))
    rows = [_row(line, today) for line in found]
    return OverduePage(rows, count_overdue(session, filters, today))


def _lines(target: DueTarget) -> Select[Any]:
    """The columns of the list for everything that is due for targets of one kind."""
    claimant, owner, keeper = aliased(User), aliased(User), aliased(User)
    committee, unit = aliased(Committee), aliased(Unit)
    return (
        target.due(
            col(Schedule.kind).label("kind"),
            col(Schedule.due_on).label("due_on"),
            col(Schedule.policy_id).label("policy_id"),
            target.reference_key.label("sorted_by"),
            target.stage.label("stage"),
            target.reference.label("reference"),
            target.title.label("title"),
            col(committee.name).label("committee"),
            col(unit.name).label("unit"),
            col(owner.name).label("owner"),
            col(claimant.name).label("claimant"),
            col(keeper.name).label("keeper"),
        )
        .outerjoin(committee, col(committee.id) == target.committee_id)
        .outerjoin(unit, col(unit.id) == target.unit_id)
        .outerjoin(owner, col(owner.id) == target.owner_id)
        .outerjoin(claimant, col(claimant.id) == target.claimed_by)
        .outerjoin(
            Condition,
            and_(col(Schedule.kind) == "condition", col(Condition.id) == col(Schedule.item)),
        )
        .outerjoin(keeper, col(keeper.id) == col(Condition.owner_id))
    )


def count_overdue(session: Session, filters: OverdueFilters, today: date) -> int:
    """The number of overdue items that pass the filters."""
    total = 0
    for target in DUE_TARGETS.values():
        query = target.due(func.count()).where(*_passing(session, target, filters, today))
        total += session.execute(query).scalar_one()
    return total


def overdue_by_committee(
    session: Session, committee_ids: Iterable[int], today: date
) -> dict[int, int]:
    """The number of overdue items of each of these committees."""
    asked, found = list(committee_ids), Counter[int]()
    for target in DUE_TARGETS.values():
        query = (
            target.due(target.committee_id, func.count())
            .where(
                *_passing(session, target, OverdueFilters(), today), target.committee_id.in_(asked)
            )
            .group_by(target.committee_id)
        )
        found.update({committee_id: count for committee_id, count in session.execute(query)})
    return dict(found)


def overdue_of(session: Session, policy_id: int, today: date) -> list[tuple[str, date]]:
    """What is overdue for one policy: what it is, and since when."""
    query = (
        select(Schedule)
        .where(*_late(session, OverdueFilters(), today), col(Schedule.policy_id) == policy_id)
        .order_by(col(Schedule.due_on))
    )
    return [(in_words(row.kind), row.due_on) for row in session.exec(query)]


def namings_of(session: Session, policy_id: int) -> list[Naming]:
    """A policy's items still overdue whose owner was warned that they will be named in public."""
    query = _standing_namings(session).where(col(Naming.policy_id) == policy_id)
    return list(session.exec(query))


@dataclass(frozen=True)
class Named:
    """What the public reads about an overdue policy: what, since when, and the reason given."""

    what: str
    since: date
    explanation: str


def named_in_public(session: Session, reference: str, today: date) -> Named | None:
    """What is named on the policy's public page: only if the organisation chose to, and from the
    day of which its owner was warned two weeks before. Nothing about a restricted policy.
    """
    if not current_settings(session).named_in_public:
        return None
    query = (
        _standing_namings(session)
        .join(Policy, col(Policy.id) == col(Naming.policy_id))
        .where(
            col(Policy.reference_key) == sort_key(reference),
            col(Policy.restricted).is_(False),
            col(Naming.named_from) <= today,
            col(Naming.due_on) < today,
            col(Naming.kind).not_in(NOT_PUBLIC),
        )
        .limit(1)
    )
    row = session.exec(query).first()
    return Named(in_words(row.kind), row.due_on, row.explanation) if row else None


def _standing_namings(session: Session) -> SelectOfScalar[Naming]:
    """The namings whose item is still due on the same day: what was done or moved is no longer
    named, and what was due before the service went live is never named.
    """
    return (
        select(Naming)
        .join(
            Schedule,
            and_(
                col(Schedule.target_id) == col(Naming.target_id),
                col(Schedule.kind) == col(Naming.kind),
                col(Schedule.item) == col(Naming.item),
                col(Schedule.due_on) == col(Naming.due_on),
            ),
        )
        .where(*since_go_live(session, col(Naming.due_on)))
        .order_by(col(Naming.due_on), col(Naming.id))
    )


def in_words(kind: str) -> str:
    """What is due, at the beginning of a sentence: `The review`."""
    return DUE_KINDS[kind].words.capitalize()


def since_go_live(session: Session, column: Any) -> list[ColumnElement[bool]]:
    """The condition that a day is not before the service went live; none if no such day is set."""
    go_live = current_settings(session).go_live
    return [] if go_live is None else [column >= go_live]


def _passing(
    session: Session, target: DueTarget, filters: OverdueFilters, today: date
) -> list[ColumnElement[bool]]:
    tests = _late(session, filters, today)
    if filters.committee_id is not None:
        tests.append(target.committee_id == filters.committee_id)
    if filters.unit_id is not None:
        tests.append(target.unit_id == filters.unit_id)
    return tests


def _late(session: Session, filters: OverdueFilters, today: date) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = [
        col(Schedule.due_on) <= today - timedelta(days=max(filters.days, 1)),
        col(Schedule.kind).in_(DUE_KINDS),
        *since_go_live(session, col(Schedule.due_on)),
    ]
    if filters.kind:
        tests.append(col(Schedule.kind) == filters.kind)
    return tests


def _row(line: Any, today: date) -> Overdue:
    return Overdue(
        policy_id=line.policy_id,
        reference=line.reference,
        title=line.title,
        committee=line.committee or "",
        unit=line.unit or "",
        what=in_words(line.kind),
        due_on=line.due_on,
        days=(today - line.due_on).days,
        holder=holder(
            line.kind,
            line.stage,
            owner=line.owner or "",
            claimant=line.claimant,
            keeper=line.keeper,
        ),
    )


def holder(
    kind: str, stage: Stage | None, *, owner: str, claimant: Any = None, keeper: Any = None
) -> str:
    """Who holds it: committee, signatory, Strategy Unit (or whoever claimed it), or owner."""
    if kind in DUE_KINDS and DUE_KINDS[kind].held is Held.COMMITTEE:
        return "The committee"
    if kind in OF_SIGNATORIES:
        return "Whoever is asked to sign"
    if keeper:
        return str(keeper)
    if stage in APPROVAL or stage is Stage.APPROVED:
        return str(claimant) if claimant else "The Strategy Unit"
    return owner
