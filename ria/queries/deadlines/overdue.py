"""What is overdue: one reckoning and one word, wherever the product says so."""

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
"""What is the business of those who signed, and named to nobody outside."""


def is_overdue(due_on: date | None, today: date, go_live: date | None) -> bool:
    """Whether it should have been done before today. What was due before the service went live
    is overdue to nobody."""
    return due_on is not None and due_on < today and not is_before(go_live, due_on)


def is_before(go_live: date | None, due_on: date) -> bool:
    """Whether this day lies before the service went live (decision 0014)."""
    return go_live is not None and due_on < go_live


def due_in_words(due_on: date | None, today: date, go_live: date | None) -> str:
    """How it stands, in words: `Overdue by 3 days`, `Due today`, `Due in 5 days`; or `No date`."""
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
    """What the list is narrowed to; `days`: overdue by at least so many."""

    committee_id: int | None = None
    unit_id: int | None = None
    kind: str = ""
    days: int = 0


@dataclass(frozen=True)
class Overdue:
    """One thing that is overdue, and with whom it is. `policy_id`: of the policy it is about."""

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
    """One page of what is overdue, the longest first, and how much there is in all."""

    rows: list[Overdue]
    total: int


def overdue(
    session: Session, filters: OverdueFilters, today: date, number: int = 1, size: int = PAGE
) -> OverduePage:
    """What is overdue and passes the filters, whatever it is due for. A query, and one a kind of
    target to count them."""
    first, *more = (
        _lines(target).where(*_passing(session, target, filters, today))
        for target in DUE_TARGETS.values()
    )
    query = (first.union_all(*more) if more else first).order_by("due_on", "sorted_by", "kind")
    found = session.execute(query.offset((number - 1) * size).limit(size))
    rows = [_row(line, today) for line in found]
    return OverduePage(rows, count_overdue(session, filters, today))


def _lines(target: DueTarget) -> Select[Any]:
    """What the list says of each thing that is due for targets of one kind."""
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
    """How much is overdue and passes the filters."""
    total = 0
    for target in DUE_TARGETS.values():
        query = target.due(func.count()).where(*_passing(session, target, filters, today))
        total += session.execute(query).scalar_one()
    return total


def overdue_by_committee(
    session: Session, committee_ids: Iterable[int], today: date
) -> dict[int, int]:
    """How much is overdue of each of these committees."""
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
    """What of one policy is overdue: what it is, and since when."""
    query = (
        select(Schedule)
        .where(*_late(session, OverdueFilters(), today), col(Schedule.policy_id) == policy_id)
        .order_by(col(Schedule.due_on))
    )
    return [(in_words(row.kind), row.due_on) for row in session.exec(query)]


def namings_of(session: Session, policy_id: int) -> list[Naming]:
    """What of a policy was warned of being named in public, and is overdue still."""
    query = _standing_namings(session).where(col(Naming.policy_id) == policy_id)
    return list(session.exec(query))


@dataclass(frozen=True)
class Named:
    """What the public reads of a policy that is overdue: what, since when, and the reason given."""

    what: str
    since: date
    explanation: str


def named_in_public(session: Session, reference: str, today: date) -> Named | None:
    """What is named on the policy's public page: only where the organisation chose so, and from
    the day on that its owner was warned of two weeks before. Nothing of a restricted policy."""
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
    """Those of what is due on the same day still: what was done or put off is named no more, and
    what was due before the service went live is not named at all."""
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
    """What is due, as a sentence begins: `The review`."""
    return DUE_KINDS[kind].words.capitalize()


def since_go_live(session: Session, column: Any) -> list[ColumnElement[bool]]:
    """The test that a day does not lie before the service went live; none if nobody said when."""
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
    """With whom it is: the committee, a signatory, the Strategy Unit (or who claimed it), or the
    owner."""
    if kind in DUE_KINDS and DUE_KINDS[kind].held is Held.COMMITTEE:
        return "The committee"
    if kind in OF_SIGNATORIES:
        return "Whoever is asked to sign"
    if keeper:
        return str(keeper)
    if stage in APPROVAL or stage is Stage.APPROVED:
        return str(claimant) if claimant else "The Strategy Unit"
    return owner
