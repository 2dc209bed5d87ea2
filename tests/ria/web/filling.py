"""Filling in forms as a browser would send them."""

from __future__ import annotations

from typing import Any

from forms.parsing import serialise
from tests.forms.samples import by_section, screening
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


def fields_of(answers: dict[str, Any]) -> dict[str, list[str]]:
    """Stored answers of the screening form as a browser posts them."""
    questions = {question.key: question for question in screening().questions()}
    return {
        name: texts
        for key, value in answers.items()
        for name, texts in serialise(questions[key], value).items()
    }


def address(edition: Edition, *parts: str) -> str:
    """The address of the edition's screening form, or of a part of it."""
    return "/".join([f"/assessments/{edition.assessment_id}/screening", *parts])


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
