"""What the stages after screening bring with them."""

from __future__ import annotations

from datetime import date, timedelta

from ria.publishing.assessed import publish_assessment
from ria.queries.assessment.form_content import form_content
from ria.queries.monitoring.reports import DUE as REPORT_DUE
from ria.queries.monitoring.reports import reporting_plan
from ria.queries.process.approval_outcome import review_if_approved
from ria.services.assessment.open import open_form
from ria.services.consultation.consultation import plan_consultation
from ria.services.deadlines.approval_clock import set_clock
from ria.services.deadlines.schedule import fall_due
from ria.services.process.context import Move
from ria.services.process.effects.review import decided
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


def assessment(move: Move) -> None:
    """The assessment is filled in: at the level approved, or at the higher one it is raised to."""
    edition = move.assessment
    if move.change.action is Action.APPROVE:
        edition.level = move.level
        move.tell("approved", *move.authors)
    if move.change.action is Action.RAISE_LEVEL:
        edition.level = move.given.level
        move.tell("level_raised", *move.authors, reason=move.change.reason)
    assert edition.level is not None  # the guards saw to it
    open_form(move.unit, edition, Stage.ASSESSMENT.value)
    urgent = move.loaded.policy.urgent_reason is not None
    since = move.entered(Stage.ASSESSMENT)
    allowed = move.house.assessment_days
    due = assessment_due(since, edition.level, urgent=urgent, allowed=allowed)
    move.due_from("assessment", due)


def consultation(move: Move) -> None:
    """People are to be asked, and what they say is to be worked in."""
    edition = move.assessment
    assert edition.level is not None
    open_form(move.unit, edition, Stage.CONSULTATION.value)
    plan_consultation(move.unit, move.loaded.assessment_id)
    opens = planned_opening(move)
    if opens is not None and move.change.action is Action.APPROVE:
        fall_due(move.unit, edition, "opening", max(opens, move.unit.today))
    since = move.entered(Stage.CONSULTATION)
    days = move.house.consultation_days.get(edition.level)
    move.due_from("consultation", results_due(consultation_closes(since, edition.level, days)))
    if move.change.action is Action.APPROVE:
        move.tell("approved", *move.authors)


def planned_opening(move: Move) -> date | None:
    """The day on which the consultation opens, as its plan in the assessment says."""
    form = Stage.ASSESSMENT.value
    plan = form_content(move.unit.session, move.unit.store.sets, move.loaded.assessment_id, form)
    planned = plan.visible.get("consult_opens") if plan else None
    return date.fromisoformat(str(planned)) if planned else None


def monitoring_plan(move: Move) -> None:
    """The assessment is done: its date counts from here (row 10)."""
    edition = move.assessment
    open_form(move.unit, edition, Stage.MONITORING_PLAN.value)
    since = move.entered(Stage.MONITORING_PLAN)
    move.due_from("monitoring_plan", since + MONITORING_PLAN_DAYS)
    if move.change.action is Action.APPROVE:
        edition.assessed_on = move.unit.today
        move.tell("approved", *move.authors)


def approved(move: Move) -> None:
    """Approved, with the day of the next review; the Strategy Unit makes the publication ready."""
    edition = move.assessment
    assert edition.level is not None
    today = move.unit.today
    if move.change.from_stage is Stage.ASSESSMENT_APPROVAL:  # consultation was waived (row 7)
        edition.assessed_on = today
    edition.approved_on = today
    edition.next_review_on, edition.interval_months = review_if_approved(
        move.unit.session, move.case, edition.level, today
    )
    open_form(move.unit, edition, "publication")
    move.due("publication", today + PUBLICATION_DAYS)
    move.tell("approved", *move.authors)
    move.tell_role("publication_wanted", Role.STRATEGY_UNIT)


def current(move: Move) -> None:
    """Published: the snapshot is frozen, and the review falls due. Or a review is over."""
    edition = move.assessment
    if move.change.action is Action.APPROVE:
        decided(move)
        return
    if move.change.action is not Action.PUBLISH:
        return
    assert edition.next_review_on is not None
    edition.published_on = move.unit.today
    publish_assessment(move.unit, move.case, move.loaded.actor)
    move.due("review", edition.next_review_on)
    reports = reporting_plan(move.unit.session, move.unit.store.sets, edition)
    if reports is not None:
        fall_due(move.unit, edition, REPORT_DUE, reports.due(1), item=1)
    move.tell("published", *move.authors)


def recalled(move: Move) -> None:
    """Back before whoever approved it: a new fact has to be weighed."""
    edition = move.assessment
    edition.approved_on = edition.interval_months = edition.next_review_on = None
    move.await_approval()
    set_clock(move.unit, move.loaded.policy, edition)
