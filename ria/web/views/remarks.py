"""Remarks on a form: comments on its questions, judgements of its sections."""

from __future__ import annotations

from flask import Blueprint, Response, request

from forms.pages.decision import comment_form
from ria.models import Grade
from ria.permissions import Permission
from ria.queries.subjects import form_stage
from ria.services.errors import Invalid, NotFound
from ria.services.remarks import add_comment, judge_section, resolve_comment
from ria.web.access import requires, signed_in, the_assessment
from ria.web.decision_page import TypedComment, deciding, decision_page
from ria.web.form_pages import posted_token
from ria.web.pages import go_to
from ria.web.reading import commanding
from ria.web.where import own_page

pages = Blueprint("remarks", __name__)


@pages.post("/assessments/<int:assessment_id>/comments")
@requires(Permission.COMMENT_WRITE)
def comment(assessment_id: int) -> Response:
    """Remark on one question."""
    stage = the_assessment(assessment_id, Permission.COMMENT_WRITE).assessment.stage
    question = request.form.get("question", "")
    form = comment_form()()
    if not form.validate():
        typed = form.question_fields[0].typed
        return _refused(assessment_id, question, typed, form.problems[0][1])
    add_comment(
        commanding(),
        assessment_id=assessment_id,
        form=form_stage(stage).value,
        question=question,
        actor_id=signed_in().id,
        text=str(form.given["text"]),
        token=posted_token(),
    )
    return go_to(f"/assessments/{assessment_id}/decision#answer-{question}")


def _refused(assessment_id: int, question: str, text: str, message: str) -> Response:
    shown = deciding(assessment_id)
    if shown is None or question not in {q.key for q in shown.content.questions.questions()}:
        raise Invalid("text", message)
    return decision_page(
        shown,
        status=422,
        errors=[{"text": message, "href": f"#comment-{question}"}],
        typed=TypedComment(question, text, message),
    )


@pages.post("/assessments/<int:assessment_id>/comments/<int:comment_id>/resolve")
@requires(Permission.DRAFT_READ)
def resolve(assessment_id: int, comment_id: int) -> Response:
    """Mark a comment as dealt with, and go back to where its button stood."""
    the_assessment(assessment_id, Permission.DRAFT_READ)
    resolve_comment(
        commanding(),
        assessment_id=assessment_id,
        comment_id=comment_id,
        actor_id=signed_in().id,
    )
    return go_to(own_page(request.form.get("back", "")))


@pages.post("/assessments/<int:assessment_id>/judgements")
@requires(Permission.DECISION_TAKE)
def judge(assessment_id: int) -> Response:
    """Judge one section."""
    stage = the_assessment(assessment_id, Permission.DECISION_TAKE).assessment.stage
    section, grade = request.form.get("section", ""), request.form.get("grade", "")
    if grade not in set(Grade):
        raise NotFound
    judge_section(
        commanding(),
        assessment_id=assessment_id,
        form=form_stage(stage).value,
        section=section,
        actor_id=signed_in().id,
        grade=Grade(grade),
    )
    return go_to(f"/assessments/{assessment_id}/decision#{section}")
