"""What the permission rules need to know of a policy and its edition."""

from __future__ import annotations

from sqlmodel import Session, col, select

from ria.models import (
    Assessment,
    Condition,
    Contributor,
    InvitedContributor,
    Policy,
    SignatureRequest,
)
from ria.permissions.person import Subject
from workflows.stages import APPROVAL, Stage, form_stage


def contributors(session: Session, assessment_id: int, stage: Stage) -> frozenset[int]:
    """Who contributed to the form of a stage (or of the stage an approval stage is about)."""
    query = select(Contributor.user_id).where(
        col(Contributor.assessment_id) == assessment_id,
        col(Contributor.stage) == form_stage(stage),
    )
    return frozenset(session.exec(query))


def subject_of(session: Session, policy: Policy, assessment: Assessment | None) -> Subject:
    """What the rules look at when somebody wants to do something to this policy."""
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


def _subject(policy: Policy, **more: object) -> Subject:
    return Subject(
        owner_id=policy.owner_id,
        deputy_id=policy.deputy_id,
        unit_id=policy.unit_id,
        committee_id=policy.committee_id,
        restricted=policy.restricted,
        **more,  # type: ignore[arg-type]
    )


def _sees_to(session: Session, assessment_id: int) -> frozenset[int]:
    query = select(Condition.owner_id).where(col(Condition.assessment_id) == assessment_id)
    return frozenset(session.exec(query))


def _invited(session: Session, assessment_id: int) -> frozenset[int]:
    query = select(InvitedContributor.user_id).where(
        col(InvitedContributor.assessment_id) == assessment_id
    )
    return frozenset(session.exec(query))


def _before_committee(stage: Stage) -> bool:
    """What awaits a decision, or has had one, is before the committee that owns the policy."""
    return stage in APPROVAL or stage not in (Stage.REGISTERED, Stage.SCREENING)
