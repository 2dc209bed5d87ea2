"""Policies and assessments, and what the permission rules need to know of them."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, case, col, select

from ria.models import (
    Assessment,
    Condition,
    Contributor,
    InvitedContributor,
    Policy,
    SignatureRequest,
)
from ria.models.types import sort_key
from ria.permissions import Subject
from workflows.stages import APPROVAL, CURRENT, Stage

PUBLICATION = "publication"
"""The form of an edition that is approved and about to be published."""


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
    """Return the day by which the current edition is reviewed or screened again; None if there is
    none.
    """
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


def form_stage(stage: Stage) -> Stage:
    """Return the stage whose form is meant: for an approval stage, the form stage before it."""
    return Stage(stage.value.removesuffix("_approval")) if stage in APPROVAL else stage


def form_name(stage: Stage) -> str:
    """Return the name of the form that is filled in or decided on at a stage."""
    return PUBLICATION if stage is Stage.APPROVED else form_stage(stage).value


def contributors(session: Session, assessment_id: int, stage: Stage) -> frozenset[int]:
    """Who contributed to the form of a stage (or of the stage an approval stage is about)."""
    query = select(Contributor.user_id).where(
        col(Contributor.assessment_id) == assessment_id,
        col(Contributor.stage) == form_stage(stage),
    )
    return frozenset(session.exec(query))


def subject_of(session: Session, policy: Policy, assessment: Assessment | None) -> Subject:
    """Return what the permission rules need to know about this policy and edition."""
    if assessment is None:
        return _subject(policy)
    assert assessment.id is not None
    asked = session.exec(
        select(SignatureRequest).where(col(SignatureRequest.assessment_id) == assessment.id)
    ).all()
    return _subject(
        policy,
        submitted_by=assessment.submitted_by,
        contributors=contributors(session, assessment.id, assessment.stage),
        asked_to_sign=frozenset(request.asked_id for request in asked),
        sees_to=_sees_to(session, assessment.id),
        before_committee=_before_committee(assessment.stage),
        invited=_invited(session, assessment.id),
        being_published=assessment.stage is Stage.APPROVED,
    )


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


def _sees_to(session: Session, assessment_id: int) -> frozenset[int]:
    query = select(Condition.owner_id).where(col(Condition.assessment_id) == assessment_id)
    return frozenset(session.exec(query))


def _invited(session: Session, assessment_id: int) -> frozenset[int]:
    query = select(InvitedContributor.user_id).where(
        col(InvitedContributor.assessment_id) == assessment_id
    )
    return frozenset(session.exec(query))


def _subject(policy: Policy, **more: object) -> Subject:
    return Subject(
        owner_id=policy.owner_id,
        deputy_id=policy.deputy_id,
        unit_id=policy.unit_id,
        committee_id=policy.committee_id,
        restricted=policy.restricted,
        **more,  # type: ignore[arg-type]
    )


def _before_committee(stage: Stage) -> bool:
    """What awaits a decision, or has had one, is before the committee that owns the policy."""
    return stage in APPROVAL or stage not in (Stage.REGISTERED, Stage.SCREENING)
