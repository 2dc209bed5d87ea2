"""Tables as CSV files to download."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response

from ria.exchange.spreadsheet import as_csv


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A CSV file to download. Its first character (a byte order mark) tells a spreadsheet that it
    is UTF-8.
    """
    text = as_csv(head, rows)
    response = Response("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
