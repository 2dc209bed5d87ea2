"""The forms that open, extend and close a consultation."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from forms.pages.page import PageForm, page_form
from forms.pages.process.decision import DATE_HINT, LONGEST
from forms.questions.question import Kind, Question


def open_form(
    *, usual: str, earliest: str, answers: Mapping[str, JsonValue] | None = None
) -> type[PageForm]:
    """Build the form that opens a consultation. `usual` and `earliest`: the last day, in words;
    `answers`: the plan.
    """
    return page_form(
        "opening",
        Question(
            key="closes_on",
            kind=Kind.DATE,
            label="Until which day can people answer?",
            hint=f"The usual length would end on {usual}. The earliest day is {earliest}.",
            help="The last day counts in full. Leave out holidays and fasts in which people you "
            "want to hear cannot answer.",
            example="27 3 2027",
            missing="Enter the last day for answers",
        ),
        Question(
            key="reason",
            kind=Kind.TEXT,
            max_length=LONGEST,
            required=False,
            lines=3,
            label="Why is it shorter than usual? (only if it is)",
            help="People will ask why they got less time. It is published with the dates.",
            example="The same people were asked about the same proposal in May.",
        ),
        answers=answers,
    )


def extend_form(*, closes: str) -> type[PageForm]:
    """Build the form for a later last day and its reason. `closes`: the present last day, in
    words.
    """
    return page_form(
        "extending",
        Question(
            key="closes_on",
            kind=Kind.DATE,
            label="Until which day can people answer now?",
            hint=f"It closes on {closes} now. {DATE_HINT}.",
            help="Tell everybody whom you asked of the new day.",
            example="27 3 2027",
            missing="Enter the new last day for answers",
        ),
        Question(
            key="reason",
            kind=Kind.TEXT,
            min_length=10,
            max_length=LONGEST,
            lines=3,
            label="Why are people given longer?",
            help="It is published with the dates.",
            example="Two groups asked for time to hold a meeting of their members.",
            missing="Say why people are given longer",
        ),
    )


def close_form() -> type[PageForm]:
    """Build a form without questions: a button to confirm."""
    return page_form("closing")
