"""The pages of an urgent action: what was done before the meeting, and recording the committee's
decision.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from flask import Blueprint, Response, flash
from werkzeug.exceptions import NotFound

from forms.pages.page import PageForm
from forms.pages.signoff.ratification import ratifying_form
from ria.permissions.map import Permission
from ria.queries.accounts.people import names
from ria.queries.process.conflict_of_interest import own_policy
from ria.queries.signoff.ratification import UrgentAction, one_urgent_action
from ria.services.committees.ratification import CommitteesWord, ratify
from ria.services.kit.errors import Invalid
from ria.web.kit.forms import as_errors, posted_token
from ria.web.kit.pages import go_to, page
from ria.web.kit.paging import LARGEST_ID
from ria.web.request.access import SeenAssessment, requires, signed_in, the_assessment
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


@pages.get(ADDRESS)
@requires(Permission.DRAFT_READ)
def show(assessment_id: int, item: int) -> Response:
    """Show what was done, and the form to record the committee's decision."""
    seen, action = _the_action(assessment_id, item, Permission.DRAFT_READ)
    return _page(seen, action, _form(action))


@pages.post(ADDRESS)
@requires(Permission.SIGN_COMMITTEE)
def record(assessment_id: int, item: int) -> Response:
    """Record the committee's decision."""
    seen, action = _the_action(assessment_id, item, Permission.SIGN_COMMITTEE)
    form = _form(action)
    if not form.validate():
        return _page(seen, action, form, 422)
    try:
        ratify(
            write_store(),
            assessment_id=assessment_id,
            item=item,
            actor_id=signed_in().id,
            given=_word(form),
            token=posted_token(),
        )
    except Invalid as refusal:
        form.refuse(refusal.field, refusal.message)
        return _page(seen, action, form, 422)
    flash("The committee's word is recorded.", "success")
    return go_to(f"/policies/{quote(seen.policy.reference, safe='')}")


def _the_action(
    assessment_id: int, item: int, permission: Permission
) -> tuple[SeenAssessment, UrgentAction]:
    seen = the_assessment(assessment_id, permission)
    known = item <= LARGEST_ID
    found = one_urgent_action(read_session(), assessment_id, item) if known else None
    if found is None:
        raise NotFound
    return seen, found


def _form(action: UrgentAction) -> PageForm:
    return ratifying_form(REFUSED_END if action.is_the_end else REFUSED_SIGNATURE)()


def _word(form: PageForm) -> CommitteesWord:
    given = form.given
    return CommitteesWord(
        is_ratified=given["word"] == "ratified",
        decided_on=date.fromisoformat(str(given["decided_on"])),
        minute_reference=str(given["minute_reference"]),
        reason=str(given.get("reason", "")),
    )


def _page(
    seen: SeenAssessment, action: UrgentAction, form: PageForm, status: int = 200
) -> Response:
    own = own_policy(read_session(), seen.person, seen.subject)
    officer = seen.may(Permission.SIGN_COMMITTEE)
    recorder = names(read_session(), [action.word.recorded_by]) if action.word else {}
    return page(
        "pages/committees/ratification/one.html",
        status,
        policy=seen.policy,
        action=action,
        recorded_by=next(iter(recorder.values()), ""),
        own=own if officer else "",
        may_record=action.is_awaited and officer and not own,
        form=form,
        errors=as_errors(form.problems) if status != 200 else (),
    )
