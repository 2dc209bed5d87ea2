"""The facts that the guards of the stages after screening ask for, gathered from the forms."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from forms.answers.answers import unanswered
from forms.answers.text import words
from forms.judging.outcome import consistency, outcome_facts
from ria.db.store import Store
from ria.models import (
    Condition,
    Consultation,
    ConsultationState,
    Operation,
    SignatureKind,
    SignOff,
    Verdict,
)
from ria.queries.assessment.case import Case, advised, agreed
from ria.queries.assessment.editions import PUBLICATION
from ria.queries.assessment.form_content import FormContent, form_content
from ria.queries.organisation.settings import current_settings
from ria.queries.publication.disclosure import is_disclosure_checked
from workflows.stages import Stage

PLAN = "consultation_plan"
CONCLUDED = frozenset({"assessment", "consultation"})
"""The forms that end with an outcome."""


def later_facts(
    session: Session, store: Store, case: Case, *, reason: str, today: date
) -> dict[str, Any]:
    """What the form of this stage says, and what was signed for it."""
    content = case.content
    if content is None or content.form == Stage.SCREENING:
        return {}
    complete = not unanswered(content.questions, content.answers, part="")
    return {
        "forms_complete": frozenset({content.form}) if complete else frozenset(),
        **_signed(case),
        **(_conclusion(case, content) if content.form in CONCLUDED else {}),
        **(_consultation(session, case, content) if content.form == "consultation" else {}),
        **_plan(session, store, case, content, reason=reason, today=today),
        **(_publication(session, store, case, content) if content.form == PUBLICATION else {}),
    }


def _signed(case: Case) -> dict[str, Any]:
    return {
        "adviser_signed": advised(case, SignatureKind.ADVISER),
        "legal_signed": advised(case, SignatureKind.LEGAL),
    }


def _conclusion(case: Case, content: FormContent) -> dict[str, Any]:
    findings = consistency(content.questions, content.answers, no_basis_confirmed=_unlawful(case))
    return {
        **asdict(outcome_facts(content.questions, content.answers)),
        "outcome_consistent": not findings,
        "consultation_plan_complete": not unanswered(content.questions, content.answers, part=PLAN),
    }


def _unlawful(case: Case) -> bool:
    """Whether the legal adviser's latest word is that the policy is not lawful as it is."""
    legal = [s for s in case.signatures if s.kind is SignatureKind.LEGAL]
    return bool(legal) and legal[-1].verdict is Verdict.DISAGREE


def _consultation(session: Session, case: Case, content: FormContent) -> dict[str, Any]:
    """Responses and influence are questions of the form: complete when nothing there is missing."""
    gaps = {gap.section_id for gap in content.gaps}
    return {
        "consultation_closed": _is_closed(session, case),
        "responses_handled": not gaps & {"responses", "themes"},
        "influence_recorded": "influence" not in gaps,
    }


def _is_closed(session: Session, case: Case) -> bool:
    query = (
        select(Consultation.state)
        .where(col(Consultation.assessment_id) == case.assessment.id)
        .order_by(col(Consultation.round).desc())
        .limit(1)
    )
    return session.exec(query).first() is ConsultationState.CLOSED


def _plan(
    session: Session, store: Store, case: Case, content: FormContent, *, reason: str, today: date
) -> dict[str, Any]:
    if content.form != Stage.MONITORING_PLAN.value:
        return {}
    months = content.visible.get("report_months")
    decision = agreed(case, SignatureKind.COMMITTEE)
    decided_on = decision.decided_on if decision else today
    start = case.policy.planned_start_on
    operates = case.policy.operation is Operation.OPERATING
    return {
        "report_every_months": months if isinstance(months, int) else None,
        "committee_levels": current_settings(session).committee_levels,
        "committee_agreed": decision is not None,
        "signatures_current": _still_cover(session, store, case),
        "decided_before_start": decided_on <= start if start else not operates,
        "lateness_explained": bool(reason.strip()),
    }


def _still_cover(session: Session, store: Store, case: Case) -> bool:
    """Whether the latest signature in each capacity at each earlier stage covers its form still."""
    assert case.assessment.id is not None
    latest: dict[tuple[Stage, SignatureKind], SignOff] = {}
    query = (
        select(SignOff)
        .where(col(SignOff.assessment_id) == case.assessment.id)
        .order_by(col(SignOff.id))
    )
    for signature in session.exec(query):
        latest[signature.stage, signature.kind] = signature
    for (stage, _), signature in latest.items():
        form = form_content(session, store.sets, case.assessment.id, stage.value)
        if form is None or form.hash != signature.content_hash:
            return False
    return True


def _publication(
    session: Session, store: Store, case: Case, content: FormContent
) -> dict[str, Any]:
    summary = content.visible.get("plain_summary")
    query = select(Condition.id).where(
        col(Condition.assessment_id) == case.assessment.id,
        col(Condition.before_publication).is_(True),
        col(Condition.met_on).is_(None),
    )
    return {
        "summary_words": words(summary) if isinstance(summary, str) else 0,
        "conditions_met": session.exec(query).first() is None,
        "disclosure_checked": is_disclosure_checked(session, store, case),
    }
