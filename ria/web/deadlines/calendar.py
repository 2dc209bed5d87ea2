"""A person's private calendar: creating and revoking its address, and the calendar itself."""

from __future__ import annotations

from flask import Blueprint, Response, flash
from werkzeug.exceptions import NotFound

from ria.models import CalendarFeed
from ria.notify.reminders.calendar import calendar_of, reader_of
from ria.permissions.map import Permission
from ria.services.deadlines.calendar_feed import end_feed, make_feed, token_hash
from ria.web.kit.forms import today
from ria.web.kit.pages import go_to, page
from ria.web.request.access import requires, signed_in
from ria.web.request.session import read_session, the_store, write_store

pages = Blueprint("calendar", __name__)

LONGEST_TOKEN = 100


@pages.get("/calendar")
@requires(Permission.ACCOUNT)
def about() -> Response:
    """Show whether there is an address, and the buttons to create or revoke it."""
    return _page()


@pages.post("/calendar")
@requires(Permission.ACCOUNT)
def make() -> Response:
    """Create a new address and show it, only this once."""
    token = make_feed(write_store(), signed_in().id)
    return _page(the_store().links.calendar(token))


@pages.post("/calendar/end")
@requires(Permission.ACCOUNT)
def end() -> Response:
    """Revoke the address: nobody can read the calendar any more."""
    if end_feed(write_store(), signed_in().id):
        flash("Your calendar address is ended. Nobody can read it any more.", "success")
    else:
        flash("You had no calendar address.", "info")
    return go_to("/calendar")


@pages.get("/calendar/<token>.ics")
@requires(Permission.PUBLIC)
def feed(token: str) -> Response:
    """The calendar, for anybody who knows its address; 404 for any other address."""
    found = reader_of(read_session(), token_hash(token)) if len(token) <= LONGEST_TOKEN else None
    if found is None:
        raise NotFound
    content = calendar_of(read_session(), the_store(), found, today())
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _page(address: str = "") -> Response:
    feed = read_session().get(CalendarFeed, signed_in().id)
    return page(
        "pages/deadlines/calendar/one.html",
        made_at=feed.made_at if feed is not None and not address else None,
        address=address,
    )
