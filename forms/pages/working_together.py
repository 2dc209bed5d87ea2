"""The forms of working together: whom to invite, and to whom a policy is handed over."""

from __future__ import annotations

from collections.abc import Mapping

from forms.pages.page import PageForm, page_form
from forms.question import Kind, Question


def invite_form(people: Mapping[str, str]) -> type[PageForm]:
    """Whom to invite. `people` who could be, by reference."""
    return page_form(
        "invite",
        Question(
            key="person",
            kind=Kind.PERSON,
            label="Whom do you invite?",
            hint="Anybody with an account.",
            help="They get a mail. They can read the forms of this assessment, answer their "
            "questions and comment. Whoever answers a question can neither decide on that form "
            "nor sign it.",
            example="The analyst who knows the figures.",
            missing="Choose whom you invite",
        ),
        people=people,
    )
