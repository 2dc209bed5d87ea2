"""The pages of a condition of "agree if": what it requires, and recording how it was met."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.exceptions import Forbidden, NotFound

from forms.pages.signoff.signing import condition_form
from ria.links import PATHS
from ria.permissions.map import Permission
from ria.queries.signoff.conditions import one_condition, reader_of
from ria.services.signoff.conditions import meet_condition
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import today
from ria.web.request.access import signed_in, the_assessment
from ria.web.request.session import read_session, write_store

pages = Blueprint("conditions", __name__)

ADDRESS = "/assessments/<int:assessment_id>/conditions/<int:condition_id>"


@form_page(pages, ADDRESS, Permission.DRAFT_READ)
def meet(assessment_id: int, condition_id: int) -> FormPage:
    """The condition, and for people who may record it the form to say how it was met."""
    seen, form = the_assessment(assessment_id), condition_form()()
    reader, reference = reader_of(seen.person, seen.subject), seen.policy.reference
    condition = one_condition(read_session(), assessment_id, condition_id, reader, today())
    if condition is None:
        raise NotFound
    may_meet = condition.may_meet or seen.may(Permission.DECISION_TAKE)
    if request.method == "POST" and condition.met_on is None and not may_meet:
        raise Forbidden

    def command() -> Done:
        meet_condition(
            write_store(),
            assessment_id=assessment_id,
            condition_id=condition_id,
            actor_id=signed_in().id,
            how=str(form.given["how"]),
        )
        return Done(PATHS.policy(reference), "The condition is recorded as met.")

    return FormPage(
        "pages/signoff/conditions/one.html",
        form,
        command,
        lambda: {
            "policy": seen.policy,
            "condition": condition,
            "may_meet": condition.met_on is None and may_meet,
        },
    )
