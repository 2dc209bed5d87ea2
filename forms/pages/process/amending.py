"""The form with which an owner proposes a minor amendment."""

from __future__ import annotations

from forms.pages.page import PageForm, page_form
from forms.pages.process.decision import LONGEST
from forms.questions.question import Kind, Option, Question

_LIMBS = {
    "eliminate": "Does it change whether anybody could be treated unlawfully or unfairly?",
    "advance": "Does it change what is done so that every group has the same chances?",
    "relations": "Does it change anything between groups of people?",
}
"""The three aims of the equality duty, asked of a small change."""


def amendment_form() -> type[PageForm]:
    """Build the form for the change of the text, and the confirmation that no aim of the duty is
    affected.
    """
    return page_form(
        "amendment",
        Question(
            key="summary",
            kind=Kind.TEXT,
            lines=2,
            min_length=20,
            max_length=LONGEST,
            label="What changes, and why is it small?",
            hint="This is published.",
            help="A minor amendment changes words, names or numbers, and nothing for people.",
            example="The unit has a new name. Nobody does anything in another way.",
            missing="Say what changes and why it is small",
        ),
        _text("before", "How does the text read now?", "Send it to the Property Services Unit."),
        _text("after", "How shall it read?", "Send it to the Estates Unit."),
        *(_limb(key, label) for key, label in _LIMBS.items()),
    )


def _text(key: str, label: str, example: str) -> Question:
    return Question(
        key=key,
        kind=Kind.TEXT,
        min_length=3,
        label=label,
        hint="The sentences that change, word for word. They are published.",
        help="Copy them from the policy's text.",
        example=example,
        missing=f"{label[:-1]}? Copy the sentences here",
    )


def _limb(key: str, label: str) -> Question:
    return Question(
        key=key,
        kind=Kind.ONE,
        label=label,
        help='If you cannot say "no change" with a good conscience, it is not a minor amendment.',
        example="No change: only the name of a unit is different.",
        missing=f"Answer: {label}",
        options=(
            Option(value="no_change", label="No change"),
            Option(value="change", label="Yes, or I am not sure"),
        ),
    )
