"""The pages of one section: to fill in, to read, and to resolve a conflict between two versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response

from forms.answers.answers import Missing, visible_questions
from forms.answers.display import summary
from forms.answers.rating import final_level, rate
from forms.pages.page import refuse_field
from forms.questions.question import Section
from forms.rendering.builder import SectionForm, build_form
from ria.queries.accounts.people import names
from ria.queries.assessment.task_list import open_comments
from ria.services.kit.errors import StaleSection
from ria.web.answers.carried import from_before
from ria.web.answers.choices import choices_for, named, unshown
from ria.web.answers.open_form import OpenForm
from ria.web.answers.returned import returned
from ria.web.assessment.finishing import finish_of
from ria.web.kit.conflict import both_texts
from ria.web.kit.forms import posted_version
from ria.web.kit.pages import page
from ria.web.request.session import read_session

OVERTAKEN = "Somebody else saved this section while you were writing"
OVERTAKEN_BY_ONESELF = "You saved this section in another window while you were writing here"


def section_form(shown: OpenForm, section: Section) -> SectionForm:
    """Return the section's form with the posted answers, or else the stored ones."""
    choices = choices_for(shown.case.policy.id, section.questions)
    content = shown.content
    form = build_form(content.questions, section, content.answers, choices)()
    return from_before(content, named(choices)).on_fields(form)


def show_missing(shown: OpenForm, section: Section, form: SectionForm) -> None:
    """Show at its field what keeps the section from being complete."""
    fields = {field.name: field for field in form.question_fields}
    for gap in _gaps(shown, section):
        if gap.key in fields:
            refuse_field(fields[gap.key], gap.message, alone=False)


def needs_more(shown: OpenForm, section: Section, answers: Mapping[str, Any]) -> str:
    """Return in a sentence which answers are insufficient; empty if none is."""
    short = [gap.alone for gap in _gaps(shown, section) if gap.key in answers]
    if not short:
        return ""
    count = len(short)
    what = short[0] if count == 1 else f"{count} answers need more"
    return f"Before it can be handed in: {what[:1].lower()}{what[1:]}."


def _gaps(shown: OpenForm, section: Section) -> tuple[Missing, ...]:
    return tuple(gap for gap in shown.content.gaps if gap.section_id == section.id)


def to_fill_in(
    shown: OpenForm, section: Section, form: SectionForm, version: int, **more: Any
) -> Response:
    """Render the section to fill in. `version` goes into the form as the version its answers are
    based on.
    """
    more.setdefault("differences", None)
    more.setdefault("saved_myself", False)
    more.setdefault("unshown", ())
    context = {**_context(shown, section), **_remarks(shown, section), **more}
    return page("pages/assessment/sections/section.html", form=form, version=version, **context)


def refused(
    shown: OpenForm, section: Section, form: SectionForm, errors: Sequence[dict[str, str]]
) -> Response:
    """Render the section again, with the errors and everything that was typed."""
    return to_fill_in(
        shown,
        section,
        form,
        posted_version(),
        status=422,
        errors=errors,
        unshown=unshown(form),
    )


def overtaken(shown: OpenForm, section: Section, refusal: StaleSection) -> Response:
    """Render both versions side by side, with the person's own in the form, to be saved over the
    other.
    """
    form = section_form(shown, section)
    known = named(choices_for(shown.case.policy.id, section.questions))
    return to_fill_in(
        shown,
        section,
        form,
        refusal.version,
        status=409,
        differences=both_texts(section.questions, refusal.theirs, form.answers(), known),
        saved_by=refusal.saved_by,
        saved_myself=refusal.own,
        unshown=unshown(form),
        errors=[
            {"text": OVERTAKEN_BY_ONESELF if refusal.own else OVERTAKEN, "href": "#both-texts"}
        ],
    )


def to_read(shown: OpenForm, section: Section) -> Response:
    """Render the section's answers, for people who may not change them or when the form is
    closed.
    """
    content = shown.content
    known = named(choices_for(shown.case.policy.id, section.questions))
    asked = visible_questions(content.questions, section, content.answers)
    rows = from_before(content, known).on_rows(summary(asked, content.visible, known))
    return page(
        "pages/assessment/sections/to_read.html",
        rows=rows,
        filled_in_by=finish_of(content.form).filled_in_by,
        **_context(shown, section),
    )


def _context(shown: OpenForm, section: Section) -> dict[str, Any]:
    content = shown.content
    rated = section.shows_rating and content.questions.rating is not None
    return {
        "shown": shown,
        "section": section,
        "place": _place(shown, section),
        "policy": shown.case.policy,
        "rating": rate(content.questions, content.answers) if rated else None,
        "final": final_level(content.questions, content.answers) if rated else None,
    }


def _remarks(shown: OpenForm, section: Section) -> dict[str, Any]:
    """What those who fill the section in have to look at: its comments and the return."""
    found = open_comments(read_session(), shown.assessment_id, shown.content.form)
    remarks = [remark for remark in found if remark.section == section.id]
    return {
        "comments": remarks,
        "returned": returned(shown),
        "authors": names(read_session(), (remark.author_id for remark in remarks)),
        "labels": {question.key: question.label for question in section.questions},
    }


def _place(shown: OpenForm, section: Section) -> str:
    """Return a text such as `Section 3 of 8`; empty for a section that is not asked now."""
    ids = [each.id for each in shown.content.now.sections]
    return f"Section {ids.index(section.id) + 1} of {len(ids)}" if section.id in ids else ""
