"""Tables as CSV text that a spreadsheet opens and runs nothing of."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A line of headings and a line a row, ended by CRLF as RFC 4180 says. No cell can be run."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([harmless(str(cell)) for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell: str) -> str:
    """A text that a spreadsheet shows and never works out: what would be a formula begins with an
    apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
