"""One section of a form: a page of questions, saved as a whole."""

from __future__ import annotations

import re

from flask import Blueprint, Response, flash, request

from forms.pages.page import refuse_field
from forms.questions.question import Section
from forms.rendering.builder import SectionForm
from ria.permissions.map import Permission
from ria.services.assessment.remarks import resolve_comment
from ria.services.assessment.save_section import Answers, save_section
from ria.services.evidence.uploads import keep_upload
from ria.services.kit.errors import Invalid, StaleSection, Unmet
from ria.web.answers.choices import kept_hidden
from ria.web.answers.open_form import OpenForm, the_form
from ria.web.assessment.section_pages import (
    needs_more,
    overtaken,
    refused,
    section_form,
    show_missing,
    to_fill_in,
    to_read,
)
from ria.web.kit.forms import as_errors, posted_token, posted_version, uploaded
from ria.web.kit.pages import go_to
from ria.web.request.access import requires, signed_in
from ria.web.request.session import write_store

pages = Blueprint("sections", __name__)

ADDRESS = "/assessments/<int:assessment_id>/<stage>/<section_id>"
_DEALT_WITH = re.compile(r"dealt-with-([0-9]{1,9})")
NOT_ASKED = "That section is not asked, with the answers as they now are."


@pages.get(ADDRESS)
@requires(Permission.DRAFT_READ)
def show(assessment_id: int, stage: str, section_id: str) -> Response:
    """Show the section to fill in; read-only for those who may not edit, or when the form is
    closed.
    """
    shown = the_form(assessment_id, stage)
    section = shown.section(section_id)
    if section.id not in {each.id for each in shown.content.now.sections}:
        flash(NOT_ASKED, "note")
        return go_to(shown.address)
    if not shown.may_edit:
        return to_read(shown, section)
    version, form = shown.content.version_of(section.id), section_form(shown, section)
    if request.args.get("missing"):
        show_missing(shown, section, form)
    return to_fill_in(shown, section, form, version, errors=as_errors(form.problems))


@pages.post(ADDRESS)
@requires(Permission.ANSWERS_EDIT)
def save(assessment_id: int, stage: str, section_id: str) -> Response:
    """Save the section. Refused input is shown again as typed."""
    shown = the_form(assessment_id, stage)
    section = shown.section(section_id)
    form = section_form(shown, section)
    if form.rearranged:
        return to_fill_in(shown, section, form, posted_version())
    if not form.validate():
        return refused(shown, section, form, as_errors(form.problems))
    try:
        _save(shown, section, form)
    except StaleSection as refusal:
        return overtaken(the_form(assessment_id, stage), section, refusal)
    except (Invalid, Unmet) as refusal:
        for field in form.question_fields:
            if isinstance(refusal, Invalid) and refusal.field == field.name:
                refuse_field(field, refusal.message)
        errors = as_errors(form.problems) or [{"text": refusal.message}]
        return refused(shown, section, form, errors)
    return go_to(_onward(the_form(assessment_id, stage), section, form))


def _save(shown: OpenForm, section: Section, form: SectionForm) -> None:
    row = shown.content.sections.get(section.id)
    answers = kept_hidden(form, dict(row.answers) if row else {})
    assessment_id, actor_id = shown.assessment_id, signed_in().id
    answers |= _keep_uploads(assessment_id, actor_id, form)
    save_section(
        write_store(),
        assessment_id=assessment_id,
        form=shown.content.form,
        section=section.id,
        actor_id=actor_id,
        answers=answers,
        seen_version=posted_version(),
        token=posted_token(),
    )


def _keep_uploads(assessment_id: int, actor_id: int, form: SectionForm) -> Answers:
    """Store new files and return their keys by question. Each upload has its own idempotency
    token.
    """
    keys: Answers = {}
    for number, (question, file) in enumerate(form.uploads().items()):
        upload = uploaded(file)
        if upload is not None:
            keys[question] = keep_upload(
                write_store(),
                assessment_id=assessment_id,
                actor_id=actor_id,
                upload=upload,
                question=question,
                token=f"{posted_token()[:48]}-{number}",
            )
    return keys


def _onward(shown: OpenForm, section: Section, form: SectionForm) -> str:
    """Return where the pressed button leads: the task list, the next section given the present
    answers, or back to this one with a comment resolved.
    """
    then = request.form.get("then", "")
    dealt_with = _DEALT_WITH.fullmatch(then)
    if dealt_with:
        about = {"assessment_id": shown.assessment_id, "comment_id": int(dealt_with[1])}
        resolve_comment(write_store(), **about, actor_id=signed_in().id)
        flash("The section is saved, and the comment is dealt with.", "success")
        return f"{shown.address}/{section.id}"
    more = needs_more(shown, section, form.answers())
    if more:
        flash(f"“{section.title}” is saved as a draft. {more}", "note")
    elif then == "later":
        flash(f"“{section.title}” is saved.", "success")
    if then == "later":
        return shown.address
    following = shown.tasks().after(section.id)
    return f"{shown.address}/{following.section.id if following else 'check'}"
