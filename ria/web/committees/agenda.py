"""The pages of a committee: its agenda, its meetings, and the decision sheet of an edition."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, request
from werkzeug.exceptions import NotFound

from forms.pages.organisation.meetings import meeting_form
from ria.models import Committee
from ria.permissions.map import Permission, may
from ria.permissions.person import Subject
from ria.queries.assessment.case import the_case
from ria.queries.committees.agenda import agenda, decisions
from ria.queries.committees.decision_sheet import decision_sheet
from ria.queries.committees.meetings import meetings_to_come, next_meeting
from ria.queries.deadlines.overdue import OverdueFilters, due_in_words, overdue
from ria.queries.organisation.settings import current_settings
from ria.queries.signoff.conditions import Reader, open_conditions_of_committee
from ria.queries.signoff.ratification import to_be_ratified
from ria.services.committees.meetings import set_meeting, take_off_meeting
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import sender, today
from ria.web.kit.pages import go_to, page
from ria.web.request.access import requires, signed_in, the_assessment
from ria.web.request.session import read_session, the_store, write_store

pages = Blueprint("committee", __name__)

NOBODY = 0
MOST = 200


@pages.get("/committees/<int:committee_id>/agenda")
@requires(Permission.COMMITTEE_AGENDA)
def due(committee_id: int) -> Response:
    """Show what awaits a decision, what was decided, and what is still to be done."""
    committee = _the_committee(committee_id)
    session, reader = read_session(), Reader(signed_in().id)
    late = OverdueFilters(committee_id=committee_id)
    go_live = current_settings(session).go_live
    return page(
        "pages/committees/committee/agenda.html",
        committee=committee,
        on=today(),
        items=agenda(session, the_store(), committee_id, today()),
        meets=next_meeting(session, committee_id, today()),
        urgent=to_be_ratified(session, committee_id),
        overdue=overdue(session, late, today(), size=MOST).rows,
        standing=lambda row: due_in_words(row.due_on, today(), go_live),
        decisions=decisions(session, committee_id),
        conditions=open_conditions_of_committee(session, committee_id, reader, today()),
    )


MEETINGS = "/committees/<int:committee_id>/meetings"


@form_page(pages, MEETINGS, Permission.COMMITTEE_AGENDA)
def meetings(committee_id: int) -> FormPage:
    """The meeting dates, and the form to add one."""
    committee, form = _the_committee(committee_id), meeting_form()()

    def command() -> Done:
        on = date.fromisoformat(str(form.given["held_on"]))
        set_meeting(write_store(), committee_id=committee_id, on=on, **sender())
        return Done(
            request.path, "The day is set. What waits for the committee is due on its next meeting."
        )

    def context() -> dict[str, Any]:
        to_come = meetings_to_come(read_session(), committee_id, today())
        return {"committee": committee, "meetings": to_come}

    return FormPage("pages/committees/committee/meetings.html", form, command, context)


@pages.post(f"{MEETINGS}/off")
@requires(Permission.COMMITTEE_AGENDA)
def take_off(committee_id: int) -> Response:
    """Remove a meeting. 404 for one that does not exist or is past."""
    _the_committee(committee_id)
    try:
        on = date.fromisoformat(request.form.get("held_on", ""))
    except ValueError:
        raise NotFound from None
    take_off_meeting(write_store(), committee_id=committee_id, on=on, **sender())
    flash("The day is taken off.", "success")
    return go_to(f"/committees/{committee_id}/meetings")


def _the_committee(committee_id: int) -> Committee:
    """Return the committee. 404 both for one that does not exist and for one this person may not
    see.
    """
    found = read_session().get(Committee, committee_id)
    subject = Subject(NOBODY, deputy_id=None, unit_id=NOBODY, committee_id=committee_id)
    if found is None or not may(Permission.COMMITTEE_AGENDA, signed_in(), subject):
        raise NotFound
    return found


@pages.get("/assessments/<int:assessment_id>/decision-sheet")
@requires(Permission.DRAFT_READ)
def sheet(assessment_id: int) -> Response:
    """Show one page to print, with everything the committee needs to decide."""
    seen = the_assessment(assessment_id)
    case = the_case(read_session(), the_store(), seen.assessment, seen.policy)
    return page(
        "pages/committees/committee/sheet.html",
        policy=seen.policy,
        assessment=seen.assessment,
        sheet=decision_sheet(read_session(), the_store(), case, today()),
        on=today(),
    )
