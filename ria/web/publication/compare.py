"""Compare two publications of a policy, for the public."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from ria.permissions.map import Permission
from ria.queries.publication import register as query
from ria.queries.publication.compare import compared_snapshots
from ria.web.kit.http_cache import with_revalidation
from ria.web.kit.pages import public_page
from ria.web.kit.paging import LARGEST_ID
from ria.web.request.access import requires
from ria.web.request.session import read_session

pages = Blueprint("register_compare", __name__)


@pages.get("/register/<reference>/compare")
@requires(Permission.PUBLIC)
def compare(reference: str) -> Response:
    """Show two publications question by question: by default the newest and the one before."""
    issues = sorted(query.issues(read_session(), reference), key=lambda issue: issue.number)
    if len(issues) < 2:
        raise NotFound
    numbers = [_number("from", issues[-2].number), _number("to", issues[-1].number)]
    before, after = (query.published(read_session(), reference, number) for number in numbers)
    if before is None or after is None:
        raise NotFound
    return with_revalidation(
        public_page(
            "pages/publication/register/compare.html",
            before=before,
            after=after,
            issues=issues,
            forms=compared_snapshots(before, after),
            everything=request.args.get("all") == "yes",
        )
    )


def _number(name: str, default: int) -> int:
    typed = request.args.get(name, "")
    if not typed:
        return default
    if not typed.isascii() or not typed.isdigit() or int(typed) > LARGEST_ID:
        raise NotFound
    return int(typed)
