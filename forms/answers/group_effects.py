"""The effects on groups that a form records, whichever of its questions asks for them.

An effect is in a column named `effect` of a per_group question or a table; the effect that remains
after the changes is in a column named `residual`. A table names the strand and the group in columns
of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from forms.answers.answers import seen
from forms.answers.visibility import View, groups_of
from forms.questions.question import Answers, Kind, Question, QuestionSet, Section

HARM = frozenset({"negative", "both"})
OPEN = HARM | {"unknown"}

_EFFECT, _LEFT = "effect", "residual"


@dataclass(frozen=True)
class GroupEffect:
    """The effect on one group; `value` is empty while it is unanswered.

    `left` is the effect that remains, equal to `value` where no question asks for it.
    `left_section` and `left_question` say where it is recorded.
    """

    section: str
    question: str
    strand: str
    group: str
    label: str
    value: str
    size: str
    left: str
    left_section: str
    left_question: str

    @property
    def is_harm(self) -> bool:
        """Whether the effect is negative or mixed, so that somebody in the group is worse off."""
        return self.value in HARM


def group_effects(question_set: QuestionSet, answers: Answers) -> tuple[GroupEffect, ...]:
    """Return the effect on every group that the form asks about, in the order asked."""
    now = seen(question_set, answers)
    left = {
        (section.strand, group): _Left(row.get(_LEFT, ""), section.id, question.key)
        for section, question in _asking(question_set, now, _LEFT)
        for group, _, row in _rows(question, now)
        if question.kind is Kind.PER_GROUP
    }
    return tuple(
        _effect(section, question, group, label, row, left.get((section.strand, group)))
        for section, question in _asking(question_set, now, _EFFECT)
        for group, label, row in _rows(question, now)
    )


@dataclass(frozen=True)
class _Left:
    """The effect that remains for a group, and where that is asked."""

    value: str
    section: str
    question: str


def _effect(
    section: Section,
    question: Question,
    group: str,
    label: str,
    row: dict[str, Any],
    left: _Left | None,
) -> GroupEffect:
    return GroupEffect(
        section=section.id,
        question=question.key,
        strand=str(row.get("strand", section.strand)),
        group=group,
        label=label,
        value=str(row.get(_EFFECT, "")),
        size=str(row.get("size", "")),
        left=str(row.get(_LEFT) or (left and left.value) or row.get(_EFFECT, "")),
        left_section=left.section if left else section.id,
        left_question=left.question if left else question.key,
    )


def _asking(
    question_set: QuestionSet, now: View, column: str
) -> Iterator[tuple[Section, Question]]:
    """Yield the questions that have such a column with options. A free-text column of that name
    does not hold a group's effect.
    """
    for section in now.sections:
        for question in now.questions[section.id]:
            asked = question.column(column)
            if asked is not None and asked.kind is Kind.ONE:
                yield section, question


def _rows(question: Question, now: View) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield each group, its label, and the answers about it."""
    value: Any = now.known.get(question.key)
    if question.kind is Kind.PER_GROUP:
        labels = {option.value: option.label for option in question.groups}
        for group in groups_of(question, now.known):
            yield group, labels[group], (value or {}).get(group, {})
    else:
        for row in value or ():
            yield str(row.get("group", "")), str(row.get("group", "")), row
