"""Who changed what about a record, and when: its history in the words of its form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import Response
from pydantic import JsonValue

from forms.answers.display import Block, blocks, day_in_words
from forms.pages.page import PageForm
from forms.questions.question import Kind
from ria.queries.kit.records import RecordEvent
from ria.web.kit.pages import page
from ria.web.kit.templating import readable

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Worded = Callable[[str, JsonValue], tuple[str, tuple[Block, ...]]]
"""From a field and its value to the field's label and the value in words."""


@dataclass(frozen=True)
class Change:
    """One field that was changed: its values before and after. `old` is empty for a new record."""

    label: str
    old: tuple[Block, ...]
    new: tuple[Block, ...]


@dataclass(frozen=True)
class Told:
    """One event as the page shows it."""

    title: str
    at: datetime
    who: str
    changes: tuple[Change, ...]


def history_page(
    heading: str, back: tuple[str, str], events: Sequence[RecordEvent], worded: Worded
) -> Response:
    """The events of one record, newest first."""
    told = [
        Told(
            readable(event.kind),
            event.at,
            event.who,
            tuple(_change(event, name, worded) for name in event.new),
        )
        for event in events
    ]
    return page("pages/kit/history.html", heading=heading, back=back, events=told)


def in_words_of(form: PageForm) -> Worded:
    """Put values into the words of a form's questions; other fields are shown as they are
    stored.
    """
    asked = {each.name: each.question for each in form.question_fields}

    def worded(name: str, value: JsonValue) -> tuple[str, tuple[Block, ...]]:
        question = asked.get(name)
        if question is None:
            return as_written(name, value)
        if question.kind is Kind.FILE and isinstance(value, list):
            return question.label, (Block("", (str(value[0]),)),)  # without its digest
        return question.label, blocks(question, value if value != "" else None)

    return worded


def as_written(name: str, value: JsonValue) -> tuple[str, tuple[Block, ...]]:
    """A value without a question, with a line for each item of a list."""
    items = value if isinstance(value, list) else [] if value in (None, "") else [value]
    lines = tuple(
        ", ".join(str(part) for part in item if part) if isinstance(item, list) else _text(item)
        for item in items
    )
    return readable(name), (Block("", lines or ("Nothing",)),)


def _text(value: JsonValue) -> str:
    text = str(value)
    return day_in_words(date.fromisoformat(text)) if _DAY.fullmatch(text) else text


def _change(event: RecordEvent, name: str, worded: Worded) -> Change:
    label, new = worded(name, event.new[name])
    old = worded(name, event.old[name])[1] if name in event.old else ()
    return Change(label, old, new)
