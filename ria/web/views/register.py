"""The public register: the same for everybody, without a session, from published snapshots."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import NotFound

from ria import __version__
from ria.models import PublicationKind
from ria.permissions import Permission
from ria.queries import register as query
from ria.web.access import requires
from ria.web.pages import pretended_date, public_page
from ria.web.paging import LARGEST_ID, neighbours, one_of, start, typed
from ria.web.reading import reading, the_store
from ria.web.templating import read_manifest
from workflows.levels import Level

pages = Blueprint("register", __name__)

ENTRIES_AT_ONCE = 500

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
    response = public_page(
        "pages/register/search.html",
        entries=shown.rows,
        filters=filters,
        committees=query.committees_published(reading()),
        levels=list(Level),
        kinds=KINDS.items(),
        **neighbours(shown, **asdict(filters)),
    )
    return _public(response, tag)


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
    return _public(jsonify(_snapshot(reference)), _tag())


@pages.get("/register/<reference>/<int:number>.json")
@requires(Permission.PUBLIC)
def earlier_as_data(reference: str, number: int) -> Response:
    """One publication of a policy as it was frozen."""
    return _public(jsonify(_snapshot(reference, number)), _tag())


@pages.get("/register.json")
@requires(Permission.PUBLIC)
def all_as_data() -> Response:
    """Every entry that passes the filters of the search, the newest first, 500 at a time; `next`
    is the address of the rest."""
    filters = _filters()
    shown = query.entries(reading(), filters, start(), ENTRIES_AT_ONCE)
    links = the_store().links
    listed = [
        {
            "reference": entry.reference,
            "title": entry.title,
            "kind": entry.kind,
            "committee": entry.committee,
            "level": entry.level,
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
    return _public(response, _tag())


def _filters() -> query.PublicFilters:
    return query.PublicFilters(
        words=typed("words"),
        committee=typed("committee"),
        level=one_of("level", Level),
        kind=one_of("kind", PublicationKind),
    )


def _entry(reference: str, number: int | None = None) -> Response:
    tag = _tag()
    snapshot = _snapshot(reference, number)
    if _is_known(tag):
        return _not_changed(tag)
    issues = query.issues(reading(), reference)
    shown = next(issue for issue in issues if issue.number == snapshot["number"])
    others = [issue for issue in issues if issue is not shown]
    response = public_page(
        "pages/register/one.html", entry=snapshot, others=others, newest=shown.is_latest
    )
    return _public(response, tag)


def _snapshot(reference: str, number: int | None = None) -> dict[str, Any]:
    if number is not None and number > LARGEST_ID:
        raise NotFound
    found = query.published(reading(), reference, number)
    if found is None:
        raise NotFound
    return found


def _tag() -> str:
    """Changes with the register, the product, its assets and the pretended date."""
    parts = (
        query.stamp(reading()),
        __version__,
        str(sorted(read_manifest().items())),
        pretended_date(),
        request.full_path,
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
    return response
