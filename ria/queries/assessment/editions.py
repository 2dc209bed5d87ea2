"""A policy by its reference, and its editions: the open, the current and the newest one."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, case, col, select

from ria.models import Assessment, Policy, SignatureRequest
from ria.models.types import sort_key
from workflows.stages import CURRENT, Stage, form_stage


def policy_by_reference(session: Session, reference: str) -> Policy | None:
    """Return the policy with this reference, ignoring case."""
    key = sort_key(reference)
    return session.exec(select(Policy).where(col(Policy.reference_key) == key)).first()


def latest_assessment(session: Session, policy_id: int) -> Assessment | None:
    """Return a policy's leading edition: the open one, else the current one, else the newest.

    So while a new edition is in preparation, it is the leading one; if it is rejected, the edition
    that still counts leads again.
    """
    query = (
        select(Assessment)
        .where(col(Assessment.policy_id) == policy_id)
        .order_by(
            case((col(Assessment.is_open).is_(True), 0), else_=1),
            case((col(Assessment.is_current).is_(True), 0), else_=1),
            col(Assessment.edition).desc(),
        )
        .limit(1)
    )
    return session.exec(query).first()


def newest_edition(session: Session, policy_id: int) -> Assessment | None:
    """Return the edition with the highest number, whatever its stage."""
    query = (
        select(Assessment)
        .where(col(Assessment.policy_id) == policy_id)
        .order_by(col(Assessment.edition).desc())
        .limit(1)
    )
    return session.exec(query).first()


def current_edition(session: Session, policy_id: int) -> Assessment | None:
    """The edition that counts now; None if none does."""
    query = select(Assessment).where(
        col(Assessment.policy_id) == policy_id, col(Assessment.is_current).is_(True)
    )
    return session.exec(query).first()


def looked_at_again_on(session: Session, policy_id: int) -> date | None:
    """The day by which the current edition is reviewed or screened again, if there is one."""
    query = (
        select(Assessment)
        .where(
            col(Assessment.policy_id) == policy_id,
            col(Assessment.stage).in_(CURRENT | {Stage.SCREENED_OUT, Stage.COVERED}),
        )
        .order_by(col(Assessment.edition).desc())
        .limit(1)
    )
    stands = session.exec(query).first()
    return stands.next_review_on if stands else None


def signatures_asked(session: Session, assessment: Assessment) -> list[SignatureRequest]:
    """Return the signatures requested for the form of the edition's stage, given or not."""
    query = (
        select(SignatureRequest)
        .where(
            col(SignatureRequest.assessment_id) == assessment.id,
            col(SignatureRequest.stage) == form_stage(assessment.stage),
        )
        .order_by(col(SignatureRequest.id))
    )
    return list(session.exec(query))
