"""An answer as plain lines of text, for summary rows, mails, exports and print."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import JsonValue

from forms.question import Asked, Kind, Question
from forms.visibility import columns_shown

NOT_ANSWERED = "Not answered"


def displayed(
    question: Question, value: JsonValue, people: Mapping[str, str] | None = None
) -> list[str]:
    """The lines of one answer; `people` names persons and files by their reference.

    An unanswered question gives one line that says so. Nothing here is markup.
    """
    names = people or {}
    if question.kind is Kind.MANY and question.unticked:
        return _many_with_rest(question, value)
    if value is None:
        return [NOT_ANSWERED]
    if question.kind is Kind.TABLE and isinstance(value, list):
        return _table(question, value)
    if question.kind is Kind.PER_GROUP and isinstance(value, dict):
        return _per_group(question, value)
    return _simple(question, value, names)


def _simple(asked: Asked, value: Any, names: Mapping[str, str]) -> list[str]:  # noqa: ANN401
    labels = {option.value: option.label for option in asked.choices}
    if asked.kind is Kind.MANY:
        return [labels.get(item, str(item)) for item in value]
    if asked.kind is Kind.DATE:
        return [_date(str(value))]
    if asked.kind is Kind.NUMBER:
        return [f"{value:,}"]
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


def _table(question: Question, rows: list[Any]) -> list[str]:
    lines = []
    for number, row in enumerate(rows, start=1):
        lines += [f"Row {number}", *_cells(question, row)]
    return lines


def _per_group(question: Question, rows: Mapping[str, Any]) -> list[str]:
    lines = []
    for group in question.groups:
        if group.value in rows:
            lines += [group.label, *_cells(question, rows[group.value])]
    return lines


def _cells(question: Question, row: Mapping[str, Any]) -> list[str]:
    return [
        f"{column.label} {' / '.join(_simple(column, row[column.key], {}))}"
        for column in columns_shown(question, row)
        if column.key in row
    ]


def _date(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"
