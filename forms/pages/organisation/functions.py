"""The form of a function: what the organisation is there to do."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from forms.pages.page import PageForm, page_form
from forms.questions.question import Kind, Option, Question


def function_form(
    phases: Mapping[str, str], answers: Mapping[str, JsonValue] | None = None
) -> type[PageForm]:
    """A function. `phases`: value to label."""
    return page_form(
        "function",
        Question(
            key="name",
            kind=Kind.TEXT,
            lines=1,
            max_length=200,
            label="What is it called?",
            help="Something the organisation is there to do, whatever policy it does it by. "
            "Renaming it changes the name everywhere but in what was published before.",
            example="Custody and disposal",
            missing="Enter its name",
        ),
        Question(
            key="number",
            kind=Kind.NUMBER,
            required=False,
            minimum=1,
            maximum=9_999,
            label="Number (optional)",
            hint="Functions are listed by number. Leave it empty and it gets the next one.",
            help="Use the number of your scheme, if it numbers them.",
            example="4",
        ),
        Question(
            key="phase",
            kind=Kind.ONE,
            label="How early is it reviewed?",
            help="The first phase is what the scheme reviews in its first year. Priority functions "
            "come next.",
            example="Stop and search was in the first phase.",
            missing="Choose how early it is reviewed",
            options=tuple(Option(value=value, label=label) for value, label in phases.items()),
        ),
        answers=answers,
    )
