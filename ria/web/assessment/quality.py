"""Override a finding of the quality checker with a reason."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request
from werkzeug.datastructures import MultiDict

from forms.answers.text import printable
from forms.pages.assessment.quality import reason_form
from ria.permissions.map import Permission
from ria.services.assessment.quality import LONGEST_REASON, SHORTEST_REASON, override_finding
from ria.services.kit.errors import Invalid, Stale
from ria.web.answers.findings import found_in
from ria.web.answers.open_form import OpenForm, the_form
from ria.web.assessment.check import check_page
from ria.web.kit.forms import posted_token
from ria.web.kit.pages import go_to
from ria.web.kit.unsent_input import REASON, Unsent, of_its_own, typed_reasons
from ria.web.request.access import requires, signed_in, the_assessment
from ria.web.request.session import write_store

pages = Blueprint("quality", __name__)


@pages.post("/assessments/<int:assessment_id>/<stage>/findings")
@requires(Permission.ANSWERS_EDIT)
def leave(assessment_id: int, stage: str) -> Response:
    """Override one finding with a reason. If it is refused, it is shown again at the finding, and
    so is unsent input at other findings.
    """
    the_assessment(assessment_id)
    shown = the_form(assessment_id, stage)
    place = request.values.get("place", "")
    text = request.form.get(REASON + place, "")
    form = reason_form(SHORTEST_REASON, LONGEST_REASON)(
        MultiDict({"csrf_token": request.form.get("csrf_token", ""), "reason": text})
    )
    if not form.validate():
        return _refused(shown, place, text, form.problems[0][1])
    reason = str(form.given["reason"])
    try:
        override_finding(
            write_store(),
            assessment_id=assessment_id,
            form=stage,
            finding=request.values.get("finding", ""),
            place=place,
            actor_id=signed_in().id,
            reason=reason,
            token=of_its_own(posted_token(), place, reason),
        )
    except (Invalid, Stale) as refusal:
        status = 409 if isinstance(refusal, Stale) else 422
        return _refused(the_form(assessment_id, stage), place, text, refusal.message, status)
    flash("The answer stays as it is. Whoever decides reads your reason.", "success")
    others = typed_reasons(without=place)
    if others.texts:
        return check_page(the_form(assessment_id, stage), typed=others)
    return go_to(f"{shown.address}/check#findings")


def _refused(shown: OpenForm, place: str, text: str, message: str, status: int = 422) -> Response:
    places = {line.place for line in found_in(shown.assessment_id, shown.content).open}
    href = f"#{REASON}{place}" if place in places else "#findings"
    return check_page(
        shown,
        status=status,
        errors=[{"text": message, "href": href}],
        typed=Unsent({**typed_reasons().texts, place: printable(text)}, place, message),
    )
