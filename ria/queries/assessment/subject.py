"""What the permission rules need to know of a policy and its edition."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam, literal, union_all
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
    about = {"edition": assessment_id, "form_stage": form_stage(stage)}
    return frozenset(session.exec(_CONTRIBUTORS, params=about))


_CONTRIBUTORS = select(Contributor.user_id).where(
    col(Contributor.assessment_id) == bindparam("edition"),
    col(Contributor.stage) == bindparam("form_stage"),
)


def subject_of(session: Session, policy: Policy, assessment: Assessment | None) -> Subject:
    """What the rules look at when somebody wants to do something to this policy."""
    if assessment is None:
        return _subject(policy)
    assert assessment.id is not None
    about = {"edition": assessment.id, "form_stage": form_stage(assessment.stage)}
    parties: dict[str, set[int]] = {part: set() for part in _PARTIES}
    for part, user_id in session.execute(_THE_PARTIES, about):
        parties[part].add(user_id)
    return _subject(
        policy,
        submitted_by=assessment.submitted_by,
        before_committee=_before_committee(assessment.stage),
        being_published=assessment.stage is Stage.APPROVED,
        **{part: frozenset(people) for part, people in parties.items()},
    )


def _of_edition(user_id: Any, edition: Any) -> Select[Any]:
    return select(user_id).where(col(edition) == bindparam("edition"))


_PARTIES: dict[str, Select[Any]] = {
    "contributors": _CONTRIBUTORS,
    "asked_to_sign": _of_edition(SignatureRequest.asked_id, SignatureRequest.assessment_id),
    "sees_to": _of_edition(Condition.owner_id, Condition.assessment_id),
    "invited": _of_edition(InvitedContributor.user_id, InvitedContributor.assessment_id),
}
"""The people who have a part in an edition, by the part; all are read with one statement."""
_THE_PARTIES = union_all(
    *(
        query.with_only_columns(literal(part), *query.selected_columns)
        for part, query in _PARTIES.items()
    )
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


def _before_committee(stage: Stage) -> bool:
    """What awaits a decision, or has had one, is before the committee that owns the policy."""
    return stage in APPROVAL or stage not in (Stage.REGISTERED, Stage.SCREENING)
