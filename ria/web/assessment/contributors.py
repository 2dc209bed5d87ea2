"""Pages for the contributors to an assessment, and for comments made while a form is filled in."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request
from werkzeug.exceptions import NotFound

from forms.answers.display import blocks
from forms.pages.assessment.contributors import invite_form
from forms.pages.page import PageForm
from forms.pages.process.decision import comment_form
from forms.questions.question import Question, Section
from ria.permissions.map import Permission
from ria.queries.accounts.people import active_people
from ria.queries.assessment.contributors import comments_on, who_can_be_invited, workers
from ria.services.assessment.contributors import invite, uninvite
from ria.services.assessment.remarks import add_comment
from ria.services.kit.errors import Invalid
from ria.web.answers.choices import choices_for, named
from ria.web.answers.open_form import OpenForm, the_form
from ria.web.kit.forms import as_errors, posted_token
from ria.web.kit.pages import go_to, page
from ria.web.request.access import SeenAssessment, requires, signed_in, the_assessment
from ria.web.request.session import read_session, write_store

pages = Blueprint("people_of", __name__)

PEOPLE = "/assessments/<int:assessment_id>/people"
COMMENT = "/assessments/<int:assessment_id>/<stage>/comment/<question>"


@pages.get(PEOPLE)
@requires(Permission.DRAFT_READ)
def people(assessment_id: int) -> Response:
    """Show all contributors; the owner and the deputy also get a form to invite more."""
    return _people(the_assessment(assessment_id, Permission.DRAFT_READ))


@pages.post(PEOPLE)
@requires(Permission.CONTRIBUTORS_INVITE)
def ask(assessment_id: int) -> Response:
    """Invite somebody. An invalid choice is refused at its field."""
    seen = the_assessment(assessment_id, Permission.CONTRIBUTORS_INVITE)
    # Everybody is a valid choice here: a person invited meanwhile is no error.
    form = invite_form({user.ref: user.name for user in active_people(read_session())})()
    if not form.validate():
        return _people(seen, form)
    try:
        invite(
            write_store(),
            assessment_id=assessment_id,
            actor_id=signed_in().id,
            person_ref=str(form.given["person"]),
        )
    except Invalid as refusal:
        form.refuse(refusal.field, refusal.message)
        return _people(seen, form)
    flash("They are invited, and have been told.", "success")
    return go_to(f"/assessments/{assessment_id}/people")


@pages.post(f"{PEOPLE}/remove")
@requires(Permission.CONTRIBUTORS_INVITE)
def remove(assessment_id: int) -> Response:
    """Withdraw an invitation."""
    the_assessment(assessment_id, Permission.CONTRIBUTORS_INVITE)
    uninvite(
        write_store(),
        assessment_id=assessment_id,
        actor_id=signed_in().id,
        person_ref=request.form.get("person", ""),
    )
    flash("The invitation is taken back. What they wrote stays.", "success")
    return go_to(f"/assessments/{assessment_id}/people")


def _people(seen: SeenAssessment, refused: PageForm | None = None) -> Response:
    listed = workers(read_session(), seen.policy, seen.assessment)
    may_invite = seen.may(Permission.CONTRIBUTORS_INVITE)
    form = refused or invite_form(who_can_be_invited(read_session(), listed))(formdata=None)
    return page(
        "pages/assessment/contributors/people.html",
        200 if refused is None else 422,
        policy=seen.policy,
        assessment=seen.assessment,
        workers=listed,
        form=form if may_invite else None,
        errors=as_errors(form.problems) if refused is not None else (),
    )


# --- Comments ---------------------------------------------------------------------------------


@pages.get(COMMENT)
@requires(Permission.COMMENT_WRITE)
def remarks(assessment_id: int, stage: str, question: str) -> Response:
    """Show the comments on one question, and a form to add one."""
    return _remarks(_the_form(assessment_id, stage), question, comment_form()(formdata=None))


@pages.post(COMMENT)
@requires(Permission.COMMENT_WRITE)
def remark(assessment_id: int, stage: str, question: str) -> Response:
    """Add a comment and show it among the others. Refused text is shown again as typed."""
    shown = _the_form(assessment_id, stage)
    _asked(shown, question)
    form = comment_form()()
    if not form.validate():
        return _remarks(shown, question, form, 422)
    add_comment(
        write_store(),
        assessment_id=assessment_id,
        form=shown.content.form,
        question=question,
        actor_id=signed_in().id,
        text=str(form.given["text"]),
        token=posted_token(),
    )
    flash("Your comment stands at the question.", "success")
    return go_to(f"{shown.address}/comment/{question}")


def _the_form(assessment_id: int, stage: str) -> OpenForm:
    the_assessment(assessment_id, Permission.COMMENT_WRITE)
    return the_form(assessment_id, stage)


def _asked(shown: OpenForm, key: str) -> tuple[Section, Question]:
    for section in shown.content.questions.sections:
        for question in section.questions:
            if question.key == key:
                return section, question
    raise NotFound


def _remarks(shown: OpenForm, key: str, form: PageForm, status: int = 200) -> Response:
    section, question = _asked(shown, key)
    known = named(choices_for(shown.case.policy.id, [question]))
    return page(
        "pages/assessment/contributors/comment.html",
        status,
        shown=shown,
        policy=shown.case.policy,
        section=section,
        question=question,
        answer_blocks=blocks(question, shown.content.visible.get(key), known),
        comments=comments_on(read_session(), shown.assessment_id, shown.content.form, key),
        form=form,
        errors=as_errors(form.problems) if status != 200 else (),
    )
