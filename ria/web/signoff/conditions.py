"""The pages of a condition of "agree if": what it requires, and recording how it was met."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, flash
from werkzeug.exceptions import Forbidden, NotFound

from forms.pages.page import PageForm
from forms.pages.signoff.signing import condition_form
from ria.permissions.map import Permission
from ria.queries.signoff.conditions import ConditionLine, one_condition, reader_of
from ria.services.kit.errors import Invalid
from ria.services.signoff.conditions import meet_condition
from ria.web.kit.forms import as_errors, today
from ria.web.kit.pages import go_to, page
from ria.web.kit.paging import LARGEST_ID
from ria.web.request.access import SeenAssessment, requires, signed_in, the_assessment
from ria.web.request.session import read_session, write_store

pages = Blueprint("conditions", __name__)

ADDRESS = "/assessments/<int:assessment_id>/conditions/<int:condition_id>"


@pages.get(ADDRESS)
@requires(Permission.DRAFT_READ)
def show(assessment_id: int, condition_id: int) -> Response:
    """The condition, and for people who may record it the form to do so."""
    seen, condition = _the_condition(assessment_id, condition_id)
    return _page(seen, condition, condition_form()())


@pages.post(ADDRESS)
@requires(Permission.DRAFT_READ)
def meet(assessment_id: int, condition_id: int) -> Response:
    """Record that the condition is met, and how."""
    seen, condition = _the_condition(assessment_id, condition_id)
    reference = seen.policy.reference
    if condition.met_on is None and not _may_meet(seen, condition):
        raise Forbidden
    form = condition_form()()
    if not form.validate():
        return _page(seen, condition, form, 422)
    try:
        meet_condition(
            write_store(),
            assessment_id=assessment_id,
            condition_id=condition_id,
            actor_id=signed_in().id,
            how=str(form.given["how"]),
        )
    except Invalid as refusal:
        form.refuse(refusal.field, refusal.message)
        return _page(seen, condition, form, 422)
    flash("The condition is recorded as met.", "success")
    return go_to(f"/policies/{quote(reference, safe='')}")


def _the_condition(assessment_id: int, condition_id: int) -> tuple[SeenAssessment, ConditionLine]:
    seen = the_assessment(assessment_id, Permission.DRAFT_READ)
    reader = reader_of(seen.person, seen.subject)
    known = condition_id <= LARGEST_ID
    found = (
        one_condition(read_session(), assessment_id, condition_id, reader, today())
        if known
        else None
    )
    if found is None:
        raise NotFound
    return seen, found


def _may_meet(seen: SeenAssessment, condition: ConditionLine) -> bool:
    return condition.may_meet or seen.may(Permission.DECISION_TAKE)


def _page(
    seen: SeenAssessment, condition: ConditionLine, form: PageForm, status: int = 200
) -> Response:
    return page(
        "pages/signoff/conditions/one.html",
        status,
        policy=seen.policy,
        condition=condition,
        may_meet=condition.met_on is None and _may_meet(seen, condition),
        form=form,
        errors=as_errors(form.problems) if status != 200 else (),
    )
