"""The form for registering a policy."""

from __future__ import annotations

from collections.abc import Mapping

from forms.pages.page import PageForm, if_chosen, page_form, row_option
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
from forms.questions.question import Kind, Option, Question


def registration_form(
    *,
    committees: Named,
    units: Named,
    people: Named,
    functions: Named,
    unit_id: int | None,
    owner_id: int,
    programme_too: bool,
) -> type[PageForm]:
    """The form, with the choices of this organisation; it suggests a unit and an owner.
    `programme_too`: with whether it is a legacy policy."""
    suggested = {"owner_id": f"n{owner_id}"} | ({"unit_id": f"n{unit_id}"} if unit_id else {})
    return page_form(
        "registration",
        *what_it_is(),
        *functions_question(functions),
        *_reference(),
        *places(committees, units),
        *_the_people(people),
        *where_it_stands(programme_too=programme_too),
        *urgency(),
        *restriction(),
        *_its_text(),
        answers=suggested,
    )


GROUPS: Mapping[str, tuple[str, ...]] = {
    "The policy": ("title", "subject_type", "functions", "reference"),
    "Who is responsible": ("committee_id", "unit_id", "owner_id", "deputy_id"),
    "Where it stands": WHERE_IT_STANDS,
    "Special handling": ("urgent", "restricted"),
    "Its text": ("text_state",),
}
"""The headings of the page, and the questions under each."""


def _reference() -> tuple[Question, ...]:
    return (
        Question(
            key="reference",
            kind=Kind.TEXT,
            lines=1,
            max_length=40,
            required=False,
            label="Reference (optional)",
            hint="If it has one already. Leave it empty and the register gives it one.",
            help="Up to 40 letters, digits, dots, hyphens and underscores, without spaces. "
            "It stands in addresses and mails, and cannot be changed later.",
            example="CUST-014",
        ),
    )


def _the_people(people: Named) -> tuple[Question, ...]:
    anybody = tuple(row_option(*person) for person in people)
    return (
        Question(
            key="owner_id",
            kind=Kind.ONE,
            label="Who owns it?",
            hint="The owner fills in the screening and gets the mails.",
            help="Name whoever writes the policy or will carry it through. It need not be you.",
            example="The inspector who is drafting it.",
            missing="Choose the owner",
            options=anybody,
        ),
        Question(
            key="deputy_id",
            kind=Kind.ONE,
            required=False,
            label="Who stands in? (optional)",
            help="A deputy can do everything the owner can. Name one, so that leave and sickness "
            "hold nothing up. It must be somebody other than the owner.",
            example="A colleague in the same unit.",
            options=anybody,
        ),
    )


def _its_text() -> tuple[Question, ...]:
    return (
        Question(
            key="text_state",
            kind=Kind.ONE,
            label="Is its text written?",
            help="Whoever screens and decides reads the text. A draft is better than nothing, and "
            "a later version can be added.",
            example="We attach the draft that the unit head has seen.",
            missing="Say whether its text is written",
            options=(
                Option(value="attached", label="Yes, I attach it"),
                Option(value="not_yet", label="It is not yet written"),
            ),
        ),
        Question(
            key="text",
            kind=Kind.FILE,
            label="The text",
            hint="A PDF, Word, OpenDocument or plain text file of up to 10 MB, without macros.",
            help="It is kept under a key that cannot be guessed, and only those who may read the "
            "draft can open it.",
            example="interpreters-draft-3.docx",
            missing="Choose the file, or say that the text is not yet written",
            show_if=if_chosen("text_state", "attached"),
        ),
    )
