"""The actions that have a page of their own, listed in `ria.web.process.action_pages`."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from flask import Blueprint, Response, flash
from werkzeug.exceptions import NotFound

from forms.pages.page import PageForm
from ria.permissions.map import Permission
from ria.queries.assessment.case import ActionInput
from ria.services.kit.errors import Invalid, Unmet
from ria.services.process.take_action import take_action
from ria.web.kit.forms import as_errors, as_reasons, posted_token
from ria.web.kit.pages import go_to, page
from ria.web.process.action_pages import PAGES
from ria.web.process.amending_pages import corrected, waiting
from ria.web.request.access import SeenAssessment, requires, signed_in, the_assessment
from ria.web.request.session import write_store
from workflows import engine
from workflows.actions import Action
from workflows.errors import ActionNotPossible
from workflows.facts.outcomes import ReviewReason
from workflows.levels import Level
from workflows.stages import Stage

pages = Blueprint("actions", __name__)

ADDRESS = "/assessments/<int:assessment_id>/actions/<action>"


@pages.get(ADDRESS)
@requires(Permission.DRAFT_READ)
def ask(assessment_id: int, action: str) -> Response:
    """The action's form. If the stage does not (or no longer) have this action, the policy's page
    says so.
    """
    wanted = _action(action)
    seen = the_assessment(assessment_id, Permission.DRAFT_READ)
    form = PAGES[wanted].form(seen)()
    if wanted not in engine.possible(seen.assessment.stage):
        flash(str(ActionNotPossible(seen.assessment.stage, wanted)), "note")
        return go_to(f"/policies/{quote(seen.policy.reference, safe='')}")
    return _page(seen, wanted, form)


@pages.post(ADDRESS)
@requires(Permission.DRAFT_READ)
def take(assessment_id: int, action: str) -> Response:
    """Take the action. Unmet guards are listed, and all input is kept."""
    wanted = _action(action)
    seen = the_assessment(assessment_id, Permission.DRAFT_READ)
    form = PAGES[wanted].form(seen)()
    if not form.validate():
        return _page(seen, wanted, form, as_errors(form.problems))
    reference = seen.policy.reference
    try:
        stage = take_action(
            write_store(),
            assessment_id=assessment_id,
            action=wanted,
            actor_id=signed_in().id,
            given=_given(seen, wanted, form),
            token=posted_token(),
        )
    except Unmet as refusal:
        return _page(seen, wanted, form, as_reasons(refusal.reasons, refusal.message))
    except Invalid as refusal:
        form.refuse(refusal.field, refusal.message)
        return _page(seen, wanted, form, as_errors(form.problems))
    flash(PAGES[wanted].done, "success")
    if stage in (Stage.SCREENING, Stage.REVIEW) and seen.may(Permission.ANSWERS_EDIT):
        return go_to(f"/assessments/{assessment_id}/{stage}")
    return go_to(f"/policies/{quote(reference, safe='')}")


def _action(action: str) -> Action:
    if action not in set(PAGES):
        raise NotFound
    return Action(action)


def _given(seen: SeenAssessment, action: Action, form: PageForm) -> ActionInput:
    given = form.given
    next_due, ratify = given.get("next_due_on"), given.get("ratify_by")
    why = given.get("review_reason")
    return ActionInput(
        reason=str(given.get("reason", "")),
        parent_reference=str(given.get("parent_reference", "")).strip(),
        next_due_on=date.fromisoformat(str(next_due)) if next_due else None,
        level=Level(str(given["level"])) if given.get("level") else None,
        review_reason=ReviewReason(str(why)) if why else None,
        reference=str(given.get("reference", "")),
        urgent=given.get("urgent") == "yes",
        ratify_by=date.fromisoformat(str(ratify)) if ratify else None,
        notice=str(given.get("notice", "")),
        corrected=corrected(seen, form) if action is Action.CORRECT else {},
    )


def _page(
    seen: SeenAssessment,
    action: Action,
    form: PageForm,
    errors: list[dict[str, str]] | None = None,
) -> Response:
    return page(
        "pages/process/actions/action.html",
        200 if errors is None else 422,
        policy=seen.policy,
        address=f"/assessments/{seen.assessment.id}/actions/{action}",
        asked_for=PAGES[action],
        amendment=waiting(seen) if action is Action.AMEND_MINOR else None,
        form=form,
        errors=errors or (),
    )
