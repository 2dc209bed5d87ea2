""" "Check your answers": a whole form on one page, to read, to print, and to change from."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response

from forms.answers.rating import final_level
from ria.permissions.map import Permission
from ria.web.answers.findings import contradictions, found_in
from ria.web.answers.open_form import OpenForm, standing_of, the_form
from ria.web.answers.returned import returned
from ria.web.answers.rows import answered_sections, names_in, rating_of
from ria.web.assessment.finishing import finish_of, in_the_way
from ria.web.kit.pages import page
from ria.web.kit.unsent_input import Unsent
from ria.web.request.access import requires

pages = Blueprint("check", __name__)


@pages.get("/assessments/<int:assessment_id>/<stage>/check")
@requires(Permission.DRAFT_READ)
def check(assessment_id: int, stage: str) -> Response:
    """Every answer, with links to change it for those who may, and the findings."""
    return check_page(the_form(assessment_id, stage))


def check_page(
    shown: OpenForm,
    *,
    status: int = 200,
    errors: Sequence[dict[str, str]] = (),
    typed: Unsent | None = None,
) -> Response:
    """Render every answer, the quality checker's findings, and the last step."""
    finish, standing, back = finish_of(shown.content.form), standing_of(shown), returned(shown)
    return page(
        "pages/assessment/check/check.html",
        status,
        shown=shown,
        policy=shown.case.policy,
        sections=answered_sections(shown.content, names_in(shown.content, shown.case.policy.id)),
        rating=rating_of(shown.content),
        final=final_level(shown.content.questions, shown.content.answers),
        listed=shown.tasks(),
        finish=finish,
        may_finish=finish.action in standing,
        in_the_way=in_the_way(finish, standing),
        contradictions=contradictions(shown.content),
        findings=found_in(shown.assessment_id, shown.content),
        typed=typed or Unsent(),
        why_unchanged=back.asks() if back else None,
        errors=errors,
    )
