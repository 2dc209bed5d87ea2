"""Two people's answers to one section, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.answers.display import Block, blocks
from forms.questions.question import Answers, Section


@dataclass(frozen=True)
class Difference:
    """One question that the two answered differently."""

    key: str
    label: str
    theirs: tuple[Block, ...]
    yours: tuple[Block, ...]


def both_texts(
    section: Section, theirs: Answers, yours: Answers, names: Mapping[str, str]
) -> tuple[Difference, ...]:
    """What differs, in the order asked."""
    return tuple(
        Difference(
            question.key,
            question.label,
            blocks(question, theirs.get(question.key), names),
            blocks(question, yours.get(question.key), names),
        )
        for question in section.questions
        if theirs.get(question.key) != yours.get(question.key)
    )
