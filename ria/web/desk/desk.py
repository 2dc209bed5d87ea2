"""The approver's desk: what awaits a decision, and who has claimed it."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request

from forms.pages.desk.desk import assign_form
from ria.links import PATHS
from ria.permissions.map import Permission
from ria.queries.desk.desk import Show, colleagues, counts, desk
from ria.services.desk.desk import assign, claim, release
from ria.services.kit.errors import Stale, Unmet
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import today
from ria.web.kit.pages import go_to, page
from ria.web.kit.paging import neighbours, one_of, start
from ria.web.kit.redirects import own_page
from ria.web.process.back_to_decision import back_to_decision, refused_there
from ria.web.request.access import requires, signed_in, the_assessment
from ria.web.request.session import read_session, the_store, write_store

pages = Blueprint("desk", __name__)

LABELS = {
    Show.ALL: "Everything",
    Show.MINE: "Claimed by you",
    Show.UNCLAIMED: "Claimed by nobody",
    Show.LATE: "Overdue",
}
BASE = "/assessments/<int:assessment_id>"


@pages.get("/desk")
@requires(Permission.DESK)
def listed() -> Response:
    """List what awaits a decision, with filters."""
    show, person = one_of("show", Show) or Show.ALL, signed_in()
    shown = desk(read_session(), the_store().sets, person, show, start(), today())
    return page(
        "pages/desk/list.html",
        items=shown.rows,
        show=show,
        labels=LABELS,
        counts=counts(read_session(), person, today()),
        here=_here(),
        **neighbours(shown, show=show),
    )


@pages.post(f"{BASE}/claim")
@requires(Permission.DECISION_TAKE)
def take(assessment_id: int) -> Response:
    """Claim a decision, and return to the page with the button."""
    the_assessment(assessment_id)
    try:
        claim(write_store(), assessment_id=assessment_id, actor_id=signed_in().id)
    except (Stale, Unmet) as refusal:
        if _wanted() != PATHS.decision(assessment_id):
            raise
        return refused_there(assessment_id, refusal)
    flash("You have claimed it. Your colleagues see that.", "success")
    return _back(assessment_id)


@pages.post(f"{BASE}/release")
@requires(Permission.DECISION_TAKE)
def give_up(assessment_id: int) -> Response:
    """Release a decision, and return to the page with the button."""
    the_assessment(assessment_id)
    release(write_store(), assessment_id=assessment_id, actor_id=signed_in().id)
    flash("You have released it. Any colleague can claim it.", "success")
    return _back(assessment_id)


@form_page(pages, f"{BASE}/assign", Permission.DECISION_TAKE)
def give(assessment_id: int) -> FormPage:
    """Assign it to a colleague."""
    seen = the_assessment(assessment_id)
    found = colleagues(read_session(), seen.assessment)
    form = assign_form(found)()

    def command() -> Done:
        assign(
            write_store(),
            assessment_id=assessment_id,
            actor_id=signed_in().id,
            colleague_ref=str(form.given["colleague"]),
        )
        return Done("/desk", "It is assigned, and they have been told.")

    return FormPage(
        "pages/desk/assign.html",
        form,
        command,
        lambda: {"policy": seen.policy, "assessment": seen.assessment, "possible": bool(found)},
    )


def _here() -> str:
    """Return this page's address with its filters, for the buttons that come back to it."""
    return request.full_path.rstrip("?")


def _back(assessment_id: int) -> Response:
    """Redirect to the page with the button, keeping unsent input on a decision page."""
    wanted = _wanted()
    if wanted == PATHS.decision(assessment_id):
        return back_to_decision(assessment_id)
    return go_to(wanted)


def _wanted() -> str:
    wanted = request.form.get("back", "")
    return own_page(wanted) if wanted else "/desk"
