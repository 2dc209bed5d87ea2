"""The public register: the same for everybody, without a session, from published snapshots."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import NotFound

from ria import __version__
from ria.permissions import Permission
from ria.queries import register as query
from ria.web.access import requires
from ria.web.pages import pretended_date, public_page
from ria.web.paging import neighbours, one_of, start, typed
from ria.web.reading import reading, the_store
from ria.web.templating import read_manifest
from workflows.levels import Level

pages = Blueprint("register", __name__)

ENTRIES_AT_ONCE = 500


@pages.get("/")
@requires(Permission.PUBLIC)
def search() -> Response:
    """The register, searched by words, committee and level."""
    tag = _tag()
    if _is_known(tag):
        return _not_changed(tag)
    filters = query.PublicFilters(typed("words"), typed("committee"), one_of("level", Level))
    shown = query.entries(reading(), filters, start())
    response = public_page(
        "pages/register/search.html",
        entries=shown.rows,
        filters=filters,
        committees=query.committees_published(reading()),
        levels=list(Level),
        **neighbours(shown, words=filters.words, committee=filters.committee, level=filters.level),
    )
    return _public(response, tag)


@pages.get("/register/<reference>")
@requires(Permission.PUBLIC)
def one(reference: str) -> Response:
    """What is published about one policy."""
    tag = _tag()
    snapshot = _snapshot(reference)
    if _is_known(tag):
        return _not_changed(tag)
    return _public(public_page("pages/register/one.html", entry=snapshot), tag)


@pages.get("/register/<reference>.json")
@requires(Permission.PUBLIC)
def one_as_data(reference: str) -> Response:
    """The snapshot as it was frozen."""
    return _public(jsonify(_snapshot(reference)), _tag())


@pages.get("/register.json")
@requires(Permission.PUBLIC)
def all_as_data() -> Response:
    """Every entry, the newest first, 500 at a time; `next` is the address of the rest."""
    shown = query.entries(reading(), query.PublicFilters(), start(), ENTRIES_AT_ONCE)
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
    following = neighbours(shown)["next"]
    response = jsonify(
        organisation=the_store().settings.organisation,
        policies=listed,
        next=links.to(following) if following else None,
    )
    return _public(response, _tag())


def _snapshot(reference: str) -> dict[str, Any]:
    found = query.published(reading(), reference)
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
