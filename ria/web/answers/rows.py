"""A form's answers as summary rows, for checking, deciding and signing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.answers.answers import seen
from forms.answers.display import SummaryRow, summary
from forms.answers.rating import Rating, rate
from forms.questions.question import Section
from ria.queries.assessment.form_content import FormContent
from ria.web.answers.carried import from_before
from ria.web.answers.choices import choices_for, named


@dataclass(frozen=True)
class Answered:
    """A section with its answers as rows of a summary list."""

    section: Section
    rows: list[SummaryRow]


def names_in(content: FormContent, policy_id: int | None) -> dict[str, str]:
    """Return the names of all people, files and sources that a form's answers can refer to."""
    return named(choices_for(policy_id, content.questions.questions()))


def answered_sections(content: FormContent, known: Mapping[str, str]) -> list[Answered]:
    """Return every visible section with its answers. `known`: see `names_in`."""
    shown_too = from_before(content, known)
    now = seen(content.questions, content.answers)
    return [
        Answered(section, shown_too.on_rows(summary(now.questions[section.id], now.answers, known)))
        for section in now.sections
    ]


def rating_of(content: FormContent) -> Rating | None:
    """Return the level computed from the answers; None for a form without a rating."""
    return rate(content.questions, content.answers) if content.questions.rating else None
