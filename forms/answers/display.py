"""Format an answer as plain lines of text, for summary rows, mails, exports and print."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import JsonValue

from forms.answers.visibility import columns_shown
from forms.questions.question import Answers, Asked, Audience, Kind, Question

NOT_ANSWERED = "Not answered"


@dataclass(frozen=True)
class Block:
    """Lines that belong together: one row, one group, or (without a title) the whole answer."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class SummaryRow:
    """One question of a summary list, with its answer.

    `carried_from` names the form from which the answer was carried forward. `before` is the earlier
    answer to a question that had to be answered again.
    """

    key: str
    label: str
    blocks: tuple[Block, ...]
    carried_from: str = ""
    before: tuple[Block, ...] = ()


def displayed(
    question: Question, value: JsonValue, people: Mapping[str, str] | None = None
) -> list[str]:
    """Return the lines of one answer. `people` maps references of persons, files and evidence to
    names.

    An unanswered question gives one line that says so. The lines are plain text, not markup.
    """
    found = blocks(question, value, people)
    return [
        line for block in found for line in ((block.title,) if block.title else ()) + block.lines
    ]


def blocks(
    question: Question,
    value: JsonValue,
    people: Mapping[str, str] | None = None,
    *,
    touched: bool = True,
) -> tuple[Block, ...]:
    """Return the same lines, grouped by row and by group.

    `touched`: somebody has answered something on this page, so leaving every option unticked was a
    choice.
    """
    if question.kind is Kind.MANY and question.unticked and (touched or value is not None):
        return (Block("", tuple(_many_with_rest(question, value))),)
    if value is None:
        return (Block("", (NOT_ANSWERED,)),)
    if question.kind is Kind.TABLE and isinstance(value, list):
        rows = enumerate(value, start=1)
        return tuple(Block(f"Row {number}", _cells(question, row)) for number, row in rows)
    if question.kind is Kind.PER_GROUP and isinstance(value, dict):
        return tuple(
            Block(group.label, _cells(question, value[group.value]))
            for group in question.groups
            if group.value in value
        )
    return (Block("", tuple(_simple(question, value, people or {}))),)


def summary(
    questions: Iterable[Question],
    answers: Answers,
    people: Mapping[str, str] | None = None,
    audiences: Container[Audience] = tuple(Audience),
) -> list[SummaryRow]:
    """The rows of a summary list for `templates/macros/answers.html`.

    Pass the visible questions of one section and visible answers; a public page passes
    `{Audience.PUBLIC}`.
    """
    asked = list(questions)
    touched = any(answers.get(question.key) is not None for question in asked)
    return [
        SummaryRow(
            question.key,
            question.label,
            blocks(question, answers.get(question.key), people, touched=touched),
        )
        for question in asked
        if question.audience in audiences
    ]


def _simple(asked: Asked, value: Any, names: Mapping[str, str]) -> list[str]:
    labels = {option.value: option.label for option in asked.choices}
    if asked.kind is Kind.MANY:
        return [labels.get(item, str(item)) for item in value]
    if asked.kind is Kind.DATE:
        return [day_in_words(date.fromisoformat(str(value)))]
    if asked.kind is Kind.NUMBER:
        return [f"{value:,}"]
    if asked.kind is Kind.EVIDENCE:
        return [names.get(str(ref), labels.get(str(ref), str(ref))) for ref in value]
    if asked.kind in {Kind.PERSON, Kind.FILE}:
        return [names.get(str(value), str(value))]
    if asked.kind is Kind.TEXT:
        return str(value).split("\n")
    return [labels.get(str(value), str(value))]


def _many_with_rest(question: Question, value: JsonValue) -> list[str]:
    chosen = value if isinstance(value, list) else []
    lines = [option.label for option in question.options if option.value in chosen]
    if not lines:
        return [f"Every group: {question.unticked}"]
    if len(lines) < len(question.options):
        lines.append(f"Every other group: {question.unticked}")
    return lines


def _cells(question: Question, row: Any) -> tuple[str, ...]:
    return tuple(
        f"{column.label} {' / '.join(_simple(column, row[column.key], {}))}"
        for column in columns_shown(question, row)
        if column.key in row
    )


def day_in_words(day: date) -> str:
    """`3 March 2027`."""
    return f"{day.day} {day:%B %Y}"
