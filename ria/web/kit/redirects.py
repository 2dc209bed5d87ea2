"""Where to go after signing in: only to one of our own pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException

HOME = "/work"
LONGEST = 2_000


def own_page(wanted: str) -> str:
    """`wanted` if it is the path (and query) of one of our own pages, otherwise the person's home
    page.
    """
    return wanted if _is_own(wanted) else HOME


def _is_own(wanted: str) -> bool:
    if len(wanted) > LONGEST or not wanted.isascii() or not wanted.isprintable():
        return False
    if not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted or " " in wanted:
        return False
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc:
        return False
    adapter = current_app.url_map.bind("")
    try:
        endpoint, _ = adapter.match(parts.path, method="GET")
    except HTTPException:  # no such page, no such method, or a redirect
        return False
    return not str(endpoint).startswith("sign_in.")
