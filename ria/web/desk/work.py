"""My work: the pending work of the person signed in."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response

from ria.permissions.map import Permission, may
from ria.permissions.person import Person
from ria.queries.committees.agenda import committees_of
from ria.queries.deadlines.overdue import (
    OverdueFilters,
    count_overdue,
    due_in_words,
    overdue_by_committee,
)
from ria.queries.deadlines.oversight import PAGE, standing_policies, with_others
from ria.queries.desk.work import work
from ria.queries.mail.mails import failed_mails
from ria.queries.organisation.settings import current_settings
from ria.queries.register.legacy import count_undated
from ria.queries.signoff.conditions import conditions_of_person
from ria.web.kit.forms import today
from ria.web.kit.pages import page
from ria.web.kit.paging import number
from ria.web.request.access import requires, signed_in
from ria.web.request.session import read_session
from workflows.roles import Role

pages = Blueprint("work", __name__)


@pages.get("/work")
@requires(Permission.ACCOUNT)
def mine() -> Response:
    """List pending drafts, decisions and signatures, the most urgent first."""
    person, session, day = signed_in(), read_session(), today()
    others, standing_page = _page_number("others"), _page_number("standing")
    committees, go_live = committees_of(session, person), current_settings(session).go_live
    return page(
        "pages/desk/work/mine.html",
        work=work(session, person, day),
        conditions=conditions_of_person(session, person, day),
        committees=committees,
        late=overdue_by_committee(session, (i for i, _ in committees), day) if committees else {},
        others=with_others(session, person, others),
        standing_policies=standing_policies(session, person, standing_page),
        heads=person.has(Role.UNIT_HEAD),
        overdue_total=_overdue_total(person),
        is_refused=not person.is_reached,
        undated=count_undated(session) if may(Permission.POLICY_PLACE, person) else 0,
        failed_mails=failed_mails(session) if may(Permission.MAIL_READ, person) else 0,
        how=lambda due: due_in_words(due, day, go_live),
        paged={
            "others": _paging(others, "others", "standing", standing_page),
            "standing": _paging(standing_page, "standing", "others", others),
        },
        size=PAGE,
    )


LAST_PAGE = 10_000


def _page_number(name: str) -> int:
    return min(max(number(name) or 1, 1), LAST_PAGE)


def _paging(
    current: int, name: str, other: str, other_page: int
) -> tuple[int, Callable[[int], str]]:
    """Return the page of one list and a function for its page addresses, which keep the other
    list's page.
    """

    def address(at: int) -> str:
        kept = f"&{other}={other_page}" if other_page > 1 else ""
        return f"/work?{name}={at}{kept}#{name}"

    return current, address


def _overdue_total(person: Person) -> int:
    """Return the total number of overdue items, for those who oversee them."""
    if not may(Permission.OVERDUE_SEE, person):
        return 0
    return count_overdue(read_session(), OverdueFilters(), today())
