"""Public pages of the consultations that are open or closed, from published notices.

Responses are sent as each notice says. A page on which people respond here would belong below the
notice's own address.
"""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from ria.permissions.map import Permission
from ria.queries.consultation.notices import (
    closed_consultations,
    consultation,
    notices_stamp,
    open_consultations,
)
from ria.web.kit.forms import today
from ria.web.kit.http_cache import CacheValidator, revalidated
from ria.web.kit.pages import public_page
from ria.web.kit.paging import neighbours, start
from ria.web.request.access import requires
from ria.web.request.session import read_session

pages = Blueprint("consultations", __name__)

LIST = "pages/consultation/notices/list.html"


def _validator() -> CacheValidator:
    """A notice opens and closes by date, so the cache validator includes the day."""
    stamp, changed_at = notices_stamp(read_session())
    return CacheValidator(f"{stamp} {today()}", changed_at)


@pages.get("/consultations")
@requires(Permission.PUBLIC)
@revalidated(_validator)
def open_now() -> Response:
    """The consultations that people can answer today."""
    found = open_consultations(read_session(), today())
    return public_page(LIST, found=found, closed=False, next="", previous="")


@pages.get("/consultations/closed")
@requires(Permission.PUBLIC)
@revalidated(_validator)
def closed() -> Response:
    """The closed consultations."""
    found = closed_consultations(read_session(), today(), start())
    return public_page(LIST, found=found.rows, closed=True, **neighbours(found))


@pages.get("/consultations/<reference>/<int:number>")
@requires(Permission.PUBLIC)
def one(reference: str, number: int) -> Response:
    """What is asked, of whom, until when, and how to respond."""
    found = consultation(read_session(), reference, number, today())
    if found is None:
        raise NotFound
    return _validator().unless_known(
        lambda: public_page("pages/consultation/notices/one.html", asked=found)
    )
