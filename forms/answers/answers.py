"""The answers of a form: which are visible, which are missing, and their hash.

Answers are one flat mapping of question key to JSON. As stored:

- yes_no, yes_no_unsure, one: the value of the option; many: a list of values in the order of the
  options; text: a string (NFC, LF); number: an integer; date: `2027-02-28`;
- person: the user's reference; file: the file's key;
- evidence: a list of references of evidence records, in order;
- table: a list of `{"id": row id, column: value, ...}`; per_group: `{group: {column: value}}`.

The mapping may also hold the values that the set takes from outside (`takes`). Conditions see them,
but they are not answers.

An unanswered question has no key at all: there is no neutral default that somebody might not have
chosen. `parsing.py` turns posted text into these values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from forms.answers.display import displayed
from forms.answers.rating import rate
from forms.answers.remembered import remembered
from forms.answers.text import substance
from forms.answers.visibility import (
    OnRating,
    View,
    columns_shown,
    groups_of,
    is_required,
    reachable,
    view,
)
from forms.questions.conditions import Condition, holds
from forms.questions.question import Answers, Asked, Kind, Question, QuestionSet, Section, digest
from workflows.levels import Level

__all__ = [
    "Missing",
    "content_hash",
    "displayed",
    "page_questions",
    "seen",
    "unanswered",
    "visible_answers",
    "visible_questions",
    "visible_sections",
]


@dataclass(frozen=True)
class Missing:
    """A required answer that is missing or insufficient, and the plain message for it.

    `label` is the question's label, for messages that make no sense without it.
    """

    section_id: str
    key: str
    message: str
    label: str = ""

    @property
    def alone(self) -> str:
        """Return the message as it appears in a list, away from its question."""
        if not self.label:
            return self.message
        named = ": " in self.message  # begins with the name of a group or row
        message = self.message if named else f"{self.message[:1].lower()}{self.message[1:]}"
        return f"“{self.label}”: {message}"


@remembered
def seen(question_set: QuestionSet, answers: Answers) -> View:
    """Return everything that is shown with these answers, taking the rating into account."""
    return view(question_set, answers, _on_rating(question_set, answers))


def visible_sections(question_set: QuestionSet, answers: Answers) -> tuple[Section, ...]:
    """The sections of the task list."""
    return seen(question_set, answers).sections


def visible_questions(
    question_set: QuestionSet, section: Section, answers: Answers
) -> tuple[Question, ...]:
    """Return the visible questions of one section; none if the section is hidden."""
    return seen(question_set, answers).questions.get(section.id, ())


def page_questions(
    question_set: QuestionSet, section: Section, answers: Answers
) -> tuple[Question, ...]:
    """The questions on a section's page: the visible ones and those that its answers can reveal."""
    return reachable(question_set, section, answers, _on_rating(question_set, answers))


def visible_answers(question_set: QuestionSet, answers: Answers) -> dict[str, JsonValue]:
    """The answers to visible questions. Hidden answers stay in the draft and are left out."""
    return seen(question_set, answers).answers


def unanswered(
    question_set: QuestionSet, answers: Answers, part: str | None = None
) -> list[Missing]:
    """Return every required answer that is missing, too short or over a limit, in the order asked.

    This alone decides whether a form is complete: a section can be saved with gaps. `part`
    restricts the check to the sections of one part ("" means the sections that belong to none).
    """
    now = seen(question_set, answers)
    return [
        Missing(
            section.id,
            question.key,
            message,
            "" if message in stands_alone(question) else question.label,
        )
        for section in now.sections
        for question in now.questions[section.id]
        for message in _gaps(question, now.known)
        if part is None or section.part == part
    ]


def content_hash(question_set: QuestionSet, answers: Answers) -> str:
    """SHA-256 over the visible answers and the set that asked for them."""
    return digest({"set": question_set.hash, "answers": visible_answers(question_set, answers)})


def _parts_missing(question: Question, value: Any, groups: tuple[str, ...]) -> Iterator[str]:
    """Yield a message for each gap inside a table or inside the fieldsets of `groups`."""
    if question.kind is Kind.TABLE:
        if len(value) < question.min_rows:
            yield question.missing or f"Give at least {question.min_rows} rows"
        for number, row in enumerate(value, start=1):
            yield from _row_gaps(question, row, f"Row {number}")
    if question.kind is Kind.PER_GROUP:
        labels = {option.value: option.label for option in question.groups}
        for group in groups:
            yield from _row_gaps(question, value.get(group, {}), labels[group])


def _gaps(question: Question, known: Answers) -> Iterator[str]:
    value = known.get(question.key)
    if value is None:
        if is_required(question, known):
            yield question.missing
    elif question.kind in {Kind.TABLE, Kind.PER_GROUP}:
        yield from _parts_missing(question, value, groups_of(question, known))
    elif _too_short(question, value):
        yield too_short(question, str(value))
    else:
        yield from beyond_limits(question, value, known)


def stands_alone(question: Question) -> frozenset[str]:
    """The messages that the question's author wrote: they make sense without the question."""
    return frozenset({question.missing, *(limit.message for limit in question.limits)})


def beyond_limits(question: Question, value: JsonValue, known: Answers) -> Iterator[str]:
    """Yield the messages of the conditional limits that apply now and that the number exceeds."""
    if not isinstance(value, int):
        return
    for limit in question.limits:
        if holds(limit.when, known) and limit.broken_by(value):
            yield limit.message


def _row_gaps(question: Question, row: Mapping[str, Any], name: str) -> Iterator[str]:
    for column in columns_shown(question, row):
        value = row.get(column.key)
        if value is None:
            if column.required:
                yield f"{name}: {column.missing[:1].lower()}{column.missing[1:]}"
        elif _too_short(column, value):
            yield f"{name}: {too_short(column, value)}"


def too_short(asked: Asked, text: str) -> str:
    """Return the message for a text below its minimum, or padded to look long enough."""
    if len(text.strip()) < asked.min_length:
        return f"Write at least {asked.min_length} characters"
    return (
        f"Write at least {asked.min_length} characters in words. "
        "Dots, and one letter again and again, do not count"
    )


def _too_short(asked: Asked, value: JsonValue) -> bool:
    least = asked.min_length
    return bool(least) and isinstance(value, str) and substance(value) < least


def _on_rating(question_set: QuestionSet, answers: Answers) -> OnRating:
    """A function that answers conditions on the computed level, computing it at most once."""
    if question_set.rating is None:
        return lambda _: False
    rating = rate(question_set, answers)

    def met(condition: Condition) -> bool:
        if condition.rating_known or not rating.complete:
            return rating.complete
        proposed = answers.get(condition.below_computed)
        return isinstance(proposed, str) and Level(proposed) < rating.level

    return met
