"""The forms for inviting contributors and for handing over policies."""

from __future__ import annotations

from collections.abc import Mapping

from forms.pages.page import PageForm, page_form
from forms.questions.question import Kind, Option, Question


def handover_form(people: Mapping[str, str], owner: str, deputy: str) -> type[PageForm]:
    """Build the form that names a policy's new owner and deputy; the present ones are preselected.
    `people`: reference to name.
    """
    return page_form(
        "handover",
        Question(
            key="owner",
            kind=Kind.PERSON,
            label="Who owns it?",
            help="The owner sees to it that the policy is assessed in time. Reminders go to them.",
            example="Whoever leads the work on the policy now.",
            missing="Choose the owner",
        ),
        Question(
            key="deputy",
            kind=Kind.PERSON,
            required=False,
            label="Who deputises for the owner? (optional)",
            hint="Somebody other than the owner. Leave the choice open for nobody.",
            help="The deputy can fill in the forms and hand them in, as the owner can.",
            example="A colleague of the same unit.",
            missing="Choose the deputy",
        ),
        answers={"owner": owner, **({"deputy": deputy} if deputy else {})},
        people=people,
    )


def everything_form(holders: Mapping[str, str], takers: Mapping[str, str]) -> type[PageForm]:
    """Build the form that hands over all policies of one person to another, both by reference."""
    return page_form(
        "everything",
        Question(
            key="leaver",
            kind=Kind.ONE,
            label="Whose policies are handed over?",
            help="Every policy that they own or deputise for. What they wrote stays theirs.",
            example="A colleague who moves to another unit.",
            missing="Choose whose policies are handed over",
            options=tuple(Option(value=ref.lower(), label=name) for ref, name in holders.items()),
        ),
        Question(
            key="taker",
            kind=Kind.PERSON,
            label="To whom?",
            help="They get one mail that lists the policies.",
            example="Whoever takes over the post.",
            missing="Choose to whom",
        ),
        people=takers,
    )


def invite_form(people: Mapping[str, str]) -> type[PageForm]:
    """Build the form for inviting a contributor. `people`: those who can be invited, by
    reference.
    """
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
