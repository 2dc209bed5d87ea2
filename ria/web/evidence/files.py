"""The built style sheet, script, typeface and logo."""

from __future__ import annotations

from flask import Blueprint, Response, request, send_from_directory

from ria.permissions.map import Permission
from ria.web.kit.templating import DIST
from ria.web.request.access import requires

pages = Blueprint("files", __name__)


@pages.get("/static/dist/<path:name>")
@requires(Permission.PUBLIC)
def built(name: str) -> Response:
    """A built file. An address with its digest (`asset`) may be cached for ever."""
    response = send_from_directory(DIST, name)
    kept = "public, max-age=31536000, immutable" if "v" in request.args else "public, no-cache"
    response.headers["Cache-Control"] = kept
    return response
