"""Pages for the contributors to an assessment, and for comments made while a form is filled in."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Blueprint, Response, flash, request
from werkzeug.exceptions import NotFound

from forms.answers.display import blocks
from forms.pages.assessment.contributors import invite_form
from forms.pages.process.decision import comment_form
from forms.questions.question import Question, Section
from ria.permissions.map import Permission
from ria.queries.accounts.people import active_people
from ria.queries.assessment.contributors import comments_on, who_can_be_invited, workers
from ria.services.assessment.contributors import invite, uninvite
from ria.services.assessment.remarks import add_comment
from ria.web.answers.choices import choices_for, named
from ria.web.answers.open_form import OpenForm, the_form
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import sender
from ria.web.kit.pages import go_to
from ria.web.request.access import requires, signed_in, the_assessment
from ria.web.request.session import read_session, write_store

pages = Blueprint("people_of", __name__)

PEOPLE = "/assessments/<int:assessment_id>/people"
COMMENT = "/assessments/<int:assessment_id>/<stage>/comment/<question>"


@form_page(pages, PEOPLE, Permission.DRAFT_READ, change=Permission.CONTRIBUTORS_INVITE)
def people(assessment_id: int) -> FormPage:
    """All contributors; the owner and the deputy also get a form to invite more."""
    seen = the_assessment(assessment_id)
    listed = cache(lambda: workers(read_session(), seen.policy, seen.assessment))
    if request.method == "POST":
        # Everybody is a valid choice here: a person invited meanwhile is no error.
        can_be_invited = {user.ref: user.name for user in active_people(read_session())}
    else:
        can_be_invited = who_can_be_invited(read_session(), listed())
    form = invite_form(can_be_invited)()

    def command() -> Done:
        invite(
            write_store(),
            assessment_id=assessment_id,
            actor_id=signed_in().id,
            person_ref=str(form.given["person"]),
        )
        return Done(request.path, "They are invited, and have been told.")

    return FormPage(
        "pages/assessment/contributors/people.html",
        form,
        command,
        lambda: {
            "policy": seen.policy,
            "assessment": seen.assessment,
            "workers": listed(),
            "form": form if seen.may(Permission.CONTRIBUTORS_INVITE) else None,
        },
    )


@pages.post(f"{PEOPLE}/remove")
@requires(Permission.CONTRIBUTORS_INVITE)
def remove(assessment_id: int) -> Response:
    """Withdraw an invitation."""
    the_assessment(assessment_id)
    uninvite(
        write_store(),
        assessment_id=assessment_id,
        actor_id=signed_in().id,
        person_ref=request.form.get("person", ""),
    )
    flash("The invitation is taken back. What they wrote stays.", "success")
    return go_to(f"/assessments/{assessment_id}/people")


# --- Comments ---------------------------------------------------------------------------------


@form_page(pages, COMMENT, Permission.COMMENT_WRITE)
def remark(assessment_id: int, stage: str, question: str) -> FormPage:
    """The comments on one question, and the form to add one."""
    the_assessment(assessment_id)
    shown = the_form(assessment_id, stage)
    section, asked = _asked(shown, question)
    form = comment_form()()

    def command() -> Done:
        add_comment(
            write_store(),
            assessment_id=assessment_id,
            form=shown.content.form,
            question=question,
            text=str(form.given["text"]),
            **sender(),
        )
        return Done(request.path, "Your comment stands at the question.")

    def context() -> dict[str, Any]:
        known = named(choices_for(shown.case.policy.id, [asked]))
        earlier = comments_on(read_session(), assessment_id, shown.content.form, question)
        return {
            "shown": shown,
            "policy": shown.case.policy,
            "section": section,
            "question": asked,
            "answer_blocks": blocks(asked, shown.content.visible.get(question), known),
            "comments": earlier,
        }

    return FormPage("pages/assessment/contributors/comment.html", form, command, context)


def _asked(shown: OpenForm, key: str) -> tuple[Section, Question]:
    for section in shown.content.questions.sections:
        for question in section.questions:
            if question.key == key:
                return section, question
    raise NotFound
