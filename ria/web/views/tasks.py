"""The task list of a stage's form: what is done, what is missing, and handing it in."""

from __future__ import annotations

from flask import Blueprint, Response, flash

from ria.permissions import Permission
from ria.queries.case import Given, the_case
from ria.queries.facts import open_actions
from ria.queries.task_list import Task, TaskList
from ria.services.errors import Unmet
from ria.services.take_action import take_action
from ria.web.access import requires, signed_in, the_assessment
from ria.web.form_pages import as_reasons, posted_token, today
from ria.web.open_form import OpenForm, the_form
from ria.web.pages import go_to, page
from ria.web.reading import commanding, reading, the_store
from workflows.actions import Action

pages = Blueprint("tasks", __name__)

SUBMITTED = "The form is handed in. The Strategy Unit has been told."


@pages.get("/assessments/<int:assessment_id>/<stage>")
@requires(Permission.DRAFT_READ)
def tasks(assessment_id: int, stage: str) -> Response:
    """The sections with their state."""
    return _page(the_form(assessment_id, stage))


@pages.post("/assessments/<int:assessment_id>/<stage>")
@requires(Permission.ANSWERS_EDIT)
def submit(assessment_id: int, stage: str) -> Response:
    """Hand the form in. What is missing is listed again, each with a link."""
    the_assessment(assessment_id, Permission.ANSWERS_EDIT)
    shown = the_form(assessment_id, stage)
    if shown.awaits_decision or shown.is_open:
        try:
            take_action(
                commanding(),
                assessment_id=assessment_id,
                action=Action.SUBMIT,
                actor_id=signed_in().id,
                given=Given(),
                token=posted_token(),
            )
        except Unmet as refusal:
            return _page(the_form(assessment_id, stage), 422, refusal)
        flash(SUBMITTED, "success")
        return go_to(shown.address)
    raise Unmet("This form is closed: it can be handed in only while it is being filled in.")


def _page(shown: OpenForm, status: int = 200, refusal: Unmet | None = None) -> Response:
    listed = shown.tasks()
    errors = () if refusal is None else _errors(listed, refusal)
    return page(
        "pages/tasks/tasks.html",
        status,
        shown=shown,
        policy=shown.case.policy,
        listed=listed,
        standing=_standing(shown),
        in_short=in_short,
        errors=errors,
    )


def _errors(listed: TaskList, refusal: Unmet) -> list[dict[str, str]]:
    errors = as_reasons(refusal.reasons, refusal.message)
    if listed.missing:
        errors.append({"text": "See what is still missing", "href": "#hand-in"})
    return errors


def in_short(task: Task) -> str:
    """What a section lacks, in one line."""
    count = len(task.missing)
    what = task.missing[0].message if count == 1 else f"{count} answers are missing"
    return f"{task.section.title}: {what[:1].lower()}{what[1:]}"


def _standing(shown: OpenForm) -> dict[Action, tuple[str, ...]]:
    """The actions this person has here, each with what stands in its way."""
    case = the_case(reading(), the_store(), shown.case.assessment, shown.case.policy)
    found = open_actions(reading(), the_store(), case, shown.case.person, today())
    return {action: tuple(guard.reason for guard in unmet) for action, unmet in found}
