"""Tables as CSV text that a spreadsheet can open without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""The characters with which a spreadsheet begins a formula."""


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A line of headings and a line for each row, ended by CRLF as in RFC 4180. No cell can run as
    a formula.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([harmless(str(cell)) for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell: str) -> str:
    """A text that a spreadsheet shows and never evaluates: anything like a formula gets an
    apostrophe in front.
    """
    return f"'{cell}" if cell.startswith(FORMULA) else cell
