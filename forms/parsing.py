"""Posted names and values to an answer as stored, and back.

What a browser may post for the question `key`:

- one value named `key` (text, number, one, yes/no, person, file), several for many;
- dates: `key-day`, `key-month`, `key-year`; tables: `key-<row>-<column>` with a stable
  row id; per group: `key-<group>-<column>`; files: `key-upload` holds a new file.

A name of the question's own that fits none of this, a value not offered and a value
sent twice are problems at the question, never a crash. Empty means unanswered.
`parse(serialise(value))` is the value again for every stored value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import JsonValue

from forms.answers import too_short
from forms.question import Asked, Column, Kind, Question
from forms.text import BadText, clean
from forms.visibility import columns_shown

Posted = Mapping[str, Sequence[str]]

ROW_ID = re.compile(r"[a-z0-9]{1,16}")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_DATE_PARTS = ("day", "month", "year")
_EARLIEST, _LATEST = 1900, 2100
_NOT_OFFERED = "Choose one of the answers offered"
_SENT_TWICE = "This answer was sent more than once. Answer it again"
_NO_FILE = "The file did not arrive. Choose it again"
_STRAY = "Something was sent that this question does not ask for. Load the page again"


@dataclass(frozen=True)
class Choices:
    """What can be chosen that the set does not know: reference to label."""

    people: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Trouble:
    """A refused value: the id of its input, the message, and whether it is only short.

    A short text is well formed: it counts as trouble only where it is asked for.
    """

    part: str
    message: str
    short: bool = False


@dataclass(frozen=True)
class Parsed:
    """The answer (None: unanswered) and everything wrong with what was posted."""

    value: JsonValue
    troubles: tuple[Trouble, ...] = ()


def parse(
    question: Question,
    posted: Posted,
    choices: Choices | None = None,
    groups: Sequence[str] = (),
) -> Parsed:
    """Read one question's answer. `groups` are the ticked ones of a per_group question."""
    own = own_names(question.key, posted)
    if question.kind is Kind.DATE:
        return _date(question, own)
    if question.kind is Kind.TABLE:
        return _table(question, own)
    if question.kind is Kind.PER_GROUP:
        return _per_group(question, own, groups)
    upload = f"{question.key}-upload"
    allowed = {question.key, upload} if question.kind is Kind.FILE else {question.key}
    if set(own) - allowed:
        return Parsed(None, (Trouble(question.key, _STRAY),))
    if any(own.get(upload, ())):
        return Parsed(None, (Trouble(upload, _NO_FILE),))
    values = own.get(question.key, ())
    if question.kind is Kind.MANY:
        return _many(question, values)
    return _single(question, question.key, values, choices or Choices())


def serialise(question: Question, value: JsonValue) -> dict[str, list[str]]:
    """What a browser would post for this stored value."""
    key = question.key
    if value is None:
        return {}
    if question.kind is Kind.DATE:
        day = date.fromisoformat(str(value))
        return {f"{key}-{part}": [str(getattr(day, part))] for part in _DATE_PARTS}
    if question.kind is Kind.TABLE and isinstance(value, list):
        return dict(_cells(question, ((str(row["id"]), row) for row in value)))  # type: ignore[call-overload,index]
    if question.kind is Kind.PER_GROUP and isinstance(value, dict):
        return dict(_cells(question, value.items()))
    if question.kind is Kind.MANY and isinstance(value, list):
        return {key: [str(item) for item in value]}
    return {key: [str(value)]}


def own_names(key: str, posted: Posted) -> dict[str, Sequence[str]]:
    """The posted names that belong to this question, its buttons left out."""
    buttons = (f"{key}-add", f"{key}-remove-")
    return {
        name: posted[name]
        for name in posted
        if (name == key or name.startswith(f"{key}-")) and not name.startswith(buttons)
    }


def row_ids(question: Question, posted: Posted) -> list[str]:
    """The ids of the rows posted for a table, in their order."""
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
                yield f"{question.key}-{row_id}-{column.key}", [str(row[column.key])]


def _single(asked: Asked, part: str, values: Sequence[str], choices: Choices) -> Parsed:
    if len(values) > 1:
        return Parsed(None, (Trouble(part, _SENT_TWICE),))
    text = values[0] if values else ""
    if not text.strip():
        return Parsed(None)
    if asked.kind is Kind.TEXT:
        return _text(asked, part, text)
    if asked.kind is Kind.NUMBER:
        return _number(asked, part, text)
    offered = {option.value for option in asked.choices}
    if asked.kind is Kind.PERSON:
        offered = set(choices.people)
    elif asked.kind is Kind.FILE:
        offered = set(choices.files)
    return Parsed(text) if text in offered else Parsed(None, (Trouble(part, _NOT_OFFERED),))


def _text(asked: Asked, part: str, text: str) -> Parsed:
    try:
        text = clean(text, asked.longest)
    except BadText as error:
        return Parsed(None, (Trouble(part, str(error)),))
    if asked.lines == 1 and "\n" in text:
        return Parsed(None, (Trouble(part, "Write this on one line"),))
    if len(text.strip()) < asked.min_length:
        return Parsed(text, (Trouble(part, too_short(asked), short=True),))
    return Parsed(text)


def _number(asked: Asked, part: str, text: str) -> Parsed:
    digits = text.strip().replace(",", "")
    if not _WHOLE.fullmatch(digits):
        return Parsed(None, (Trouble(part, "Enter a whole number, such as 2950"),))
    number = int(digits)
    if asked.minimum is not None and number < asked.minimum:
        return Parsed(None, (Trouble(part, f"The number must be {asked.minimum:,} or more"),))
    if asked.maximum is not None and number > asked.maximum:
        return Parsed(None, (Trouble(part, f"The number must be {asked.maximum:,} or less"),))
    return Parsed(number)


def _many(question: Question, values: Sequence[str]) -> Parsed:
    given = [value for value in values if value]
    options = {option.value: option for option in question.options}
    message = ""
    if len(given) != len(set(given)):
        message = _SENT_TWICE
    elif not set(given) <= set(options):
        message = "Choose only from the answers offered"
    else:
        alone = [options[value].label for value in given if options[value].exclusive]
        if alone and len(given) > 1:
            message = f"Choose '{alone[0]}' or other answers, not both"
    if message:
        return Parsed(None, (Trouble(question.key, message),))
    chosen: list[JsonValue] = [value for value in options if value in given]
    return Parsed(chosen or None)


def _date(question: Question, own: Posted) -> Parsed:
    key = question.key
    names = {part: f"{key}-{part}" for part in _DATE_PARTS}
    if set(own) - set(names.values()) or any(len(values) > 1 for values in own.values()):
        return Parsed(None, (Trouble(names["day"], _STRAY),))
    typed = {part: next(iter(own.get(name, ())), "").strip() for part, name in names.items()}
    if not any(typed.values()):
        return Parsed(None)
    for part, text in typed.items():
        if not text:
            return Parsed(None, (Trouble(names[part], f"The date must include a {part}"),))
        if not re.fullmatch(r"[0-9]{1,4}", text):
            return Parsed(None, (Trouble(names[part], f"The {part} must be a number"),))
    part, message, day = _calendar(int(typed["day"]), int(typed["month"]), int(typed["year"]))
    if day is None:
        return Parsed(None, (Trouble(names[part], message),))
    return Parsed(day.isoformat())


def _calendar(day: int, month: int, year: int) -> tuple[str, str, date | None]:
    if not _EARLIEST <= year <= _LATEST:
        return "year", f"The year must be between {_EARLIEST} and {_LATEST}", None
    if not 1 <= month <= 12:
        return "month", "The month must be between 1 and 12", None
    try:
        return "", "", date(year, month, day)
    except ValueError:
        return "day", f"There is no day {day} in that month", None


def _table(question: Question, own: Posted) -> Parsed:
    troubles: list[Trouble] = []
    ids = row_ids(question, own)
    if _strays(question, own, ids):
        troubles.append(Trouble(question.key, _STRAY))
    rows: list[JsonValue] = []
    for row_id in ids:
        row, wrong = _row(question, row_id, own)
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
        troubles.append(Trouble(question.key, _STRAY))
    rows: dict[str, JsonValue] = {}
    for group in groups:
        row, wrong = _row(question, group, own)
        troubles += wrong
        if row:
            rows[group] = row
    return Parsed(rows or None, tuple(troubles))


def _strays(question: Question, own: Posted, rows: Sequence[str]) -> set[str]:
    columns = [column.key for column in question.columns]
    known = {f"{question.key}-{row}-{column}" for row in rows for column in columns}
    return set(own) - known


def _row(question: Question, row_id: str, own: Posted) -> tuple[dict[str, Any], list[Trouble]]:
    row: dict[str, Any] = {}
    wrong: dict[Column, tuple[Trouble, ...]] = {}
    for column in question.columns:
        part = f"{question.key}-{row_id}-{column.key}"
        parsed = _single(column, part, own.get(part, ()), Choices())
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
