"""Two people's answers to the same questions, compared side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from forms.answers.display import Block, blocks
from forms.pages.page import PageForm
from forms.questions.question import Answers, Kind, Section


@dataclass(frozen=True)
class Difference:
    """One question to which the two gave different answers."""

    key: str
    label: str
    theirs: tuple[Block, ...]
    yours: tuple[Block, ...]


def both_texts(
    section: Section, theirs: Answers, yours: Answers, names: Mapping[str, str]
) -> tuple[Difference, ...]:
    """The differences, in the order of the questions."""
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


def differences(filled: PageForm, stored: Mapping[str, JsonValue]) -> tuple[Difference, ...]:
    """The differences between a form's input and what is stored. Files are not compared."""
    yours = filled.answers()
    return tuple(
        Difference(
            field.name,
            field.question.label,
            blocks(field.question, stored.get(field.name)),
            blocks(field.question, yours.get(field.name)),
        )
        for field in filled.question_fields
        if stored.get(field.name) != yours.get(field.name) and field.question.kind is not Kind.FILE
    )
