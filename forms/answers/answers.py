"""The answers of a form: which count, which are missing, their hash, and as text.

Answers are one flat mapping of question key to JSON. As stored:

- yes_no, yes_no_unsure, one: the value of the option; many: a list of values in the
  order of the options; text: a string (NFC, LF); number: an integer; date: `2027-02-28`;
- person: the user's reference; file: the file's key;
- evidence: a list of the references of evidence records, in their order;
- table: a list of `{"id": row id, column: value, ...}`; per_group: `{group: {column: value}}`.

The mapping may also hold what the set takes from outside (`takes`): it counts for conditions
and is no answer.

Unanswered means that the key is absent: there is no neutral choice that somebody did
not make. How posted text becomes such a value is in `parsing.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from forms.answers.display import displayed
from forms.answers.rating import rate
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
    """A required answer that is not there yet or needs more, and the plain message for it.

    `label` is the question's, where the message does not make sense without it.
    """

    section_id: str
    key: str
    message: str
    label: str = ""

    @property
    def alone(self) -> str:
        """The message for a list, where it stands without its question."""
        if not self.label:
            return self.message
        named = ": " in self.message  # begins with the name of a group or row
        message = self.message if named else f"{self.message[:1].lower()}{self.message[1:]}"
        return f"“{self.label}”: {message}"


def seen(question_set: QuestionSet, answers: Answers) -> View:
    """Everything shown with these answers, the rating taken into account."""
    return view(question_set, answers, _on_rating(question_set, answers))


def visible_sections(question_set: QuestionSet, answers: Answers) -> tuple[Section, ...]:
    """The sections of the task list."""
    return seen(question_set, answers).sections


def visible_questions(
    question_set: QuestionSet, section: Section, answers: Answers
) -> tuple[Question, ...]:
    """The questions of one section that are asked; none if the section is not shown."""
    return seen(question_set, answers).questions.get(section.id, ())


def page_questions(
    question_set: QuestionSet, section: Section, answers: Answers
) -> tuple[Question, ...]:
    """The questions on a section's page: those asked, and those the page itself can reveal."""
    return reachable(question_set, section, answers, _on_rating(question_set, answers))


def visible_answers(question_set: QuestionSet, answers: Answers) -> dict[str, JsonValue]:
    """The answers that count: hidden ones stay in the draft and are left out here."""
    return seen(question_set, answers).answers


def unanswered(
    question_set: QuestionSet, answers: Answers, part: str | None = None
) -> list[Missing]:
    """Every required answer still missing, too short or beyond a limit, in the order asked.

    This alone decides whether a form is complete: a section can be saved with gaps. `part`
    looks at the sections of one part only ("": at those that belong to none).
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
    """The messages for gaps inside a table or the fieldsets of `groups`."""
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
    """The messages of a question that its author wrote: they make sense without it."""
    return frozenset({question.missing, *(limit.message for limit in question.limits)})


def beyond_limits(question: Question, value: JsonValue, known: Answers) -> Iterator[str]:
    """The messages of the narrower limits that hold now and that the number breaks."""
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
    """The message for a text under its minimum, or for one that only looks long enough."""
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
    """Answers the conditions that need the computed level, which is worked out at most once."""
    if question_set.rating is None:
        return lambda _: False
    rating = rate(question_set, answers)

    def met(condition: Condition) -> bool:
        if condition.rating_known or not rating.complete:
            return rating.complete
        proposed = answers.get(condition.below_computed)
        return isinstance(proposed, str) and Level(proposed) < rating.level

    return met
