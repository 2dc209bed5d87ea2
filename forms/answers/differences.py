"""Compare two answers to one question, reduced to the rows, groups and cells that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from forms.answers.display import NOT_ANSWERED, displayed
from forms.questions.question import Kind, Question


@dataclass(frozen=True)
class Part:
    """A part of an answer that differs. `title` is the row or group; empty for the whole answer."""

    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def changed_parts(
    question: Question,
    before: JsonValue,
    after: JsonValue,
    names: Mapping[str, str] | None = None,
) -> tuple[Part, ...]:
    """Return the parts of an answer that differ, in display order; empty if it reads the same.

    Rows are matched by id, so that removing one does not make all later rows differ.
    """
    if question.kind is Kind.PER_GROUP:
        return tuple(_by_group(question, _groups(before), _groups(after)))
    if question.kind is Kind.TABLE:
        return tuple(_by_row(question, _rows(before), _rows(after)))
    old, new = displayed(question, before, names), displayed(question, after, names)
    return (Part("", tuple(old), tuple(new)),) if old != new else ()


def _by_group(question: Question, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Part]:
    for group in question.groups:
        was, now = old.get(group.value), new.get(group.value)
        if was != now:
            yield from _cells(question, group.label, _one_group(group.value, was, now))


def _by_row(question: Question, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Part]:
    numbers = {row: number for number, row in enumerate(new, start=1)}
    for row in dict.fromkeys([*old, *new]):
        was, now = old.get(row), new.get(row)
        if was != now:
            title = f"Row {numbers[row]}" if row in numbers else "A row taken out"
            yield from _cells(question, title, ([was] if was else None, [now] if now else None))


def _cells(question: Question, title: str, both: tuple[JsonValue, JsonValue]) -> Iterator[Part]:
    """Yield the lines of one row or group that differ."""
    was, now = (_lines(question, value) for value in both)
    same = set(was) & set(now)
    gone = tuple(line for line in was if line not in same)
    come = tuple(line for line in now if line not in same)
    if gone or come:
        yield Part(title, gone or (NOT_ANSWERED,), come or (NOT_ANSWERED,))


def _lines(question: Question, value: JsonValue) -> list[str]:
    return displayed(question, value)[1:] if value is not None else []


def _one_group(group: str, was: Any, now: Any) -> tuple[JsonValue, JsonValue]:
    return ({group: was} if was else None, {group: now} if now else None)


def _groups(value: JsonValue) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _rows(value: JsonValue) -> dict[str, Any]:
    rows = value if isinstance(value, list) else []
    return {str(row["id"]): row for row in rows if isinstance(row, dict) and "id" in row}
