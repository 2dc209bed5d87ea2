"""Convert posted names and values to an answer as stored, and back.

What a browser may post for the question `key`:

- one value named `key` (text, number, one, yes/no, person, file), several for many and for
  evidence;
- dates: `key-day`, `key-month`, `key-year`; tables: `key-<row>-<column>` with a stable row id,
  where a date is one value such as `27 3 2027`; per group: `key-<group>-<column>`; files:
  `key-upload` holds a new file.

A name that belongs to the question but fits none of these, a value that was not offered, and a
value sent twice are reported at the question and never cause a crash. Empty means unanswered.
`parse(serialise(value))` returns the value for every stored value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pydantic import JsonValue

from forms.answers.values import (
    DATE_PARTS,
    STRAY,
    Choices,
    Parsed,
    Posted,
    Trouble,
    cited,
    civil_date,
    day_on_one_line,
    one_value,
    several,
)
from forms.answers.visibility import columns_shown
from forms.questions.question import Column, Kind, Question

__all__ = ["Choices", "Parsed", "Posted", "Trouble", "own_names", "parse", "row_ids", "serialise"]

ROW_ID = re.compile(r"[a-z0-9]{1,16}")
_NO_FILE = "The file did not arrive. Choose it again"


def parse(
    question: Question,
    posted: Posted,
    choices: Choices | None = None,
    groups: Sequence[str] = (),
) -> Parsed:
    """Parse one question's answer. `groups` are the ticked groups of a per_group question."""
    own = own_names(question.key, posted)
    if question.kind is Kind.DATE:
        return civil_date(question, own)
    if question.kind is Kind.TABLE:
        return _table(question, own, choices or Choices())
    if question.kind is Kind.PER_GROUP:
        return _per_group(question, own, groups)
    upload = f"{question.key}-upload"
    allowed = {question.key, upload} if question.kind is Kind.FILE else {question.key}
    if set(own) - allowed:
        return Parsed(None, (Trouble(question.key, STRAY),))
    if any(own.get(upload, ())):
        return Parsed(None, (Trouble(question.key, _NO_FILE),))
    values = own.get(question.key, ())
    if question.kind is Kind.MANY:
        return several(question, values)
    if question.kind is Kind.EVIDENCE:
        return cited(question, values, choices or Choices())
    return one_value(question, question.key, values, choices or Choices())


def serialise(question: Question, value: JsonValue) -> dict[str, list[str]]:
    """Return what a browser would post for this stored value."""
    key = question.key
    if value is None:
        return {}
    if question.kind is Kind.DATE:
        day = date.fromisoformat(str(value))
        return {f"{key}-{part}": [str(getattr(day, part))] for part in DATE_PARTS}
    if question.kind is Kind.TABLE and isinstance(value, list):
        return dict(_cells(question, ((str(row["id"]), row) for row in value)))  # type: ignore[call-overload,index]
    if question.kind is Kind.PER_GROUP and isinstance(value, dict):
        return dict(_cells(question, value.items()))
    if question.kind in {Kind.MANY, Kind.EVIDENCE} and isinstance(value, list):
        return {key: [str(item) for item in value]}
    return {key: [str(value)]}


def own_names(key: str, posted: Posted) -> dict[str, Sequence[str]]:
    """Return the posted names that belong to this question, except its buttons."""
    buttons = (f"{key}-add", f"{key}-remove-")
    return {
        name: posted[name]
        for name in posted
        if (name == key or name.startswith(f"{key}-")) and not name.startswith(buttons)
    }


def row_ids(question: Question, posted: Posted) -> list[str]:
    """Return the ids of the rows posted for a table, in order."""
    found: dict[str, None] = {}
    for name in own_names(question.key, posted):
        parts = name.split("-")
        if len(parts) == 3 and ROW_ID.fullmatch(parts[1]):
            found[parts[1]] = None
    return list(found)


def _cells(question: Question, rows: Any) -> Iterator[tuple[str, list[str]]]:
    for row_id, row in rows:
        for column in question.columns:
            if column.key in row:
                text = str(row[column.key])
                typed = day_on_one_line(text) if column.kind is Kind.DATE else text
                yield f"{question.key}-{row_id}-{column.key}", [typed]


def _table(question: Question, own: Posted, choices: Choices) -> Parsed:
    troubles: list[Trouble] = []
    ids = row_ids(question, own)
    if _strays(question, own, ids):
        troubles.append(Trouble(question.key, STRAY))
    rows: list[JsonValue] = []
    for row_id in ids:
        row, wrong = _row(question, row_id, own, choices)
        troubles += wrong
        if row or wrong:
            rows.append({"id": row_id, **row})
    if len(rows) > question.max_rows:
        over = len(rows) - question.max_rows
        message = f"You can give at most {question.max_rows} rows. Remove {over} of them"
        troubles.append(Trouble(question.key, message))
    return Parsed(rows or None, tuple(troubles))


def _per_group(question: Question, own: Posted, groups: Sequence[str]) -> Parsed:
    troubles: list[Trouble] = []
    if _strays(question, own, groups):
        troubles.append(Trouble(question.key, STRAY))
    rows: dict[str, JsonValue] = {}
    for group in groups:
        row, wrong = _row(question, group, own, Choices())
        troubles += wrong
        if row:
            rows[group] = row
    return Parsed(rows or None, tuple(troubles))


def _strays(question: Question, own: Posted, rows: Sequence[str]) -> set[str]:
    columns = [column.key for column in question.columns]
    known = {f"{question.key}-{row}-{column}" for row in rows for column in columns}
    return set(own) - known


def _row(
    question: Question, row_id: str, own: Posted, choices: Choices
) -> tuple[dict[str, Any], list[Trouble]]:
    row: dict[str, Any] = {}
    wrong: dict[Column, tuple[Trouble, ...]] = {}
    for column in question.columns:
        part = f"{question.key}-{row_id}-{column.key}"
        parsed = one_value(column, part, own.get(part, ()), choices)
        if parsed.value is not None:
            row[column.key] = parsed.value
        wrong[column] = parsed.troubles
    asked = columns_shown(question, row)
    return row, [
        trouble
        for column, troubles in wrong.items()
        for trouble in troubles
        if column in asked or not trouble.short
    ]
