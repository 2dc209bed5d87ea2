"""What views with forms share: reading hidden fields safely, and error summaries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from flask import request
from pydantic import JsonValue
from werkzeug.datastructures import FileStorage

from ria.clock import london_date
from ria.queries.process.decision import was_sent
from ria.services.evidence.files import Upload
from ria.services.kit.errors import Reason
from ria.web.request.access import signed_in
from ria.web.request.session import read_session, the_store

NO_VERSION = -1
"""The version seen by a page that names none: it matches nothing that was ever stored."""

_HEX = re.compile(r"[0-9a-f]{1,64}")
_VERSION = re.compile(r"[0-9]{1,9}")


class Sender(TypedDict):
    """What every command is told of a sent form: who sent it, and its token."""

    actor_id: int
    token: str


def sender() -> Sender:
    """Who sends this form, and its token: `command(..., **sender())`."""
    return Sender(actor_id=signed_in().id, token=posted_token())


def posted_token() -> str:
    """The form's token; empty if it is missing or malformed, which commands refuse."""
    return _hex("token")


def sent_before() -> bool:
    """Whether this form was carried out before: the button was pressed twice."""
    token = posted_token()
    return bool(token) and was_sent(read_session(), signed_in().id, token)


def posted_seen() -> str:
    """The hash of the content that the page showed; empty matches no content."""
    return _hex("seen")


def posted_version() -> int:
    """The version from which the page was made; anything that is not a version counts as
    outdated.
    """
    typed = request.form.get("version", "")
    return int(typed) if _VERSION.fullmatch(typed) else NO_VERSION


def _hex(name: str) -> str:
    typed = request.form.get(name, "")
    return typed if _HEX.fullmatch(typed) else ""


def as_errors(problems: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """A form's problems as items of the error summary."""
    return [
        {"text": message, "href": f"#{part}"} if part else {"text": message}
        for part, message in problems
    ]


def as_reasons(reasons: Sequence[Reason], message: str) -> list[dict[str, str]]:
    """The unmet guards as items of the error summary."""
    return [{"text": f"{r.text}. {r.hint}".strip()} for r in reasons] or [{"text": message}]


def uploaded(file: FileStorage | None) -> Upload | None:
    """An uploaded file, read completely: the limit on a request's size bounds it."""
    if file is None or not file.filename:
        return None
    return Upload(name=file.filename, data=file.read())


def day_of(value: JsonValue) -> date | None:
    """The date that a form holds as text; None for none."""
    return date.fromisoformat(str(value)) if value else None


def today() -> date:
    """The civil date in London."""
    return london_date(the_store().clock.now())
