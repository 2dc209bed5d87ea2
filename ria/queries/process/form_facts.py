"""The facts of each form before publication, from its answers.

Each function covers its own form; for any other form the cautious defaults apply.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, select

from forms.answers.answers import unanswered
from forms.answers.rating import final_level, rate, rows_counted
from forms.judging.outcome import consistency, outcome_facts, outcome_of
from ria.db.store import Store
from ria.models import (
    Consultation,
    ConsultationState,
    Operation,
    SignatureKind,
    SignOff,
    Verdict,
)
from ria.permissions.person import Person
from ria.queries.assessment.case import Case, agreed
from ria.queries.assessment.form_content import FormContent, form_content
from workflows.facts.forms import (
    AssessmentFacts,
    ConclusionFacts,
    ConsultationFacts,
    MonitoringPlanFacts,
    ScreeningFacts,
)
from workflows.levels import Level
from workflows.stages import CONCLUDING_FORMS, Stage

SOURCES_QUESTION = "sources"
LOOK_AGAIN_QUESTION = "look_again"
NEEDED_SOURCES = 2
PLAN = "consultation_plan"


def is_filled_in(content: FormContent) -> bool:
    """Whether nothing is unanswered, except in an optional part."""
    return not unanswered(content.questions, content.answers, part="")


def settled_level(case: Case) -> Level | None:
    """The level that the screening form gives; None while it gives none."""
    if case.content is None or case.content.form != Stage.SCREENING:
        return case.assessment.level
    return final_level(case.content.questions, case.content.answers)


def screening_facts(case: Case, actor: Person) -> ScreeningFacts:
    """The facts of the screening form."""
    content = case.content
    if content is None or content.form != Stage.SCREENING:
        return ScreeningFacts()
    counted = rows_counted(content.questions, content.answers, SOURCES_QUESTION)
    return ScreeningFacts(
        complete=content.is_complete,
        computed_level=rate(content.questions, content.answers).level,
        committee_signed_lower=agreed(case, SignatureKind.COMMITTEE) is not None,
        second_signed=_second_signed(case, actor),
        look_again_answered=bool(content.visible.get(LOOK_AGAIN_QUESTION)),
        two_sources_looked_at=counted >= NEEDED_SOURCES,
    )


def _second_signed(case: Case, approver: Person) -> bool:
    """A second signature counts if it was given by somebody other than the approver.

    That the signatory is not an author was checked when it was given, and by a trigger.
    """
    second = agreed(case, SignatureKind.SECOND)
    return second is not None and second.signed_by != approver.id


def assessment_facts(case: Case) -> AssessmentFacts:
    """The facts of the assessment form."""
    content = case.content
    if content is None or content.form != Stage.ASSESSMENT:
        return AssessmentFacts()
    return replace(
        outcome_facts(content.questions, content.answers),
        complete=is_filled_in(content),
        consultation_plan_complete=not unanswered(content.questions, content.answers, part=PLAN),
    )


def conclusion_facts(case: Case) -> ConclusionFacts:
    """The outcome, from the form that asks for it."""
    content = case.content
    if content is None or content.form not in CONCLUDING_FORMS:
        return ConclusionFacts()
    findings = consistency(content.questions, content.answers, no_basis_confirmed=_unlawful(case))
    return ConclusionFacts(
        outcome=outcome_of(content.questions, content.answers), consistent=not findings
    )


def _unlawful(case: Case) -> bool:
    """Whether the legal adviser's latest signature says that the policy is not lawful as it is."""
    legal = [s for s in case.signatures if s.kind is SignatureKind.LEGAL]
    return bool(legal) and legal[-1].verdict is Verdict.DISAGREE


def consultation_facts(session: Session, case: Case) -> ConsultationFacts:
    """The facts of the consultation form. Responses and influence are questions of the form: they
    are complete when none is unanswered.
    """
    content = case.content
    if content is None or content.form != Stage.CONSULTATION:
        return ConsultationFacts()
    gaps = {gap.section_id for gap in content.gaps}
    return ConsultationFacts(
        complete=is_filled_in(content),
        closed=_is_closed(session, case),
        responses_handled=not gaps & {"responses", "themes"},
        influence_recorded="influence" not in gaps,
    )


def _is_closed(session: Session, case: Case) -> bool:
    query = (
        select(Consultation.state)
        .where(col(Consultation.assessment_id) == case.assessment.id)
        .order_by(col(Consultation.round).desc())
        .limit(1)
    )
    return session.exec(query).first() is ConsultationState.CLOSED


def monitoring_plan_facts(
    session: Session, store: Store, case: Case, today: date
) -> MonitoringPlanFacts:
    """The facts of the monitoring plan, and whether the decision is in time."""
    content = case.content
    if content is None or content.form != Stage.MONITORING_PLAN:
        return MonitoringPlanFacts()
    months = content.visible.get("report_months")
    decision = agreed(case, SignatureKind.COMMITTEE)
    decided_on = decision.decided_on if decision else today
    start = case.policy.planned_start_on
    operates = case.policy.operation is Operation.OPERATING
    return MonitoringPlanFacts(
        complete=is_filled_in(content),
        report_every_months=months if isinstance(months, int) else None,
        signatures_current=_still_cover(session, store, case),
        decided_before_start=decided_on <= start if start else not operates,
    )


def _still_cover(session: Session, store: Store, case: Case) -> bool:
    """Whether each capacity's latest signature at each earlier stage still matches its form."""
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
