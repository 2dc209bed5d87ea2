"""The public register: the same for everybody, without a session, from published snapshots."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from ria.models import PublicationKind
from ria.permissions.map import Permission
from ria.queries.deadlines.overdue import named_in_public
from ria.queries.kit.paging import From
from ria.queries.monitoring.public_reports import published_reports
from ria.queries.publication import register as query
from ria.queries.publication.counts import counts
from ria.web.kit.forms import today
from ria.web.kit.http_cache import CacheValidator, revalidated
from ria.web.kit.pages import public_page
from ria.web.kit.paging import neighbours, one_of, start, typed
from ria.web.publication.downloads import as_atom, as_record, register_csv
from ria.web.request.access import requires
from ria.web.request.session import read_session, the_store
from workflows.levels import Level

pages = Blueprint("register", __name__)

ENTRIES_AT_ONCE = 500
ENTRIES_IN_FEED = 50

FILES = (("Spreadsheet (CSV)", "csv"), ("Data (JSON)", "json"), ("Feed (Atom)", "atom"))
"""The file formats offered for the search results, with the suffix of each address."""

KINDS = {
    PublicationKind.ASSESSMENT: "Assessed",
    PublicationKind.SCREENED_OUT: "Screened, not assessed",
}
"""The label of an entry, by how far the policy went."""


def _validator(more: str = "") -> CacheValidator:
    """Return the cache validator. `more`: anything besides the publications that a page
    depends on.
    """
    stamp, changed_at = query.stamp(read_session())
    return CacheValidator(f"{stamp} {more}", changed_at)


@pages.get("/")
@requires(Permission.PUBLIC)
@revalidated(_validator)
def search() -> Response:
    """The register, searched by words, kind of publication, committee and level."""
    filters = _filters()
    shown = query.best_entries(read_session(), filters, start())
    counted = counts(read_session(), filters)
    return public_page(
        "pages/publication/register/search.html",
        entries=shown.rows,
        filters=filters,
        counted=counted,
        committees=[(name, _with(name, counted.committee)) for name in sorted(counted.committee)],
        levels=[(level, _with(level.label, counted.level, level)) for level in Level],
        kinds=[(kind, _with(label, counted.kind, kind)) for kind, label in KINDS.items()],
        files=[(label, _file(end, filters)) for label, end in FILES],
        **neighbours(shown, **asdict(filters)),
    )


@pages.get("/register")
@requires(Permission.PUBLIC)
def search_by_its_name() -> BaseResponse:
    """Where people look for the register: the search, with whatever was asked of it."""
    query_string = request.query_string.decode("ascii", "replace")
    return redirect(f"/?{query_string}" if query_string else "/", 301)


def _with(label: str, counted: Counter[str], value: str = "") -> str:
    """Return a choice with the number of entries it would leave."""
    return f"{label} ({counted[str(value or label)]:,})"


def _file(end: str, filters: query.PublicFilters) -> str:
    """Return the address of the search results as a file."""
    kept = {name: str(value) for name, value in asdict(filters).items() if value}
    return f"/register.{end}" + (f"?{urlencode(kept)}" if kept else "")


@pages.get("/register/<reference>")
@requires(Permission.PUBLIC)
def one(reference: str) -> Response:
    """The newest publication of one policy."""
    return _entry(reference)


@pages.get("/register/<reference>/<int:number>")
@requires(Permission.PUBLIC)
def earlier(reference: str, number: int) -> Response:
    """One publication of a policy, even if newer ones exist."""
    return _entry(reference, number)


@pages.get("/register/<reference>.json")
@requires(Permission.PUBLIC)
def one_as_data(reference: str) -> Response:
    """The newest snapshot as data."""
    return _as_data(reference)


@pages.get("/register/<reference>/<int:number>.json")
@requires(Permission.PUBLIC)
def earlier_as_data(reference: str, number: int) -> Response:
    """One publication's snapshot as data."""
    return _as_data(reference, number)


@pages.get("/register.json")
@requires(Permission.PUBLIC)
@revalidated(_validator)
def all_as_data() -> Response:
    """Every entry that passes the search filters, newest first, 500 at a time; `next` is the
    address of the following part.
    """
    filters = _filters()
    shown = query.entries(read_session(), filters, start(), ENTRIES_AT_ONCE)
    links = the_store().links
    following = neighbours(shown, **asdict(filters))["next"]
    return jsonify(
        organisation=the_store().settings.organisation,
        policies=[{"number": each.number, **as_record(each, links)} for each in shown.rows],
        next=links.to(following) if following else None,
    )


@pages.get("/register.csv")
@requires(Permission.PUBLIC)
@revalidated(_validator)
def all_as_table() -> Response:
    """Every entry that passes the search filters, as a CSV file."""
    text = register_csv(query.every_entry(read_session(), _filters()), the_store().links)
    named = {"Content-Disposition": 'attachment; filename="register.csv"'}
    return Response(text, content_type="text/csv; charset=utf-8", headers=named)


@pages.get("/register.atom")
@requires(Permission.PUBLIC)
@revalidated(_validator)
def as_feed() -> Response:
    """The newest entries that pass the search filters, as a feed."""
    shown = query.entries(read_session(), _filters(), From(), ENTRIES_IN_FEED)
    store = the_store()
    text = as_atom(shown.rows, store.links, store.settings.organisation)
    return Response(text, content_type="application/atom+xml; charset=utf-8")


def _filters() -> query.PublicFilters:
    return query.PublicFilters(
        words=typed("words"),
        committee=typed("committee"),
        level=one_of("level", Level),
        kind=one_of("kind", PublicationKind),
    )


def _entry(reference: str, number: int | None = None) -> Response:
    snapshot = _snapshot(reference, number)
    overdue = None if number else named_in_public(read_session(), reference, today())
    reports = published_reports(read_session(), reference)

    def make() -> Response:
        issues = query.issues(read_session(), reference)
        shown = next(issue for issue in issues if issue.number == snapshot["number"])
        return public_page(
            "pages/publication/register/one.html",
            entry=snapshot,
            others=[issue for issue in issues if issue is not shown],
            newest=shown.is_latest,
            reports=reports,
            overdue=overdue,
        )

    return _validator(f"{overdue} {reports}").unless_known(make)


def _as_data(reference: str, number: int | None = None) -> Response:
    snapshot = _snapshot(reference, number)
    return _validator().unless_known(lambda: jsonify(snapshot))


def _snapshot(reference: str, number: int | None = None) -> dict[str, Any]:
    found = query.published(read_session(), reference, number)
    if found is None:
        raise NotFound
    return found
