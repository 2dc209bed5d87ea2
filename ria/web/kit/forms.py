"""What views with forms share: hidden fields read with care, refusals as a summary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from flask import request
from werkzeug.datastructures import FileStorage

from ria.clock import london_date
from ria.services.evidence.files import Upload
from ria.services.kit.errors import Reason
from ria.web.request.session import the_store

NO_VERSION = -1
"""What a page that names no version has seen: nothing that was ever stored."""

_HEX = re.compile(r"[0-9a-f]{1,64}")
_VERSION = re.compile(r"[0-9]{1,9}")


def posted_token() -> str:
    """The form's number; empty for none or one we never gave out, which commands refuse."""
    return _hex("token")


def posted_seen() -> str:
    """The hash of the content the page showed; empty matches no content."""
    return _hex("seen")


def posted_version() -> int:
    """The version the page was made from; anything that is no version counts as outdated."""
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
    """What the process has against it, as items of the error summary."""
    return [{"text": f"{r.text}. {r.hint}".strip()} for r in reasons] or [{"text": message}]


def uploaded(file: FileStorage | None) -> Upload | None:
    """A file of the request, read whole: the request's own limit bounds it."""
    if file is None or not file.filename:
        return None
    return Upload(name=file.filename, data=file.read())


def today() -> date:
    """The civil date in London."""
    return london_date(the_store().clock.now())
