"""The task list of a stage's form: what is done, what is missing, and submitting it."""

from __future__ import annotations

from flask import Blueprint, Response, flash

from forms.pages.page import PageForm
from forms.pages.process.handing_in import unchanged_form
from ria.permissions.map import Permission
from ria.queries.assessment.case import ActionInput
from ria.queries.assessment.task_list import Task, TaskList
from ria.queries.consultation.consultation import Consulting, consulting
from ria.services.kit.errors import Unmet
from ria.services.process.take_action import take_action
from ria.web.answers.findings import contradictions, found_in
from ria.web.answers.open_form import OpenForm, standing_of, the_form
from ria.web.answers.returned import returned
from ria.web.answers.since import since_then
from ria.web.assessment.finishing import finish_of, in_the_way
from ria.web.kit.forms import as_errors, as_reasons, sender, today
from ria.web.kit.pages import go_to, page
from ria.web.request.access import requires, the_assessment
from ria.web.request.session import read_session, write_store
from workflows.guards.assessment import outcome_consistent
from workflows.guards.submission import quality_findings
from workflows.stages import Stage

pages = Blueprint("tasks", __name__)


@pages.get("/assessments/<int:assessment_id>/<stage>")
@requires(Permission.DRAFT_READ)
def tasks(assessment_id: int, stage: str) -> Response:
    """Show the sections with their progress."""
    return _page(the_form(assessment_id, stage))


@pages.post("/assessments/<int:assessment_id>/<stage>")
@requires(Permission.ANSWERS_EDIT)
def submit(assessment_id: int, stage: str) -> Response:
    """Submit the form. If answers are missing, list them again, each with a link."""
    shown = the_form(assessment_id, stage)
    finish = finish_of(shown.content.form)
    the_assessment(assessment_id)
    if finish.asks_first:  # publishing has a page of its own
        return go_to(f"/assessments/{assessment_id}/{finish.asks_first}")
    if shown.awaits_decision or shown.is_open:
        why, back = unchanged_form()(), returned(shown)
        if not why.validate() and back is not None and back.unchanged:
            return _page(shown, 422, why=why)
        try:
            given = ActionInput(reason=str(why.given.get("reason", "")))
            take_action(
                write_store(),
                assessment_id=assessment_id,
                action=finish.action,
                given=given,
                **sender(),
            )
        except Unmet as refusal:
            return _page(the_form(assessment_id, stage), 422, refusal)
        flash(finish.done, "success")
        return go_to(shown.address)
    raise Unmet("This form is closed: it can be handed in only while it is being filled in.")


def _page(
    shown: OpenForm,
    status: int = 200,
    refusal: Unmet | None = None,
    *,
    why: PageForm | None = None,
) -> Response:
    """Render the list. `why`: the question why nothing was changed, if it was refused."""
    listed, finish = shown.tasks(), finish_of(shown.content.form)
    standing, back = standing_of(shown), returned(shown)
    errors = _errors(shown, listed, refusal) if refusal else as_errors(why.problems) if why else ()
    return page(
        "pages/assessment/tasks/tasks.html",
        status,
        shown=shown,
        policy=shown.case.policy,
        listed=listed,
        standing=standing,
        finish=finish,
        in_the_way=in_the_way(finish, standing),
        contradictions=contradictions(shown.content),
        findings=found_in(shown.assessment_id, shown.content),
        in_short=in_short,
        consulting=_consulting(shown),
        since=since_then(shown),
        may_run=shown.case.may(Permission.ANSWERS_EDIT),
        returned=back,
        why_unchanged=why or (back.asks() if back else None),
        errors=errors,
    )


def _consulting(shown: OpenForm) -> Consulting | None:
    """Return the state of the consultation, for the form that works in its responses."""
    if shown.content.form != Stage.CONSULTATION:
        return None
    return consulting(read_session(), shown.case.assessment, today())


def _errors(shown: OpenForm, listed: TaskList, refusal: Unmet) -> list[dict[str, str]]:
    errors = as_reasons(refusal.reasons, refusal.message)
    if any(reason.id == outcome_consistent.id for reason in refusal.reasons):
        found = enumerate(contradictions(shown.content), start=1)
        errors += [{"text": one.reason, "href": f"#contradiction-{at}"} for at, one in found]
    if any(reason.id == quality_findings.id for reason in refusal.reasons):
        errors.append({"text": "See what was found", "href": "#hand-in"})
    if listed.missing:
        errors.append({"text": "See what is still missing", "href": "#hand-in"})
    return errors


def in_short(task: Task) -> str:
    """Return what a section lacks, in one line."""
    count = len(task.missing)
    what = task.missing[0].alone if count == 1 else f"{count} answers are missing or need more"
    return f"{task.section.title}: {what[:1].lower()}{what[1:]}"
