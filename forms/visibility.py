"""What is shown, given the answers: sections, questions, groups and columns.

A condition sees only what is itself shown, so an answer hidden by an earlier one no
longer shows anything further on. The two conditions that need the computed level are
answered by `on_rating`, which callers pass in; see `answers.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from forms.conditions import Condition, holds
from forms.question import Answers, Column, Kind, Question, QuestionSet, Section

OnRating = Callable[[Condition], bool]


@dataclass(frozen=True)
class View:
    """What one person meets: visible answers, sections, and the questions in each."""

    answers: dict[str, JsonValue]
    sections: tuple[Section, ...]
    questions: Mapping[str, tuple[Question, ...]]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all questions shown."""
        return frozenset(question.key for asked in self.questions.values() for question in asked)


def never(_: Condition) -> bool:
    """The answer to conditions on the rating while the rating itself is worked out."""
    return False


def view(question_set: QuestionSet, answers: Answers, on_rating: OnRating = never) -> View:
    """Everything shown, in the order of the questions."""
    visible: dict[str, JsonValue] = {}
    sections: list[Section] = []
    questions: dict[str, tuple[Question, ...]] = {}
    for section in question_set.sections:
        if not holds(section.show_if, visible, on_rating):
            continue
        asked = []
        for question in section.questions:
            if not holds(question.show_if, visible, on_rating):
                continue
            asked.append(question)
            value = _inner(question, answers.get(question.key), visible)
            if value not in (None, "", [], {}):
                visible[question.key] = value
        sections.append(section)
        questions[section.id] = tuple(asked)
    return View(visible, tuple(sections), questions)


def groups_of(question: Question, answers: Answers) -> tuple[str, ...]:
    """The ticked groups that a per_group question asks about, in their order."""
    ticked = answers.get(question.groups_from)
    chosen = ticked if isinstance(ticked, list) else []
    return tuple(option.value for option in question.groups if option.value in chosen)


def columns_shown(question: Question, row: Mapping[str, Any]) -> tuple[Column, ...]:
    """The columns whose condition holds within this row."""
    seen: dict[str, Any] = {}
    result = []
    for column in question.columns:
        if holds(column.show_if, seen):
            result.append(column)
            if column.key in row:
                seen[column.key] = row[column.key]
    return tuple(result)


def _inner(question: Question, value: JsonValue, visible: Answers) -> JsonValue:
    """The value without groups no longer ticked and without hidden columns."""
    if question.kind is Kind.PER_GROUP and isinstance(value, dict):
        rows = {group: value.get(group) for group in groups_of(question, visible)}
        kept = {group: _row(question, row) for group, row in rows.items() if isinstance(row, dict)}
        return {group: row for group, row in kept.items() if row}
    if question.kind is Kind.TABLE and isinstance(value, list):
        return [_row(question, row) for row in value if isinstance(row, dict)]
    return value


def _row(question: Question, row: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    kept = {column.key for column in columns_shown(question, row)} | {"id"}
    return {key: value for key, value in row.items() if key in kept}


def reachable(
    question_set: QuestionSet, section: Section, answers: Answers, on_rating: OnRating = never
) -> tuple[Question, ...]:
    """The questions that belong on the section's page: those asked now, and those that an
    answer given on this very page could make asked."""
    visible = view(question_set, answers, on_rating).answers
    local = {question.key for question in section.questions}
    return tuple(
        question
        for question in section.questions
        if question.show_if is None or _could_hold(question.show_if, local, visible, on_rating)
    )


def _could_hold(
    condition: Condition, local: set[str], visible: Answers, on_rating: OnRating
) -> bool:
    if condition.all:
        return all(_could_hold(part, local, visible, on_rating) for part in condition.all)
    if condition.any:
        return any(_could_hold(part, local, visible, on_rating) for part in condition.any)
    return bool(condition.questions & local) or holds(condition, visible, on_rating)
