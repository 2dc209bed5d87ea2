"""A list of records: searched, shown a page at a time, and downloaded as a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import Response

from ria.exchange.spreadsheet import as_csv
from ria.queries.kit.paging import From, Slice
from ria.web.kit.pages import page
from ria.web.kit.paging import neighbours, start, typed

Line = TypeVar("Line")
Asked = Mapping[str, str]
"""The text of each filter, empty if it is not used."""


@dataclass(frozen=True)
class Cell:
    """The contents of a cell: a text or a day, the address it links to, and smaller lines and tags
    ([words, colour]) below it.
    """

    text: str | int | date
    href: str = ""
    below: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Column(Generic[Line]):
    """A column: its heading, and the cell for each line. A file contains only the texts."""

    label: str
    cell: Callable[[Line], Cell | str | int | date]
    is_number: bool = False


@dataclass(frozen=True)
class Filter:
    """A query parameter that filters the list: chosen from a list, or typed. `every` is the label
    of the choice that filters nothing.
    """

    name: str
    label: str
    hint: str = ""
    every: str = ""
    options: Callable[[], Iterable[tuple[str, str]]] | None = None


@dataclass(frozen=True)
class Listing(Generic[Line]):
    """A list of records and its page.

    `lines` finds a page of the filtered list. `more` are columns for the file only. `empty` says
    what to do while there are no records at all. A template of its own extends
    `pages/kit/list.html` and fills the block `above`.
    """

    title: str
    singular: str
    address: str
    columns: tuple[Column[Line], ...]
    lines: Callable[[Asked, From], Slice[Line]]
    filters: tuple[Filter, ...] = (Filter("words", "Search", "Part of a name"),)
    more: tuple[Column[Line], ...] = ()
    back: tuple[str, str] | None = None
    lead: str = ""
    empty: tuple[str, str] = ("There are none yet", "")
    template: str = "pages/kit/list.html"

    def asked(self) -> dict[str, str]:
        """The filters in the request's address."""
        return {each.name: typed(each.name) for each in self.filters}


def list_page(
    listing: Listing[Line], add: tuple[str, str] | None = None, **context: Any
) -> Response:
    """One page of the list. `add`: words and address of the button for a new record, for people who
    may add one.
    """
    asked = listing.asked()
    shown = listing.lines(asked, start())
    kept = {name: text for name, text in asked.items() if text}
    file = f"{listing.address}.csv"
    return page(
        listing.template,
        listing=listing,
        rows=[[_cell(column, line) for column in listing.columns] for line in shown.rows],
        asked=asked,
        add=add,
        file=f"{file}?{urlencode(kept)}" if kept else file,
        **neighbours(shown, **asked),
        **context,
    )


def list_file(listing: Listing[Line]) -> Response:
    """Everything that passes the filters, as a CSV file."""
    columns = (*listing.columns, *listing.more)
    rows = (
        [_cell(column, line).text for column in columns]
        for line in _every(listing, listing.asked())
    )
    name = f"{listing.address.rpartition('/')[2]}.csv"
    return csv_file(name, [column.label for column in columns], rows)


def _every(listing: Listing[Line], asked: Asked) -> Iterator[Line]:
    """Every line, page after page."""
    at: int | None = None
    while True:
        found = listing.lines(asked, From(after=at))
        yield from found.rows
        if found.after is None:
            return
        at = found.after


def _cell(column: Column[Line], line: Line) -> Cell:
    said = column.cell(line)
    return said if isinstance(said, Cell) else Cell(said)


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A CSV file to download. Its first character (a byte order mark) tells a spreadsheet that it
    is UTF-8.
    """
    text = as_csv(head, rows)
    response = Response("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
