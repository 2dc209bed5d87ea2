"""Which sections, questions, groups and columns are shown, given the answers.

A condition sees only visible answers, so an answer hidden by an earlier one cannot show anything
further on. `on_rating`, passed in by the caller, answers the two conditions that need the computed
level; see `answers.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import JsonValue

from forms.questions.conditions import Condition, holds
from forms.questions.question import Answers, Column, Kind, Question, QuestionSet, Section

OnRating = Callable[[Condition], bool]


@dataclass(frozen=True)
class View:
    """Everything shown: visible answers, sections, and the questions in each.

    `known` holds the visible answers together with the values that the set takes from outside.
    """

    answers: dict[str, JsonValue]
    known: dict[str, JsonValue]
    sections: tuple[Section, ...]
    questions: Mapping[str, tuple[Question, ...]]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all questions shown."""
        return frozenset(question.key for asked in self.questions.values() for question in asked)


def never(_: Condition) -> bool:
    """Answer conditions on the rating with False, while the rating itself is being computed."""
    return False


def view(question_set: QuestionSet, answers: Answers, on_rating: OnRating = never) -> View:
    """Return everything that is shown, in the order of the questions."""
    taken = {taken.key for taken in question_set.takes}
    known = {key: value for key, value in answers.items() if key in taken and _given(value)}
    visible: dict[str, JsonValue] = {}
    sections: list[Section] = []
    questions: dict[str, tuple[Question, ...]] = {}
    for section in question_set.sections:
        if not holds(section.show_if, known, on_rating):
            continue
        asked = []
        for question in section.questions:
            if not holds(question.show_if, known, on_rating) or _about_nobody(question, known):
                continue
            asked.append(question)
            value = _inner(question, answers.get(question.key), known)
            if _given(value):
                visible[question.key] = known[question.key] = value
        sections.append(section)
        questions[section.id] = tuple(asked)
    return View(visible, known, tuple(sections), questions)


def groups_of(question: Question, known: Answers) -> tuple[str, ...]:
    """Return the groups that a per_group question asks about, in order."""
    every = tuple(option.value for option in question.groups)
    if not question.groups_from:
        return every
    chosen: Any = known.get(question.groups_from)
    where = question.groups_where
    if where is not None and isinstance(chosen, dict):
        chosen = [group for group, row in chosen.items() if where.picks(row)]
    also = known.get(question.groups_also)
    ticked = {*_listed(chosen), *_listed(also)}
    return tuple(group for group in every if group in ticked)


def is_required(question: Question, known: Answers) -> bool:
    """Whether the question must be answered, given all that is known."""
    when = question.required_if
    return question.required or (when is not None and holds(when, known))


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


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _about_nobody(question: Question, known: Answers) -> bool:
    """Whether a per_group question is not asked, since no group that it follows is ticked."""
    return bool(question.groups_from) and not groups_of(question, known)


def _given(value: JsonValue) -> bool:
    return value not in (None, "", [], {})


def _inner(question: Question, value: JsonValue, known: Answers) -> JsonValue:
    """Return the value without groups that are no longer ticked and without hidden columns."""
    if question.kind is Kind.PER_GROUP and isinstance(value, dict):
        rows = {group: value.get(group) for group in groups_of(question, known)}
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
    """The questions on the page: those asked now, and those that its answers could reveal."""
    known = view(question_set, answers, on_rating).known
    found: dict[str, Question] = {}
    for question in section.questions:
        when = question.show_if
        if _about_nobody(question, known) and question.groups_from not in found:
            continue
        if when is None or _could_hold(when, found.keys(), known, on_rating):
            found[question.key] = question
    return tuple(found.values())


def _could_hold(condition: Condition, local: Set[str], known: Answers, on_rating: OnRating) -> bool:
    """Whether the condition can still become true. `local`: earlier questions on the same page."""
    if condition.all:
        return all(_could_hold(part, local, known, on_rating) for part in condition.all)
    if condition.any:
        return any(_could_hold(part, local, known, on_rating) for part in condition.any)
    return bool(condition.questions & local) or holds(condition, known, on_rating)
