"""The effects of reaching the stages after screening."""

from __future__ import annotations

from datetime import date, timedelta

from ria.queries.assessment.form_content import form_content
from ria.queries.process.approval_outcome import review_if_approved
from ria.services.assessment.open import open_form
from ria.services.consultation.consultation import plan_consultation
from ria.services.deadlines.approval_clock import set_clock
from ria.services.deadlines.schedule import fall_due
from ria.services.process.context import TransitionContext
from workflows.actions import Action
from workflows.review_cycle import (
    assessment_due,
    consultation_closes,
    results_due,
)
from workflows.roles import Role
from workflows.stages import Stage

MONITORING_PLAN_DAYS = timedelta(days=28)
PUBLICATION_DAYS = timedelta(days=28)


def assessment(context: TransitionContext) -> None:
    """Open the assessment, at the approved level or at the higher one to which it was raised."""
    edition = context.assessment
    if context.change.action is Action.APPROVE:
        edition.level = context.level
        context.tell("approved", *context.authors)
    if context.change.action is Action.RAISE_LEVEL:
        edition.level = context.given.level
        context.tell("level_raised", *context.authors, reason=context.change.reason)
    assert edition.level is not None  # checked by the guards
    open_form(context.unit, edition, Stage.ASSESSMENT.value)
    urgent = context.loaded.policy.urgent_reason is not None
    since = context.entered(Stage.ASSESSMENT)
    allowed = context.house.assessment_days
    due = assessment_due(since, edition.level, urgent=urgent, allowed=allowed)
    context.due_from("assessment", due)


def consultation(context: TransitionContext) -> None:
    """Open the consultation: people are to be asked, and their answers taken into account."""
    edition = context.assessment
    assert edition.level is not None
    open_form(context.unit, edition, Stage.CONSULTATION.value)
    plan_consultation(context.unit, context.loaded.assessment_id)
    opens = planned_opening(context)
    if opens is not None and context.change.action is Action.APPROVE:
        fall_due(context.unit, edition, "opening", max(opens, context.unit.today))
    since = context.entered(Stage.CONSULTATION)
    days = context.house.consultation_days.get(edition.level)
    context.due_from("consultation", results_due(consultation_closes(since, edition.level, days)))
    if context.change.action is Action.APPROVE:
        context.tell("approved", *context.authors)


def planned_opening(context: TransitionContext) -> date | None:
    """The day on which the consultation opens, as its plan in the assessment says."""
    form = Stage.ASSESSMENT.value
    plan = form_content(
        context.unit.session, context.unit.store.sets, context.loaded.assessment_id, form
    )
    planned = plan.visible.get("consult_opens") if plan else None
    return date.fromisoformat(str(planned)) if planned else None


def monitoring_plan(context: TransitionContext) -> None:
    """Open the monitoring plan. The assessment is done, and its date is today (row 10)."""
    edition = context.assessment
    open_form(context.unit, edition, Stage.MONITORING_PLAN.value)
    since = context.entered(Stage.MONITORING_PLAN)
    context.due_from("monitoring_plan", since + MONITORING_PLAN_DAYS)
    if context.change.action is Action.APPROVE:
        edition.assessed_on = context.unit.today
        context.tell("approved", *context.authors)


def approved(context: TransitionContext) -> None:
    """Approved: set the day of the next review; ask the Strategy Unit to prepare publication."""
    edition = context.assessment
    assert edition.level is not None
    today = context.unit.today
    if context.change.from_stage is Stage.ASSESSMENT_APPROVAL:  # consultation was waived (row 7)
        edition.assessed_on = today
    edition.approved_on = today
    edition.next_review_on, edition.interval_months = review_if_approved(
        context.unit.session, context.case, edition.level, today
    )
    open_form(context.unit, edition, "publication")
    context.due("publication", today + PUBLICATION_DAYS)
    context.tell("approved", *context.authors)
    context.tell_role("publication_wanted", Role.STRATEGY_UNIT)


def recalled(context: TransitionContext) -> None:
    """Recalled to those who approved it, because a new fact has to be considered."""
    edition = context.assessment
    edition.approved_on = edition.interval_months = edition.next_review_on = None
    context.await_approval()
    set_clock(context.unit, context.loaded.policy, edition)
