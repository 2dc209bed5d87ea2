"""The forms of the actions that have a page of their own."""

from __future__ import annotations

from forms.pages.decision import DATE_HINT, LONGEST
from forms.pages.page import PageForm, page_form
from forms.question import Kind, Question


def plain_form() -> type[PageForm]:
    """Nothing to type: a button to be sure."""
    return page_form("sure")


def withdraw_form(*, needs_next: bool) -> type[PageForm]:
    """Why it is withdrawn; and when it is next assessed, for a policy that goes on in use."""
    return page_form(
        "withdraw",
        Question(
            key="reason",
            kind=Kind.TEXT,
            min_length=10,
            max_length=LONGEST,
            label="Why is it withdrawn?",
            help="The history keeps this. Say what becomes of the policy.",
            example="The project was stopped before anything was decided.",
            missing="Say why it is withdrawn",
        ),
        Question(
            key="next_due_on",
            kind=Kind.DATE,
            required=needs_next,
            label="When is the policy next to be assessed?" + ("" if needs_next else " (optional)"),
            hint=DATE_HINT,
            help="A policy in use, or one that was assessed before, cannot go without a next day.",
            example="27 3 2027",
            missing="Enter the day of the next assessment",
        ),
    )


def cover_form() -> type[PageForm]:
    """Which policy covers this one, and why."""
    return page_form(
        "cover",
        Question(
            key="parent_reference",
            kind=Kind.TEXT,
            lines=1,
            max_length=40,
            label="Which policy covers this one?",
            hint="Its reference in the register.",
            help="The policy whose assessment settles everything in this one that touches people.",
            example="P0012",
            missing="Enter the reference of the policy",
        ),
        Question(
            key="reason",
            kind=Kind.TEXT,
            min_length=10,
            max_length=LONGEST,
            label="Why does this policy add no decision that affects people?",
            help="Say how the other policy already settles it.",
            example="It only lists the telephone numbers used under the other policy.",
            missing="Say why it adds no decision that affects people",
        ),
    )
