"""Two people's answers to the same questions, compared side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from forms.answers.display import Block, blocks
from forms.questions.question import Question


@dataclass(frozen=True)
class Difference:
    """One question to which the two gave different answers."""

    label: str
    theirs: tuple[Block, ...]
    yours: tuple[Block, ...]


def both_texts(
    questions: Iterable[Question],
    theirs: Mapping[str, JsonValue],
    yours: Mapping[str, JsonValue],
    names: Mapping[str, str] | None = None,
) -> tuple[Difference, ...]:
    """The differences, in the order of the questions. `names`: people, files and sources by their
    reference.
    """
    return tuple(
        Difference(
            question.label,
            blocks(question, theirs.get(question.key), names or {}),
            blocks(question, yours.get(question.key), names or {}),
        )
        for question in questions
        if theirs.get(question.key) != yours.get(question.key)
    )
