"""Tables as CSV text that a spreadsheet can open without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""The characters with which a spreadsheet begins a formula."""


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A line of headings and one for each row, with CRLF (RFC 4180). No cell is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([harmless(str(cell)) for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell: str) -> str:
    """A text that a spreadsheet never evaluates: what is like a formula follows an apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
