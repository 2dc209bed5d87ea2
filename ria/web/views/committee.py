"""A committee's agenda, and the decision sheet for its meeting."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from ria.models import Committee
from ria.permissions import Permission, Subject, may
from ria.queries.agenda import agenda, decisions
from ria.queries.case import the_case
from ria.queries.conditions import Reader, open_conditions_of_committee
from ria.queries.decision_sheet import decision_sheet
from ria.queries.overdue import OverdueFilters, overdue, standing
from ria.queries.ratifying import to_be_ratified
from ria.web.access import requires, signed_in, the_assessment
from ria.web.form_pages import today
from ria.web.pages import page
from ria.web.paging import LARGEST_ID
from ria.web.reading import reading, the_store

pages = Blueprint("committee", __name__)

NOBODY = 0
MOST = 200


@pages.get("/committees/<int:committee_id>/agenda")
@requires(Permission.COMMITTEE_AGENDA)
def due(committee_id: int) -> Response:
    """What is due for decision, what was decided, what is still to be done."""
    committee = _the_committee(committee_id)
    session, reader = reading(), Reader(signed_in().id)
    late = OverdueFilters(committee_id=committee_id)
    return page(
        "pages/committee/agenda.html",
        committee=committee,
        on=today(),
        items=agenda(session, the_store(), committee_id, today()),
        urgent=to_be_ratified(session, committee_id),
        overdue=overdue(session, late, today(), size=MOST).rows,
        standing=lambda row: standing(row.due_on, today()),
        decisions=decisions(session, committee_id),
        conditions=open_conditions_of_committee(session, committee_id, reader, today()),
    )


def _the_committee(committee_id: int) -> Committee:
    """404 alike for none and for somebody else's."""
    found = reading().get(Committee, committee_id) if committee_id <= LARGEST_ID else None
    subject = Subject(NOBODY, deputy_id=None, unit_id=NOBODY, committee_id=committee_id)
    if found is None or not may(Permission.COMMITTEE_AGENDA, signed_in(), subject):
        raise NotFound
    return found


@pages.get("/assessments/<int:assessment_id>/decision-sheet")
@requires(Permission.DRAFT_READ)
def sheet(assessment_id: int) -> Response:
    """One page to print, with what the committee needs to decide."""
    seen = the_assessment(assessment_id, Permission.DRAFT_READ)
    case = the_case(reading(), the_store(), seen.assessment, seen.policy)
    return page(
        "pages/committee/sheet.html",
        policy=seen.policy,
        assessment=seen.assessment,
        sheet=decision_sheet(reading(), the_store(), case, today()),
        on=today(),
    )
