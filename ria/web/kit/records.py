"""The pages of a plain record: list, new, change, history and CSV file, from one declaration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import Blueprint, Response
from pydantic import JsonValue
from sqlmodel import SQLModel
from werkzeug.exceptions import NotFound

from forms.pages.page import PageForm
from ria.history import ORGANISATION
from ria.permissions.map import Permission, may
from ria.queries.kit.records import record_history
from ria.services.kit.records import PlainRecord, add_record, change_record
from ria.web.kit.editing import RecordForm, editing
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import posted_seen, sender
from ria.web.kit.listing import Listing, list_file, list_page
from ria.web.kit.record_history import history_page, in_words_of
from ria.web.request.access import requires, signed_in
from ria.web.request.session import read_session, write_store

Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True)
class RecordPages(Generic[Row]):
    """What the pages of a plain record need. `form` makes its form with the given answers; `called`
    returns the name of a row; `above` returns the context for the list's own template.
    """

    record: PlainRecord[Row]
    listing: Listing[Any]
    may_read: Permission
    form: Callable[[Mapping[str, JsonValue] | None], type[PageForm]]
    called: Callable[[Row], str]
    above: Callable[[], Mapping[str, Any]] = dict

    def address(self, row_id: int | None, *rest: str) -> str:
        """The address of a row's form, or of a page below it."""
        return "/".join([self.listing.address, str(row_id), *rest])


def record_blueprint(name: str, pages: RecordPages[Any]) -> Blueprint:
    """The routes of a record. The permission to change it also covers adding and reading its
    history.
    """
    made, base = Blueprint(name, __name__), pages.listing.address
    read, change = requires(pages.may_read), requires(pages.record.may_change)

    @made.get(base)
    @read
    def listed() -> Response:
        """The list, with its search."""
        add = (f"Add a {pages.listing.singular}", f"{base}/new")
        may_change = may(pages.record.may_change, signed_in())
        return list_page(pages.listing, add if may_change else None, **pages.above())

    @made.get(f"{base}.csv")
    @read
    def file() -> Response:
        """The list as a spreadsheet."""
        return list_file(pages.listing)

    @form_page(made, f"{base}/new", pages.record.may_change)
    def add() -> FormPage:
        """Add a record."""
        return _adding(pages)

    @form_page(made, f"{base}/<int:row_id>", pages.record.may_change)
    def one(row_id: int) -> FormPage:
        """The form with the stored values. Nobody's changes are overwritten unseen."""
        return _changing(pages, row_id)

    @made.get(f"{base}/<int:row_id>/history")
    @change
    def history(row_id: int) -> Response:
        """Who changed what, and when."""
        row = _row(pages, row_id)
        events = record_history(read_session(), ORGANISATION, pages.record.word, row_id)
        back = (pages.address(row_id), pages.called(row))
        return history_page(pages.called(row), back, events, in_words_of(pages.form(None)()))

    return made


def _row(pages: RecordPages[Any], row_id: int) -> Any:
    row = read_session().get(pages.record.model, row_id)
    if row is None:
        raise NotFound
    return row


def _adding(pages: RecordPages[Any]) -> FormPage:
    listing, form = pages.listing, pages.form(None)()
    at = RecordForm(
        heading=f"Add a {listing.singular}",
        action=f"{listing.address}/new",
        back=(listing.address, listing.title),
        button="Add",
    )

    def command() -> Done:
        add_record(write_store(), pages.record, given=_given(pages, form), **sender())
        return Done(listing.address, f"The {listing.singular} is added.")

    return editing(at, form, command)


def _changing(pages: RecordPages[Any], row_id: int) -> FormPage:
    row, listing = _row(pages, row_id), pages.listing
    values = {name: getattr(row, name) for name in pages.record.fields}
    at = RecordForm(
        heading=f"Change “{pages.called(row)}”",
        action=pages.address(row_id),
        back=(listing.address, listing.title),
        button="Save",
        stored={name: value for name, value in values.items() if value not in (None, "")},
        seen={"seen": pages.record.state(row)},
        history=pages.address(row_id, "history"),
    )
    form = pages.form(at.stored)()

    def command() -> Done:
        given, seen = _given(pages, form), posted_seen()
        change_record(
            write_store(), pages.record, row_id=row_id, given=given, seen=seen, **sender()
        )
        return Done(listing.address, f"The {listing.singular} is changed.")

    return editing(at, form, command)


def _given(pages: RecordPages[Any], filled: PageForm) -> dict[str, JsonValue]:
    """The input without surrounding space; None for an empty value."""
    given = {name: filled.given.get(name) for name in pages.record.fields}
    return {k: v.strip() if isinstance(v, str) else v for k, v in given.items()}
