"""The public register: the same for everybody, without a session, from published snapshots."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, jsonify, request
from werkzeug.exceptions import NotFound

from ria import __version__
from ria.models import PublicationKind
from ria.permissions import Permission
from ria.queries import register as query
from ria.queries.overdue import named_in_public
from ria.queries.paging import From
from ria.queries.public_reports import published_reports
from ria.queries.register_counts import counts
from ria.web.access import requires
from ria.web.form_pages import today
from ria.web.pages import pretended_date, public_page
from ria.web.paging import LARGEST_ID, neighbours, one_of, start, typed
from ria.web.reading import reading, the_store
from ria.web.register_files import as_atom, as_csv
from ria.web.templating import read_manifest
from workflows.levels import Level

pages = Blueprint("register", __name__)

ENTRIES_AT_ONCE = 500
ENTRIES_IN_FEED = 50

FILES = (("Spreadsheet (CSV)", "csv"), ("Data (JSON)", "json"), ("Feed (Atom)", "atom"))
"""What the search offers its findings as, and how the file's address ends."""

KINDS = {
    PublicationKind.ASSESSMENT: "Assessed",
    PublicationKind.SCREENED_OUT: "Screened, not assessed",
}
"""What an entry shows: how far the policy went."""


@pages.get("/")
@requires(Permission.PUBLIC)
def search() -> Response:
    """The register, searched by words, what was published, committee and level."""
    tag = _tag()
    if _is_known(tag):
        return _not_changed(tag)
    filters = _filters()
    shown = query.entries(reading(), filters, start())
    counted = counts(reading(), filters)
    response = public_page(
        "pages/register/search.html",
        entries=shown.rows,
        filters=filters,
        counted=counted,
        committees=[(name, _with(name, counted.committee)) for name in sorted(counted.committee)],
        levels=[(level, _with(level.label, counted.level, level)) for level in Level],
        kinds=[(kind, _with(label, counted.kind, kind)) for kind, label in KINDS.items()],
        files=[(label, _file(end, filters)) for label, end in FILES],
        **neighbours(shown, **asdict(filters)),
    )
    return _public(response, tag)


def _with(label: str, counted: Counter[str], value: str = "") -> str:
    """A choice with how many entries it leaves."""
    return f"{label} ({counted[str(value or label)]:,})"


def _file(end: str, filters: query.PublicFilters) -> str:
    """The address of what the search found, as a file."""
    kept = {name: str(value) for name, value in asdict(filters).items() if value}
    return f"/register.{end}" + (f"?{urlencode(kept)}" if kept else "")


@pages.get("/register/<reference>")
@requires(Permission.PUBLIC)
def one(reference: str) -> Response:
    """What is published about one policy."""
    return _entry(reference)


@pages.get("/register/<reference>/<int:number>")
@requires(Permission.PUBLIC)
def earlier(reference: str, number: int) -> Response:
    """One publication of a policy, also after newer ones."""
    return _entry(reference, number)


@pages.get("/register/<reference>.json")
@requires(Permission.PUBLIC)
def one_as_data(reference: str) -> Response:
    """The snapshot as it was frozen."""
    return _as_data(reference)


@pages.get("/register/<reference>/<int:number>.json")
@requires(Permission.PUBLIC)
def earlier_as_data(reference: str, number: int) -> Response:
    """One publication of a policy as it was frozen."""
    return _as_data(reference, number)


@pages.get("/register.json")
@requires(Permission.PUBLIC)
def all_as_data() -> Response:
    """Every entry that passes the filters of the search, the newest first, 500 at a time; `next`
    is the address of the rest."""
    tag = _tag()
    if _is_known(tag):
        return _not_changed(tag)
    filters = _filters()
    shown = query.entries(reading(), filters, start(), ENTRIES_AT_ONCE)
    links = the_store().links
    listed = [
        {
            "reference": entry.reference,
            "number": entry.number,
            "title": entry.title,
            "kind": entry.kind,
            "committee": entry.committee,
            "level": entry.level,
            "operation": entry.operation,
            "assessed_or_screened_on": entry.done_on or None,
            "next_due_on": entry.next_on or None,
            "published_at": entry.published_at.isoformat(),
            "url": links.register(entry.reference),
        }
        for entry in shown.rows
    ]
    following = neighbours(shown, **asdict(filters))["next"]
    response = jsonify(
        organisation=the_store().settings.organisation,
        policies=listed,
        next=links.to(following) if following else None,
    )
    return _public(response, tag)


@pages.get("/register.csv")
@requires(Permission.PUBLIC)
def all_as_table() -> Response:
    """Every entry that passes the filters of the search, for a spreadsheet."""
    tag = _tag()
    if _is_known(tag):
        return _not_changed(tag)
    text = as_csv(query.every_entry(reading(), _filters()), the_store().links)
    response = Response(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="register.csv"'
    return _public(response, tag)


@pages.get("/register.atom")
@requires(Permission.PUBLIC)
def as_feed() -> Response:
    """The newest entries that pass the filters of the search, as a feed."""
    tag = _tag()
    if _is_known(tag):
        return _not_changed(tag)
    shown = query.entries(reading(), _filters(), From(), ENTRIES_IN_FEED)
    store = the_store()
    text = as_atom(shown.rows, store.links, store.settings.organisation)
    return _public(Response(text, content_type="application/atom+xml; charset=utf-8"), tag)


def _filters() -> query.PublicFilters:
    return query.PublicFilters(
        words=typed("words"),
        committee=typed("committee"),
        level=one_of("level", Level),
        kind=one_of("kind", PublicationKind),
    )


def _entry(reference: str, number: int | None = None) -> Response:
    snapshot = _snapshot(reference, number)
    overdue = None if number else named_in_public(reading(), reference, today())
    tag = _tag(str(overdue))
    if _is_known(tag):
        return _not_changed(tag)
    issues = query.issues(reading(), reference)
    shown = next(issue for issue in issues if issue.number == snapshot["number"])
    others = [issue for issue in issues if issue is not shown]
    response = public_page(
        "pages/register/one.html",
        entry=snapshot,
        others=others,
        newest=shown.is_latest,
        reports=published_reports(reading(), reference),
        overdue=overdue,
    )
    return _public(response, tag)


def _as_data(reference: str, number: int | None = None) -> Response:
    tag = _tag()
    snapshot = _snapshot(reference, number)
    return _not_changed(tag) if _is_known(tag) else _public(jsonify(snapshot), tag)


def _snapshot(reference: str, number: int | None = None) -> dict[str, Any]:
    if number is not None and number > LARGEST_ID:
        raise NotFound
    found = query.published(reading(), reference, number)
    if found is None:
        raise NotFound
    return found


def _tag(more: str = "") -> str:
    """Changes with the register, the product, its assets, the pretended date and `more`."""
    g.register_stamp, g.register_changed = query.stamp(reading())
    parts = (
        g.register_stamp,
        __version__,
        str(sorted(read_manifest().items())),
        pretended_date(),
        request.full_path,
        more,
    )
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _is_known(tag: str) -> bool:
    return request.if_none_match.contains(tag)


def _not_changed(tag: str) -> Response:
    return _public(Response(status=304), tag)


def _public(response: Response, tag: str) -> Response:
    """Anybody may keep it, but asks before showing it again: what is withdrawn is gone at once."""
    response.headers["Cache-Control"] = "public, no-cache"
    response.set_etag(tag)
    response.last_modified = g.register_changed
    return response
