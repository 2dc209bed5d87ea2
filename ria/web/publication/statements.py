"""The service's own statements: accessibility and privacy."""

from __future__ import annotations

from flask import Blueprint, Response

from ria.permissions.map import Permission
from ria.web.kit.pages import public_page
from ria.web.request.access import requires

pages = Blueprint("statements", __name__)


@pages.get("/accessibility")
@requires(Permission.PUBLIC)
def accessibility() -> Response:
    """How accessible the service is, and what to do when it is not."""
    return public_page("pages/publication/statements/accessibility.html")


@pages.get("/privacy")
@requires(Permission.PUBLIC)
def privacy() -> Response:
    """What is kept about people, why, and for how long."""
    return public_page("pages/publication/statements/privacy.html")
