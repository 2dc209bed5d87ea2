"""What is overdue: one reckoning and one word, wherever the product says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from ria.models import (
    Assessment,
    Committee,
    Condition,
    Naming,
    Policy,
    Schedule,
    Unit,
    User,
)
from ria.models.types import sort_key
from ria.queries.deadlines.due_kinds import DUE_KINDS, OF_SIGNATORIES
from ria.queries.organisation.settings import current_settings
from workflows.stages import APPROVAL, Stage

PAGE = 50
OF_THE_COMMITTEE = frozenset({"committee", "ratification"})
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
    """One thing that is overdue, and with whom it is."""

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
    """What is overdue and passes the filters. Two queries."""
    claimant, owner, keeper = aliased(User), aliased(User), aliased(User)
    tests = _passing(session, filters, today)
    query = (
        select(Schedule, Assessment.stage, Policy)
        .join(Assessment, col(Assessment.id) == col(Schedule.assessment_id))
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
        .join(Committee, col(Committee.id) == col(Policy.committee_id))
        .join(Unit, col(Unit.id) == col(Policy.unit_id))
        .join(owner, col(owner.id) == col(Policy.owner_id))
        .outerjoin(claimant, col(claimant.id) == col(Assessment.claimed_by))
        .outerjoin(
            Condition,
            and_(col(Schedule.kind) == "condition", col(Condition.id) == col(Schedule.item)),
        )
        .outerjoin(keeper, col(keeper.id) == col(Condition.owner_id))
        .add_columns(
            col(Committee.name),
            col(Unit.name),
            col(owner.name),
            col(claimant.name),
            col(keeper.name),
        )
        .where(*tests)
        .order_by(col(Schedule.due_on), col(Policy.reference_key), col(Schedule.kind))
        .offset((number - 1) * size)
        .limit(size)
    )
    rows = [_row(*found, today=today) for found in session.execute(query)]
    return OverduePage(rows, count_overdue(session, filters, today))


def count_overdue(session: Session, filters: OverdueFilters, today: date) -> int:
    """How much is overdue and passes the filters."""
    query = (
        select(func.count())
        .select_from(Schedule)
        .join(Assessment, col(Assessment.id) == col(Schedule.assessment_id))
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
        .where(*_passing(session, filters, today))
    )
    return session.exec(query).one()


def overdue_by_committee(
    session: Session, committee_ids: Iterable[int], today: date
) -> dict[int, int]:
    """How much is overdue of each of these committees."""
    query = (
        select(Policy.committee_id, func.count())
        .select_from(Schedule)
        .join(Assessment, col(Assessment.id) == col(Schedule.assessment_id))
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
        .where(
            *_passing(session, OverdueFilters(), today),
            col(Policy.committee_id).in_(list(committee_ids)),
        )
        .group_by(col(Policy.committee_id))
    )
    return {committee_id: count for committee_id, count in session.exec(query)}


def overdue_of(session: Session, policy_id: int, today: date) -> list[tuple[str, date]]:
    """What of one policy is overdue: what it is, and since when."""
    query = (
        select(Schedule)
        .join(Assessment, col(Assessment.id) == col(Schedule.assessment_id))
        .where(*_passing(session, OverdueFilters(), today), col(Assessment.policy_id) == policy_id)
        .order_by(col(Schedule.due_on))
    )
    return [(in_words(row.kind), row.due_on) for row in session.exec(query)]


def namings_of(session: Session, policy_id: int) -> list[Naming]:
    """What of a policy was warned of being named in public, and is overdue still."""
    query = _standing_namings(session).where(col(Assessment.policy_id) == policy_id)
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
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
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
        .join(Assessment, col(Assessment.id) == col(Naming.assessment_id))
        .join(
            Schedule,
            and_(
                col(Schedule.assessment_id) == col(Naming.assessment_id),
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


def _passing(session: Session, filters: OverdueFilters, today: date) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = [
        col(Schedule.due_on) <= today - timedelta(days=max(filters.days, 1)),
        col(Schedule.kind).in_(DUE_KINDS),
        *since_go_live(session, col(Schedule.due_on)),
    ]
    if filters.committee_id is not None:
        tests.append(col(Policy.committee_id) == filters.committee_id)
    if filters.unit_id is not None:
        tests.append(col(Policy.unit_id) == filters.unit_id)
    if filters.kind:
        tests.append(col(Schedule.kind) == filters.kind)
    return tests


def _row(
    due: Schedule, stage: Stage, policy: Policy, committee: str, unit: str, owner: str,
    claimant: str | None, keeper: str | None, *, today: date,
) -> Overdue:  # fmt: skip
    return Overdue(
        reference=policy.reference,
        title=policy.title,
        committee=committee,
        unit=unit,
        what=in_words(due.kind),
        due_on=due.due_on,
        days=(today - due.due_on).days,
        holder=holder(due.kind, stage, owner=owner, claimant=claimant, keeper=keeper),
    )


def holder(kind: str, stage: Stage, *, owner: str, claimant: Any = None, keeper: Any = None) -> str:
    """With whom it is: the committee, a signatory, the Strategy Unit (or who claimed it), or the
    owner."""
    if kind in OF_THE_COMMITTEE:
        return "The committee"
    if kind in OF_SIGNATORIES:
        return "Whoever is asked to sign"
    if keeper:
        return str(keeper)
    if stage in APPROVAL or stage is Stage.APPROVED:
        return str(claimant) if claimant else "The Strategy Unit"
    return owner
