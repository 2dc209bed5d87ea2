"""Filters and pages in an address. Anything invalid is ignored."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request

from ria.queries.kit.paging import From, Slice

LARGEST_ID = 2**31 - 1
"""The largest integer in a PostgreSQL column; a larger number in an address is not an id."""

E = TypeVar("E", bound=StrEnum)


def typed(name: str) -> str:
    """The text of a query parameter, without unprintable characters and surrounding space."""
    text = request.args.get(name, "")[:200]
    return "".join(c for c in text if c.isprintable()).strip()


def number(name: str) -> int | None:
    """The id in a query parameter; None for anything else."""
    text = request.args.get(name, "")
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(LARGEST_ID)):
        return None
    return int(text) if int(text) <= LARGEST_ID else None


def one_of(name: str, kind: type[E]) -> E | None:
    """The member of an enumeration in a query parameter; None for anything else."""
    return member(kind, request.args.get(name, ""))


def member(kind: type[E], text: str) -> E | None:
    """The member of an enumeration with this value; None for anything else."""
    try:
        return kind(text)
    except ValueError:
        return None


def start() -> From:
    """The beginning of the requested page."""
    return From(after=number("after"), before=number("before"))


def neighbours(shown: Slice[Any], **filters: object) -> dict[str, Any]:
    """The addresses of the pages before and after; empty if there is none."""
    kept = {name: str(value) for name, value in filters.items() if value not in (None, "")}

    def address(name: str, row_id: int | None) -> str:
        if row_id is None:
            return ""
        return f"{request.path}?{urlencode({**kept, name: row_id})}"

    return {"next": address("after", shown.after), "previous": address("before", shown.before)}
