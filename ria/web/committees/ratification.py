"""The pages of an urgent action: what was done before the meeting, and recording the committee's
decision.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint
from werkzeug.exceptions import NotFound

from forms.pages.page import PageForm
from forms.pages.signoff.ratification import ratifying_form
from ria.links import PATHS
from ria.permissions.map import Permission
from ria.queries.accounts.people import names
from ria.queries.process.conflict_of_interest import own_policy
from ria.queries.signoff.ratification import UrgentAction, one_urgent_action
from ria.services.committees.ratification import CommitteesWord, ratify
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import sender
from ria.web.request.access import SeenAssessment, the_assessment
from ria.web.request.session import read_session, write_store

pages = Blueprint("ratifying", __name__)

ADDRESS = "/assessments/<int:assessment_id>/ratification/<int:item>"
REFUSED_END = (
    "The revocation stands, and a new edition opens at once, so that the policy comes before the "
    "committee"
)
REFUSED_SIGNATURE = (
    "That is then the committee's word: it does not agree. An assessment that counts is reviewed"
)


@form_page(pages, ADDRESS, Permission.DRAFT_READ, change=Permission.SIGN_COMMITTEE)
def record(assessment_id: int, item: int) -> FormPage:
    """What was done, and the form to record the committee's decision."""
    seen = the_assessment(assessment_id)
    action = one_urgent_action(read_session(), assessment_id, item)
    if action is None:
        raise NotFound
    form = ratifying_form(REFUSED_END if action.is_the_end else REFUSED_SIGNATURE)()
    reference = seen.policy.reference

    def command() -> Done:
        given = _word(form)
        ratify(write_store(), assessment_id=assessment_id, item=item, given=given, **sender())
        return Done(PATHS.policy(reference), "The committee's word is recorded.")

    return FormPage(
        "pages/committees/ratification/one.html", form, command, lambda: _context(seen, action)
    )


def _word(form: PageForm) -> CommitteesWord:
    given = form.given
    return CommitteesWord(
        is_ratified=given["word"] == "ratified",
        decided_on=date.fromisoformat(str(given["decided_on"])),
        minute_reference=str(given["minute_reference"]),
        reason=str(given.get("reason", "")),
    )


def _context(seen: SeenAssessment, action: UrgentAction) -> dict[str, Any]:
    own = own_policy(read_session(), seen.person, seen.subject)
    officer = seen.may(Permission.SIGN_COMMITTEE)
    recorder = names(read_session(), [action.word.recorded_by]) if action.word else {}
    return {
        "policy": seen.policy,
        "action": action,
        "recorded_by": next(iter(recorder.values()), ""),
        "own": own if officer else "",
        "may_record": action.is_awaited and officer and not own,
    }
