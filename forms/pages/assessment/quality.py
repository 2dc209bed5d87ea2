"""The form for overriding a finding of the quality checker."""

from __future__ import annotations

from forms.pages.page import PageForm, page_form
from forms.questions.question import Kind, Question


def reason_form(shortest: int, longest: int) -> type[PageForm]:
    """Build the form that asks why the answer is right as it is."""
    return page_form(
        "left",
        Question(
            key="reason",
            kind=Kind.TEXT,
            lines=3,
            min_length=shortest,
            max_length=longest,
            label="Why is the answer right as it is?",
            help="Whoever decides reads this. It counts until the answer is changed.",
            example="These are the newest figures there are. The next come out in October.",
            missing="Say why the answer is right as it is",
        ),
    )
