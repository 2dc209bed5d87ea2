"""Leaving what the quality checker found as it is, with a reason."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request

from forms.pages.quality import reason_form
from ria.permissions import Permission
from ria.services.errors import Invalid, Stale
from ria.services.quality import LONGEST_REASON, SHORTEST_REASON, override_finding
from ria.web.access import requires, signed_in, the_assessment
from ria.web.check_page import TypedReason, check_page
from ria.web.form_pages import posted_token
from ria.web.open_form import OpenForm, the_form
from ria.web.pages import go_to
from ria.web.reading import commanding

pages = Blueprint("quality", __name__)


@pages.post("/assessments/<int:assessment_id>/<stage>/findings")
@requires(Permission.ANSWERS_EDIT)
def leave(assessment_id: int, stage: str) -> Response:
    """Leave one finding with a reason. What is refused is shown again at the finding."""
    the_assessment(assessment_id, Permission.ANSWERS_EDIT)
    shown = the_form(assessment_id, stage)
    place = request.form.get("place", "")
    form = reason_form(SHORTEST_REASON, LONGEST_REASON)()
    if not form.validate():
        typed = TypedReason(place, form.question_fields[0].typed, form.problems[0][1])
        return _refused(shown, typed)
    try:
        override_finding(
            commanding(),
            assessment_id=assessment_id,
            form=stage,
            finding=request.form.get("finding", ""),
            place=place,
            actor_id=signed_in().id,
            reason=str(form.given["reason"]),
            token=posted_token(),
        )
    except (Invalid, Stale) as refusal:
        text = form.question_fields[0].typed
        return _refused(the_form(assessment_id, stage), TypedReason(place, text, refusal.message),
                        409 if isinstance(refusal, Stale) else 422)  # fmt: skip
    flash("The answer stays as it is. Whoever decides reads your reason.", "success")
    return go_to(f"{shown.address}/check#findings")


def _refused(shown: OpenForm, typed: TypedReason, status: int = 422) -> Response:
    errors = [{"text": typed.error, "href": "#findings"}]
    return check_page(shown, status=status, errors=errors, typed=typed)
