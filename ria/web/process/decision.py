"""Deciding on a form: the page, and the decision itself."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request

from forms.pages.page import PageForm
from ria.links import PATHS
from ria.permissions.map import Permission
from ria.queries.assessment.case import ActionInput
from ria.services.kit.errors import Invalid, Stale, Unmet
from ria.services.process.take_action import take_action
from ria.web.kit.forms import as_errors, as_reasons, day_of, posted_seen, sender, sent_before
from ria.web.kit.pages import go_to, page
from ria.web.kit.unsent_input import not_added, typed_comments
from ria.web.process.decision_page import Deciding, deciding, decision_page, the_decision_form
from ria.web.request.access import requires, the_assessment
from ria.web.request.session import write_store
from workflows.actions import Action
from workflows.stages import OWN_STAGE, Stage

pages = Blueprint("decision", __name__)

DONE = {
    Action.APPROVE: "Approved. The owner has been told.",
    Action.RETURN: "Returned for changes. The owner has been told.",
    Action.REJECT: "Rejected. The owner has been told.",
}
ADDRESS = "/assessments/<int:assessment_id>/decision"


@pages.get(ADDRESS)
@requires(Permission.DRAFT_READ)
def show(assessment_id: int) -> Response:
    """Everything a decision is based on; or the present state, if no decision is awaited."""
    shown = deciding(assessment_id)
    if shown is None:
        return _nothing_to_decide(assessment_id)
    return decision_page(shown)


@pages.post(ADDRESS)
@requires(Permission.DECISION_TAKE)
def decide(assessment_id: int) -> Response:
    """Approve, return or reject. Unmet guards are listed, and all input is kept."""
    shown = deciding(assessment_id, Permission.DECISION_TAKE)
    if shown is None:
        return _too_late(assessment_id)
    form, typed = the_decision_form(shown)(), typed_comments(shown.content.questions)
    if not form.validate() or typed.texts:
        errors = [*as_errors(form.problems), *not_added(typed)]
        return decision_page(shown, form, status=422, errors=errors, typed=typed)
    action, given = Action(str(form.given["decision"])), _given(shown, form)
    try:
        take_action(
            write_store(), assessment_id=assessment_id, action=action, given=given, **sender()
        )
    except (Unmet, Stale, Invalid) as refusal:
        return _refused(assessment_id, form, refusal)
    flash(DONE[action], "success")
    return go_to(PATHS.policy(shown.case.policy.reference))


def _given(shown: Deciding, form: PageForm) -> ActionInput:
    given = form.given
    own = OWN_STAGE[shown.case.assessment.stage]
    returned = given["decision"] == Action.RETURN
    return ActionInput(
        reason=str(given.get(f"{given['decision']}_reason") or ""),
        seen=posted_seen(),
        return_to=Stage(str(given.get("return_to", own))) if returned else None,
        due_on=day_of(given["due_on"]) if returned else None,
        consult_again=bool(given.get("consult_again")),
        due_regard=bool(given.get("due_regard")),
    )


def _refused(assessment_id: int, form: PageForm, refusal: Unmet | Stale | Invalid) -> Response:
    """The page as it is now, with the input: 409 if the form had changed, otherwise 422."""
    shown = deciding(assessment_id)
    if shown is None:
        raise refusal
    if isinstance(refusal, Unmet):
        errors = as_reasons(refusal.reasons, refusal.message)
        return decision_page(shown, form, status=422, errors=errors)
    if isinstance(refusal, Invalid):
        form.refuse(refusal.field, refusal.message)
        return decision_page(shown, form, status=422, errors=as_errors(form.problems))
    return decision_page(shown, form, status=409, errors=[{"text": refusal.message}])


def _too_late(assessment_id: int) -> Response:
    """The second press of a button leads where the first did; a decision that came too late is
    refused.
    """
    seen = the_assessment(assessment_id)
    if sent_before():
        return go_to(PATHS.policy(seen.policy.reference))
    return _nothing_to_decide(assessment_id, 422)


def _nothing_to_decide(assessment_id: int, status: int = 200) -> Response:
    seen = the_assessment(assessment_id, Permission.DRAFT_READ)
    return page(
        "pages/process/decision/nothing.html",
        status,
        policy=seen.policy,
        assessment=seen.assessment,
        tried=request.method == "POST",
    )
