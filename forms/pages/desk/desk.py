"""The form of the approver's desk: which colleague takes on a decision."""

from __future__ import annotations

from collections.abc import Mapping

from forms.pages.page import PageForm, page_form
from forms.questions.question import Kind, Question


def assign_form(people: Mapping[str, str]) -> type[PageForm]:
    """Choose the colleague. `people`: those who may decide on it, by reference."""
    return page_form(
        "assign",
        Question(
            key="colleague",
            kind=Kind.PERSON,
            label="Who takes it in hand?",
            hint="Members of the Strategy Unit who wrote nothing in the form.",
            help="They get a mail, and it appears in their work as claimed by them. Any member of "
            "the unit can still decide on it.",
            example="The colleague who decided on the round before.",
            missing="Choose a colleague",
        ),
        people=people,
    )
