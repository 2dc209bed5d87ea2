"""My work: what waits for the person signed in."""

from __future__ import annotations

from flask import Blueprint, Response

from ria.clock import london_date
from ria.permissions import Permission
from ria.queries.agenda import committees_of
from ria.queries.conditions import conditions_of_person
from ria.queries.work import work
from ria.web.access import requires, signed_in
from ria.web.pages import page
from ria.web.reading import reading, the_store

pages = Blueprint("work", __name__)


@pages.get("/work")
@requires(Permission.ACCOUNT)
def mine() -> Response:
    """Drafts, decisions and signatures that wait, the most pressing first."""
    today = london_date(the_store().clock.now())
    person, session = signed_in(), reading()
    return page(
        "pages/work/mine.html",
        work=work(session, person, today),
        conditions=conditions_of_person(session, person, today),
        committees=committees_of(session, person),
    )
