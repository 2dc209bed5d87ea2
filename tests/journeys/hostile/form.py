"""Filling in a form with harm in every field, and asking what became of each."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bs4 import Tag

from tests.journeys.hostile.payloads import (
    DAYS,
    KEPT,
    LINES,
    NUMBERS,
    REFUSED,
    as_text,
    packs,
    shown_form,
)
from tests.ria.web.client import Visitor

OURS = frozenset({"csrf_token", "token", "version", "seen", "next", "carried", "then", "back"})
FINDERS = frozenset({"find_people"})
"""Fields that narrow what can be chosen, and are no answer."""
REFUSALS = frozenset({403, 404, 409, 413, 422, 429})

Typed = dict[str, "str | bytes | list[str]"]


@dataclass(frozen=True)
class Field:
    """One field of a page: its name, and `line`, `lines`, `number`, `day` or `choice`."""

    name: str
    kind: str


class Sheet:
    """A form as its page shows it: what it would send, and the fields a person fills in."""

    def __init__(self, visitor: Visitor, form: Tag) -> None:
        self.visitor, self.action = visitor, str(form["action"])
        self.shown = visitor.filled(form)
        self.filled = dict(self.shown)
        self.fields = list(_fields(form))
        self.parts = form.get("enctype") == "multipart/form-data"

    def of(self, *kinds: str) -> list[Field]:
        """The fields of some kinds."""
        return [field for field in self.fields if field.kind in kinds]

    def send(self, typed: Typed, counts: Counter[str]) -> int:
        """Post what is typed over what the page holds; the status, which is never a fault."""
        data = {**self.filled, "token": secrets.token_hex(16), **typed}
        counts["posts"] += 1
        counts["fields"] += len(typed)
        if self.parts and not any(isinstance(value, bytes) for value in typed.values()):
            options: dict[str, Any] = {"data": data, "content_type": "multipart/form-data"}
        else:
            kind = "application/x-www-form-urlencoded"
            options = {"data": urlencode(data, doseq=True), "content_type": kind}
        response = self.visitor._send("POST", self.action, **options)
        status = response.status_code
        assert status in REFUSALS | {200, 303}, (self.action, status, _short(typed))
        where = response.headers.get("Location", "/")
        assert where.startswith("/") and where.isprintable() and where.isascii(), where
        if status == 303:
            self.visitor.response = response
        else:
            self.visitor._read(response, status)
        return status

    def errors(self) -> list[str]:
        """The inputs that the error summary of the page now shown leads to."""
        links = self.visitor.page.select(".govuk-error-summary a")
        return [link["href"].removeprefix("#") for link in links]

    def lost(self, typed: Typed) -> list[str]:
        """The fields whose text the page now shown does not show again as it was typed."""
        form = next((form for form in self.visitor.page.find_all("form", method="post")
                     if form["action"] == self.action), None)  # fmt: skip
        if form is None:
            return list(typed)
        now, found = self.visitor.filled(form), []
        for field in self.of("line", "lines", "number", "day"):
            if field.name in typed:
                text = as_text(typed[field.name])
                again = now.get(field.name, [""])[0].replace("\r\n", "\n")
                if again not in (shown_form(text), shown_form(text).strip()):
                    found.append(field.name)
        return found


def _short(typed: Typed) -> dict[str, Any]:
    return {name[:40]: value[:40] for name, value in typed.items()}


def _fields(form: Tag) -> Iterable[Field]:
    seen = set(OURS | FINDERS)
    for tag in form.find_all(["input", "textarea", "select"]):
        name, kind = tag.get("name"), tag.get("type")
        if (
            not name
            or name in OURS
            or name in FINDERS
            or name in seen
            or kind in ("submit", "file", "hidden")
        ):
            continue
        seen.add(name)
        yield Field(str(name), _kind(tag, str(name), kind))


def _kind(tag: Tag, name: str, kind: str | None) -> str:
    if tag.name == "select" or kind in ("radio", "checkbox"):
        return "choice"
    if name.endswith(("-day", "-month", "-year")):
        return "day"
    if tag.get("inputmode") == "numeric" or kind == "number":
        return "number"
    if kind == "password":
        return "secret"
    return "lines" if tag.name == "textarea" else "line"


def is_named(field: Field, links: Iterable[str]) -> bool:
    """Whether the error summary leads to the field, or the question or day that it is of."""
    stem = field.name.rpartition("-")[0] if field.kind == "day" else field.name
    key = field.name.partition("-")[0]
    return any(link in (stem, key) or link.startswith(f"{stem}-") for link in links)


IN_A_LINE = packs(KEPT.values(), 190)
IN_LINES = packs([*KEPT.values(), *LINES.values()], 495)
NO_CHOICES = [*KEPT.values(), *LINES.values()]


def turns_of_wrong(sheet: Sheet) -> int:
    """After how many turns of `everything_wrong` each field had everything that is wrong in it."""
    turns = {"line": len(LINES) + len(REFUSED), "lines": len(REFUSED), "secret": len(REFUSED),
             "number": len(NUMBERS), "day": len(DAYS), "choice": len(NO_CHOICES)}  # fmt: skip
    return max((turns[one.kind] for one in sheet.fields), default=0)


def turns_of_harm(sheet: Sheet) -> int:
    """After how many turns of `texts_with_harm` each field held every text that means harm."""
    return max(len(IN_LINES), len(IN_A_LINE) if sheet.of("line") else 0)


def everything_wrong(sheet: Sheet, turn: int) -> Typed:
    """Something that cannot be meant, in every field."""
    long, short = list(REFUSED.values()), [*REFUSED.values(), *LINES.values()]
    typed: Typed = {}
    for number, field in enumerate(sheet.fields, start=turn):
        if field.kind in ("line", "lines", "secret"):
            texts = short if field.kind == "line" else long
            typed[field.name] = texts[number % len(texts)]
        elif field.kind == "number":
            typed[field.name] = NUMBERS[number % len(NUMBERS)]
        elif field.kind == "day":
            stem, _, part = field.name.rpartition("-")
            chosen = DAYS[(len(stem) + turn) % len(DAYS)]
            typed[field.name] = chosen[("day", "month", "year").index(part)]
        else:
            typed[field.name] = NO_CHOICES[number % len(NO_CHOICES)]
    return typed


def texts_with_harm(sheet: Sheet, turn: int, without: Iterable[str]) -> Typed:
    """Texts that mean harm in every text field, each its own, long enough to be taken."""
    typed: Typed = {}
    for number, field in enumerate(sheet.of("line", "lines"), start=turn):
        if field.name in without or _is_a_day(sheet.filled.get(field.name, [""])[0]):
            continue
        offered = IN_LINES if field.kind == "lines" else IN_A_LINE
        typed[field.name] = f"{offered[number % len(offered)]} {number}"
    return typed


def _is_a_day(shown: str) -> bool:
    parts = shown.split()
    return len(parts) == 3 and all(part.isdigit() for part in parts)
