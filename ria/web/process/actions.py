"""The actions that have a page of their own, listed in `ria.web.process.action_pages`."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request
from werkzeug.exceptions import NotFound

from forms.pages.page import PageForm
from ria.links import PATHS
from ria.permissions.map import Permission
from ria.queries.assessment.case import ActionInput
from ria.services.kit.errors import Invalid, Unmet
from ria.services.process.take_action import take_action
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import day_of, sender
from ria.web.kit.pages import go_to
from ria.web.process.action_pages import PAGES
from ria.web.process.amending_pages import corrected, waiting
from ria.web.request.access import SeenAssessment, the_assessment
from ria.web.request.session import write_store
from workflows import engine
from workflows.actions import Action
from workflows.errors import ActionNotPossible
from workflows.facts.outcomes import ReviewReason
from workflows.levels import Level
from workflows.stages import Stage

pages = Blueprint("actions", __name__)

ADDRESS = "/assessments/<int:assessment_id>/actions/<action>"


@form_page(pages, ADDRESS, Permission.DRAFT_READ)
def take(assessment_id: int, action: str) -> FormPage | Response:
    """The action's form. If the stage does not (or no longer) have this action, the policy's page
    says so. Unmet guards are listed.
    """
    if action not in set(PAGES):
        raise NotFound
    wanted, seen = Action(action), the_assessment(assessment_id)
    asked, reference = PAGES[wanted], seen.policy.reference
    form = asked.form(seen)()
    if request.method != "POST" and wanted not in engine.possible(seen.assessment.stage):
        flash(str(ActionNotPossible(seen.assessment.stage, wanted)), "note")
        return go_to(PATHS.policy(reference))

    def command() -> Done:
        given = _given(seen, wanted, form)
        stage = take_action(
            write_store(), assessment_id=assessment_id, action=wanted, given=given, **sender()
        )
        if stage in (Stage.SCREENING, Stage.REVIEW) and seen.may(Permission.ANSWERS_EDIT):
            return Done(PATHS.stage(assessment_id, stage), asked.done)
        return Done(PATHS.policy(reference), asked.done)

    return FormPage(
        "pages/process/actions/action.html",
        form,
        command,
        lambda: {
            "policy": seen.policy,
            "address": request.path,
            "asked_for": asked,
            "amendment": waiting(seen) if wanted is Action.AMEND_MINOR else None,
        },
        shows=(Invalid, Unmet),
    )


def _given(seen: SeenAssessment, action: Action, form: PageForm) -> ActionInput:
    given = form.given
    why = given.get("review_reason")
    return ActionInput(
        reason=str(given.get("reason", "")),
        parent_reference=str(given.get("parent_reference", "")).strip(),
        next_due_on=day_of(given.get("next_due_on")),
        level=Level(str(given["level"])) if given.get("level") else None,
        review_reason=ReviewReason(str(why)) if why else None,
        reference=str(given.get("reference", "")),
        urgent=given.get("urgent") == "yes",
        ratify_by=day_of(given.get("ratify_by")),
        notice=str(given.get("notice", "")),
        corrected=corrected(seen, form) if action is Action.CORRECT else {},
    )
