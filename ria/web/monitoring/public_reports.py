"""Public pages of monitoring reports: each as a page, as data, and with its file."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import NotFound

from ria.models import PublishedReport
from ria.permissions.map import Permission
from ria.queries.monitoring.public_reports import published_file, published_report
from ria.web.evidence.send import as_attachment
from ria.web.kit.http_cache import with_revalidation
from ria.web.kit.pages import public_page
from ria.web.request.access import requires
from ria.web.request.session import read_session

pages = Blueprint("public_reports", __name__)

BASE = "/register/<reference>/reports/<int:report_id>"


@pages.get(BASE)
@requires(Permission.PUBLIC)
def one(reference: str, report_id: int) -> Response:
    """A report as it was published."""
    found = _found(reference, report_id)
    return with_revalidation(
        public_page(
            "pages/publication/register/report.html", report=found.snapshot, report_id=report_id
        )
    )


@pages.get(f"{BASE}.json")
@requires(Permission.PUBLIC)
def as_data(reference: str, report_id: int) -> Response:
    """The report as data, with the hash of its snapshot."""
    found = _found(reference, report_id)
    return with_revalidation(jsonify({**found.snapshot, "content_hash": found.content_hash}))


@pages.get(f"{BASE}/file")
@requires(Permission.PUBLIC)
def its_file(reference: str, report_id: int) -> Response:
    """The file attached to the report."""
    file = published_file(read_session(), _found(reference, report_id))
    if file is None:
        raise NotFound
    return as_attachment(file)


def _found(reference: str, report_id: int) -> PublishedReport:
    found = published_report(read_session(), reference, report_id)
    if found is None:
        raise NotFound
    return found
