"""Remarks on a form: comments on its questions, judgements of its sections."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from forms.pages.process.decision import comment_form
from ria.links import PATHS
from ria.models import Grade
from ria.permissions.map import Permission
from ria.services.assessment.remarks import add_comment, judge_section, resolve_comment
from ria.services.kit.errors import Invalid, NotFound
from ria.web.kit.forms import posted_seen, posted_token
from ria.web.kit.pages import go_to
from ria.web.kit.redirects import own_page
from ria.web.kit.unsent_input import BOX, Unsent, of_its_own, typed_comments
from ria.web.process.back_to_decision import back_to_decision, half_decided
from ria.web.process.decision_page import deciding, decision_page
from ria.web.request.access import requires, signed_in, the_assessment
from ria.web.request.session import write_store
from workflows.stages import form_stage

pages = Blueprint("remarks", __name__)


@pages.post("/assessments/<int:assessment_id>/comments")
@requires(Permission.COMMENT_WRITE)
def comment(assessment_id: int) -> Response:
    """Comment on one question."""
    stage = the_assessment(assessment_id).assessment.stage
    question = request.values.get("question", "")
    form = comment_form()(MultiDict({**request.form, "text": request.form.get(BOX + question, "")}))
    if not form.validate():
        typed = form.question_fields[0].typed
        return _refused(assessment_id, question, typed, form.problems[0][1])
    text = str(form.given["text"])
    add_comment(
        write_store(),
        assessment_id=assessment_id,
        form=form_stage(stage).value,
        question=question,
        actor_id=signed_in().id,
        text=text,
        token=of_its_own(posted_token(), question, text),
    )
    return back_to_decision(assessment_id, f"answer-{question}", added=question)


def _refused(assessment_id: int, question: str, text: str, message: str) -> Response:
    shown = deciding(assessment_id)
    if shown is None or question not in {q.key for q in shown.content.questions.questions()}:
        raise Invalid("text", message)
    others = typed_comments(shown.content.questions).texts
    return decision_page(
        shown,
        half_decided(shown),
        status=422,
        errors=[{"text": message, "href": f"#{BOX}{question}"}],
        typed=Unsent({**others, question: text}, question, message),
        read=posted_seen(),
    )


@pages.post("/assessments/<int:assessment_id>/comments/<int:comment_id>/resolve")
@requires(Permission.DRAFT_READ)
def resolve(assessment_id: int, comment_id: int) -> Response:
    """Resolve a comment, and return to its button. Unsent input on the page of a decision is
    kept.
    """
    the_assessment(assessment_id)
    about = {"assessment_id": assessment_id, "comment_id": comment_id}
    resolve_comment(write_store(), **about, actor_id=signed_in().id)
    back = own_page(request.form.get("back", ""))
    if back == PATHS.decision(assessment_id):
        return back_to_decision(assessment_id, f"comment-{comment_id}")
    return go_to(back)


@pages.post("/assessments/<int:assessment_id>/judgements")
@requires(Permission.DECISION_TAKE)
def judge(assessment_id: int) -> Response:
    """Judge one section."""
    stage = the_assessment(assessment_id).assessment.stage
    section, grade = request.values.get("section", ""), request.form.get("grade", "")
    if grade not in set(Grade):
        raise NotFound
    judge_section(
        write_store(),
        assessment_id=assessment_id,
        form=form_stage(stage).value,
        section=section,
        actor_id=signed_in().id,
        grade=Grade(grade),
    )
    return back_to_decision(assessment_id, section)
