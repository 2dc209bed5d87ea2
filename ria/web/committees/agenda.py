"""The pages of a committee: its agenda, its meetings, and the decision sheet of an edition."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, flash, request
from werkzeug.exceptions import NotFound

from forms.pages.organisation.meetings import meeting_form
from forms.pages.page import PageForm
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
from ria.services.kit.errors import Invalid
from ria.web.kit.forms import as_errors, posted_token, today
from ria.web.kit.pages import go_to, page
from ria.web.kit.paging import LARGEST_ID
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


@pages.get(MEETINGS)
@requires(Permission.COMMITTEE_AGENDA)
def meetings(committee_id: int) -> Response:
    """Show the meeting dates, and the form to add one."""
    return _meetings_page(_the_committee(committee_id), meeting_form()())


@pages.post(MEETINGS)
@requires(Permission.COMMITTEE_AGENDA)
def meet(committee_id: int) -> Response:
    """Add a meeting."""
    committee = _the_committee(committee_id)
    form = meeting_form()()
    if not form.validate():
        return _meetings_page(committee, form, 422)
    try:
        set_meeting(
            write_store(),
            committee_id=committee_id,
            actor_id=signed_in().id,
            on=date.fromisoformat(str(form.given["held_on"])),
            token=posted_token(),
        )
    except Invalid as refusal:
        form.refuse(refusal.field, refusal.message)
        return _meetings_page(committee, form, 422)
    flash("The day is set. What waits for the committee is due on its next meeting.", "success")
    return go_to(f"/committees/{committee_id}/meetings")


@pages.post(f"{MEETINGS}/off")
@requires(Permission.COMMITTEE_AGENDA)
def take_off(committee_id: int) -> Response:
    """Remove a meeting. 404 for one that does not exist or is past."""
    _the_committee(committee_id)
    try:
        on = date.fromisoformat(request.form.get("held_on", ""))
    except ValueError:
        raise NotFound from None
    take_off_meeting(
        write_store(),
        committee_id=committee_id,
        actor_id=signed_in().id,
        on=on,
        token=posted_token(),
    )
    flash("The day is taken off.", "success")
    return go_to(f"/committees/{committee_id}/meetings")


def _meetings_page(committee: Committee, form: PageForm, status: int = 200) -> Response:
    assert committee.id is not None
    return page(
        "pages/committees/committee/meetings.html",
        status,
        committee=committee,
        meetings=meetings_to_come(read_session(), committee.id, today()),
        form=form,
        errors=as_errors(form.problems) if status != 200 else (),
    )


def _the_committee(committee_id: int) -> Committee:
    """Return the committee. 404 both for one that does not exist and for one this person may not
    see.
    """
    found = read_session().get(Committee, committee_id) if committee_id <= LARGEST_ID else None
    subject = Subject(NOBODY, deputy_id=None, unit_id=NOBODY, committee_id=committee_id)
    if found is None or not may(Permission.COMMITTEE_AGENDA, signed_in(), subject):
        raise NotFound
    return found


@pages.get("/assessments/<int:assessment_id>/decision-sheet")
@requires(Permission.DRAFT_READ)
def sheet(assessment_id: int) -> Response:
    """Show one page to print, with everything the committee needs to decide."""
    seen = the_assessment(assessment_id, Permission.DRAFT_READ)
    case = the_case(read_session(), the_store(), seen.assessment, seen.policy)
    return page(
        "pages/committees/committee/sheet.html",
        policy=seen.policy,
        assessment=seen.assessment,
        sheet=decision_sheet(read_session(), the_store(), case, today()),
        on=today(),
    )
