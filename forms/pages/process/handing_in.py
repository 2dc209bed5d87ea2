"""The question asked when a returned form is submitted again without a change."""

from __future__ import annotations

from forms.pages.page import PageForm, page_form
from forms.questions.question import Kind, Question


def unchanged_form() -> type[PageForm]:
    """Build the form that asks why nothing was changed."""
    return page_form(
        "unchanged",
        Question(
            key="reason",
            kind=Kind.TEXT,
            lines=3,
            min_length=10,
            max_length=2_000,
            label="Why was nothing changed?",
            hint="It was returned for changes, and no answer differs. Whoever decides reads this.",
            help="Change what was asked for. If it cannot be done, or was a misunderstanding, say "
            "so here.",
            example="The other eleven stations keep no figures. We said so under limits.",
            missing="Say why nothing was changed, or change what was asked for",
        ),
    )
