"""The facts about the stages so far, and about the signatures and remarks on the current form."""

from __future__ import annotations

from sqlmodel import Session, col, select

from ria.models import Assessment, Operation, SignatureKind
from ria.queries.assessment.case import Case, advised, agreed
from ria.queries.assessment.returns import disagreeing, unchanged_since_return
from ria.queries.organisation.settings import current_settings
from ria.queries.process.decision import has_open_remarks
from ria.queries.signoff.ratification import is_ratification_refused
from workflows.actions import Action
from workflows.facts.road import RoadFacts
from workflows.facts.signoff import SignOffFacts
from workflows.stages import APPROVAL, Stage


def road_facts(session: Session, case: Case) -> RoadFacts:
    """The stages that the edition has been through, and the state of its policy."""
    policy, assessment = case.policy, case.assessment
    approved = [change for change in case.changes if change.action is Action.APPROVE]
    since = assessment.in_stage_since
    awaits_publication = assessment.stage is Stage.APPROVED
    return RoadFacts(
        visited=frozenset({change.from_stage for change in case.changes} | {assessment.stage}),
        came_from=approved[-1].from_stage if approved else None,
        approved_something=bool(approved),
        signed_since_submission=any(s.signed_at >= since for s in case.signatures),
        unchanged_since_return=unchanged_since_return(session, case),
        ratification_refused=awaits_publication and is_ratification_refused(session, assessment),
        proposed=policy.operation is Operation.PROPOSED,
        operating=policy.operation is Operation.OPERATING,
        earlier_edition=assessment.edition > 1,
        successor_in_preparation=_has_successor(session, assessment),
    )


def _has_successor(session: Session, assessment: Assessment) -> bool:
    query = select(Assessment.id).where(
        col(Assessment.policy_id) == assessment.policy_id,
        col(Assessment.edition) > assessment.edition,
        col(Assessment.is_open).is_(True),
    )
    return session.exec(query).first() is not None


def signoff_facts(session: Session, case: Case) -> SignOffFacts:
    """The signatures on the present content, and the remarks on it."""
    awaits_decision = case.assessment.stage in APPROVAL and case.content is not None
    return SignOffFacts(
        adviser_signed=advised(case, SignatureKind.ADVISER),
        legal_signed=advised(case, SignatureKind.LEGAL),
        committee_levels=current_settings(session).committee_levels,
        committee_agreed=agreed(case, SignatureKind.COMMITTEE) is not None,
        disagreement=bool(disagreeing(case)),
        remarks_open=awaits_decision and has_open_remarks(session, case),
    )
