"""The forms for changing a policy's entry, and for adding a version of its text."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from forms.pages.page import PageForm, page_form
from forms.pages.register.entry import (
    WHERE_IT_STANDS,
    Named,
    functions_question,
    places,
    restriction,
    urgency,
    what_it_is,
    where_it_stands,
)
from forms.questions.question import Kind, Question

CHANGE_GROUPS: Mapping[str, tuple[str, ...]] = {
    "The policy": ("title", "subject_type", "functions"),
    "Whose it is": ("committee_id", "unit_id"),
    "Where it stands": WHERE_IT_STANDS,
    "Special handling": ("urgent", "restricted"),
    "Why": ("reason",),
}
"""The headings of the page, and the questions under each."""


def change_form(
    *,
    committees: Named,
    units: Named,
    functions: Named,
    places_too: bool,
    answers: Mapping[str, JsonValue],
) -> type[PageForm]:
    """The entry as it is. `places_too`: with its committee, its unit, who may read it
    and what the programme says of it."""
    return page_form(
        "change",
        *what_it_is(),
        *functions_question(functions),
        *(places(committees, units) if places_too else ()),
        *where_it_stands(programme_too=places_too),
        *urgency(),
        *(restriction() if places_too else ()),
        Question(
            key="reason",
            kind=Kind.TEXT,
            lines=3,
            max_length=2_000,
            required=False,
            label="Why is it changed?",
            hint="Needed where something hangs on it: whether it is applied to people, its planned "
            "start, whether it is urgent or restricted, its committee, its unit, or what the "
            "programme says.",
            help="Everybody who may read the drafts can read it in the history, beside what the "
            "entry said before.",
            example="The start is put off until the training is done.",
        ),
        answers=answers,
    )


def text_form(*, first: bool) -> type[PageForm]:
    """A version of the policy's text. `first`: there is none yet."""
    return page_form(
        "text",
        Question(
            key="text",
            kind=Kind.FILE,
            label="The text",
            hint="A PDF, Word, OpenDocument or plain text file of up to 10 MB, without macros.",
            help="It is kept as it is, with a hash that proves it. Earlier versions stay. Only "
            "those who may read the draft can open it.",
            example="interpreters-draft-4.docx",
            missing="Choose the file",
        ),
        Question(
            key="note",
            kind=Kind.TEXT,
            lines=3,
            max_length=1_000,
            required=not first,
            label="What is new in it? (optional)" if first else "What is new in it?",
            help="Whoever reads the assessment wants to know whether it still speaks of the same "
            "policy.",
            example="Section 4 now says who pays the interpreter.",
            missing="Say what is new in this version",
        ),
    )
