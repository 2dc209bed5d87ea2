"""Filling in forms as a browser would send them."""

from __future__ import annotations

from typing import Any

from forms.answers.parsing import serialise
from forms.questions.question import QuestionSet
from tests.forms.samples import by_section, form_set, screening
from tests.ria.building import Edition
from tests.ria.web.client import Visitor

REGISTRATION = {
    "title": "Patching of servers",
    "subject_type": "procedure",
    "committee_id": "n1",
    "unit_id": "n1",
    "operation": "proposed",
    "urgent": "no",
    "restricted": "no",
    "text_state": "not_yet",
}
"""What has to be typed to register a policy; the owner is suggested."""


def fields_of(
    answers: dict[str, Any], question_set: QuestionSet | None = None
) -> dict[str, list[str]]:
    """Stored answers of a form (the screening unless another is given) as a browser posts them."""
    questions = {question.key: question for question in (question_set or screening()).questions()}
    return {
        name: texts
        for key, value in answers.items()
        for name, texts in serialise(questions[key], value).items()
    }


def address(edition: Edition, *parts: str, form: str = "screening") -> str:
    """The address of a form of the edition, or of a part of it."""
    return "/".join([f"/assessments/{edition.assessment_id}/{form}", *parts])


def fill_in(visitor: Visitor, edition: Edition, case: str, contact: str = "U1") -> None:
    """Answer the whole form page by page, with "Save and continue" all the way."""
    sections = by_section(case, contact=contact)
    here = address(edition, next(iter(sections)))
    while not here.endswith("/check"):
        visitor.get(here)
        answers = fields_of(sections[here.rpartition("/")[2]])
        visitor.submit({**answers, "then": "continue"}, action=here)
        here = visitor.response.headers["Location"]
    visitor.get(here)


def fill_in_form(
    visitor: Visitor, edition: Edition, form: str, answers: dict[str, Any]
) -> list[str]:
    """Answer a whole form page by page, following "Save and continue"; the sections met.

    What a page shows already is sent along unless `answers` holds something else for it.
    """
    questions, met = form_set(form), []
    visitor.get(address(edition, form=form))
    here = visitor.page.select_one(".govuk-task-list a")["href"]
    while not here.endswith("/check"):
        section = questions.section(here.rpartition("/")[2])
        mine = {q.key: answers[q.key] for q in section.questions if q.key in answers}
        visitor.get(here)
        shown = visitor.filled(visitor.form(here))
        fields = {**without(shown, mine), **fields_of(mine, questions), "then": "continue"}
        visitor.post(here, fields)
        met.append(section.id)
        here = visitor.response.headers["Location"]
    visitor.get(here)
    return met


def without(fields: dict[str, Any], keys: Any) -> dict[str, Any]:
    """The fields that belong to none of these questions."""
    return {
        name: value
        for name, value in fields.items()
        if not any(name == key or name.startswith(f"{key}-") for key in keys)
    }
