"""The forms of the actions that have their own page."""

from __future__ import annotations

from collections.abc import Mapping

from forms.pages.page import PageForm, page_form
from forms.pages.process.decision import DATE_HINT, LONGEST
from forms.questions.question import Kind, Option, Question


def plain_form() -> type[PageForm]:
    """Build a form without questions: a button to confirm."""
    return page_form("sure")


def raise_form(levels: Mapping[str, str]) -> type[PageForm]:
    """Build the form for raising the level, with a reason. `levels`: those above the present one,
    by value.
    """
    return page_form(
        "raise_level",
        Question(
            key="level",
            kind=Kind.ONE,
            label="To which level is it raised?",
            help="The level settles how much is asked, who signs and how long people are "
            "consulted. It can only go up from here.",
            example="High relevance, because the policy now lets officers use force.",
            missing="Choose the level",
            options=tuple(Option(value=value, label=label) for value, label in levels.items()),
        ),
        Question(
            key="reason",
            kind=Kind.TEXT,
            min_length=10,
            max_length=LONGEST,
            label="Why is it raised?",
            help="The author reads this first. Say what the screening did not see.",
            example="The trial showed that young Black men were searched three times as often.",
            missing="Say why it is raised",
        ),
    )


def recall_form() -> type[PageForm]:
    """Build the form that asks what has become known since the approval."""
    return page_form(
        "recall",
        Question(
            key="reason",
            kind=Kind.TEXT,
            min_length=10,
            max_length=LONGEST,
            label="What has become known since it was approved?",
            help="An approval is recalled only for a new fact, not for a second thought. Say what "
            "it is and where it comes from.",
            example="The census figures published on 3 May show a group twice as large.",
            missing="Say what has become known",
        ),
    )


def withdraw_form(*, needs_next: bool) -> type[PageForm]:
    """Build the form for a withdrawal and its reason. If the policy stays in use, it also asks when
    it is next assessed.
    """
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
    """Build the form that names the policy which covers this one, and why."""
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
