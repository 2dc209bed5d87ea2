"""Check your answers: a whole form on one page, to read, to print, and to change from."""

from __future__ import annotations

from flask import Blueprint, Response

from forms.rating import final_level
from ria.permissions import Permission
from ria.web.access import requires
from ria.web.answered import answered_sections, rating_of
from ria.web.finishing import finish_of, in_the_way
from ria.web.open_form import standing_of, the_form
from ria.web.pages import page

pages = Blueprint("check", __name__)


@pages.get("/assessments/<int:assessment_id>/<stage>/check")
@requires(Permission.DRAFT_READ)
def check(assessment_id: int, stage: str) -> Response:
    """Every answer, with links to change it for whoever may."""
    shown = the_form(assessment_id, stage)
    finish, standing = finish_of(shown.content.form), standing_of(shown)
    return page(
        "pages/check/check.html",
        shown=shown,
        policy=shown.case.policy,
        sections=answered_sections(shown.content, shown.case.policy.id),
        rating=rating_of(shown.content),
        final=final_level(shown.content.questions, shown.content.answers),
        listed=shown.tasks(),
        finish=finish,
        may_finish=finish.action in standing,
        in_the_way=in_the_way(finish, standing),
    )
