"""The form on which an owner says why something is overdue."""

from __future__ import annotations

from forms.pages.page import PageForm, page_form
from forms.questions.question import Kind, Question


def lateness_form(written: str) -> type[PageForm]:
    """Why it is overdue. `written`: what was said before."""
    return page_form(
        "lateness",
        Question(
            key="text",
            kind=Kind.TEXT,
            lines=5,
            min_length=10,
            max_length=1_000,
            label="Why is it overdue?",
            hint="Say what it waits for, and by when it will be done. Name nobody.",
            help="It stands beside the policy's name on its public page, and in its history.",
            example="The last figures arrive in May. The review is finished in June.",
            missing="Say why it is overdue",
        ),
        answers={"text": written} if written else {},
    )
