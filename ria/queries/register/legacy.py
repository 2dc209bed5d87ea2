"""Legacy policies: those applied before the organisation used the register (decision 0014)."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, func, select

from ria.models import Assessment, Policy, StageChange
from workflows.actions import Action
from workflows.stages import Stage


class Legacy(StrEnum):
    """A filter of a list by whether policies are legacy policies."""

    ALL = "all"
    AWAITING = "awaiting"
    UNDATED = "undated"

    @property
    def label(self) -> str:
        """The label of the choice."""
        return _LABELS[self]


_LABELS = {
    Legacy.ALL: "All legacy policies",
    Legacy.AWAITING: "Awaiting first screening",
    Legacy.UNDATED: "Not yet in the programme",
}


def was_screened(session: Session, policy_id: int) -> bool:
    """Whether a screening of the policy was ever approved, in any edition."""
    query = select(Policy.id).where(col(Policy.id) == policy_id, _screened())
    return session.exec(query).first() is not None


def awaits_first_screening(session: Session, policy: Policy) -> bool:
    """Whether it is a legacy policy never screened: the programme dates its screening."""
    return policy.legacy and not (policy.id and was_screened(session, policy.id))


def which_are(legacy: Legacy) -> ColumnElement[bool]:
    """Return the condition on a policy and its leading edition."""
    if legacy is Legacy.ALL:
        return col(Policy.legacy).is_(True)
    awaiting = and_(col(Policy.legacy).is_(True), col(Assessment.is_open).is_(True), ~_screened())
    if legacy is Legacy.AWAITING:
        return awaiting
    return and_(awaiting, col(Policy.programme_due_on).is_(None))


def count_undated(session: Session) -> int:
    """Count the policies that await their first screening and have no date in the programme yet."""
    query = (
        select(func.count(col(Policy.id)))
        .join(Assessment, col(Assessment.policy_id) == col(Policy.id))
        .where(which_are(Legacy.UNDATED))
    )
    return session.exec(query).one()


def _screened() -> ColumnElement[bool]:
    edition = select(Assessment.id).where(col(Assessment.policy_id) == col(Policy.id))
    return (
        select(StageChange.id)
        .where(
            col(StageChange.assessment_id).in_(edition.correlate(Policy)),
            col(StageChange.from_stage) == Stage.SCREENING_APPROVAL,
            col(StageChange.action) == Action.APPROVE,
        )
        .correlate(Policy)
        .exists()
    )
