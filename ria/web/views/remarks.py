"""Remarks on a form: comments on its questions, judgements of its sections."""

from __future__ import annotations

from hashlib import sha256

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from forms.pages.decision import comment_form
from forms.pages.page import PageForm
from ria.models import Grade
from ria.permissions import Permission
from ria.queries.subjects import form_stage
from ria.services.errors import Invalid, NotFound
from ria.services.remarks import add_comment, judge_section, resolve_comment
from ria.web.access import requires, signed_in, the_assessment
from ria.web.decision_page import Deciding, deciding, decision_page, the_decision_form
from ria.web.form_pages import posted_seen, posted_token
from ria.web.half_typed import BOX, TypedComments, anything_typed, typed_comments
from ria.web.pages import go_to
from ria.web.reading import commanding
from ria.web.where import own_page

pages = Blueprint("remarks", __name__)


@pages.post("/assessments/<int:assessment_id>/comments")
@requires(Permission.COMMENT_WRITE)
def comment(assessment_id: int) -> Response:
    """Remark on one question."""
    stage = the_assessment(assessment_id, Permission.COMMENT_WRITE).assessment.stage
    question = request.values.get("question", "")
    form = comment_form()(MultiDict({**request.form, "text": request.form.get(BOX + question, "")}))
    if not form.validate():
        typed = form.question_fields[0].typed
        return _refused(assessment_id, question, typed, form.problems[0][1])
    text = str(form.given["text"])
    add_comment(
        commanding(),
        assessment_id=assessment_id,
        form=form_stage(stage).value,
        question=question,
        actor_id=signed_in().id,
        text=text,
        token=_of_its_own(posted_token(), question, text),
    )
    return _back(assessment_id, f"answer-{question}", added=question)


def _of_its_own(token: str, question: str, text: str) -> str:
    """The comment's own number: the page's one form can send several comments, each once, and a
    decision after them."""
    return sha256(f"{token} {question} {text}".encode()).hexdigest() if token else ""


def _refused(assessment_id: int, question: str, text: str, message: str) -> Response:
    shown = deciding(assessment_id)
    if shown is None or question not in {q.key for q in shown.content.questions.questions()}:
        raise Invalid("text", message)
    others = typed_comments(shown.content.questions).texts
    return decision_page(
        shown,
        _decision(shown),
        status=422,
        errors=[{"text": message, "href": f"#{BOX}{question}"}],
        typed=TypedComments({**others, question: text}, question, message),
        read=posted_seen(),
    )


def _back(assessment_id: int, place: str, *, added: str = "") -> Response:
    """Back to the page of the decision: by a new request, or at once with what is half typed."""
    shown = deciding(assessment_id)
    if shown is not None:
        form = _decision(shown)
        typed = typed_comments(shown.content.questions, without=added)
        if typed.texts or (form is not None and anything_typed(form)):
            return decision_page(shown, form, typed=typed, read=posted_seen())
    return go_to(f"/assessments/{assessment_id}/decision#{place}")


def _decision(shown: Deciding) -> PageForm | None:
    """The decision as far as it is typed; None for who has none to take."""
    return the_decision_form(shown)() if shown.may_decide else None


@pages.post("/assessments/<int:assessment_id>/comments/<int:comment_id>/resolve")
@requires(Permission.DRAFT_READ)
def resolve(assessment_id: int, comment_id: int) -> Response:
    """Mark a comment as dealt with, and go back to where its button stood. What is half typed on
    the page of a decision is kept."""
    the_assessment(assessment_id, Permission.DRAFT_READ)
    resolve_comment(
        commanding(),
        assessment_id=assessment_id,
        comment_id=comment_id,
        actor_id=signed_in().id,
    )
    back = own_page(request.form.get("back", ""))
    if back == f"/assessments/{assessment_id}/decision":
        return _back(assessment_id, f"comment-{comment_id}")
    return go_to(back)


@pages.post("/assessments/<int:assessment_id>/judgements")
@requires(Permission.DECISION_TAKE)
def judge(assessment_id: int) -> Response:
    """Judge one section."""
    stage = the_assessment(assessment_id, Permission.DECISION_TAKE).assessment.stage
    section, grade = request.values.get("section", ""), request.form.get("grade", "")
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
    return _back(assessment_id, section)
