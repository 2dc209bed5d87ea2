""" "Check your answers": a whole form on one page, to read, to print, and to change from."""

from __future__ import annotations

from flask import Blueprint, Response

from ria.permissions.map import Permission
from ria.web.answers.open_form import the_form
from ria.web.assessment.check_page import check_page
from ria.web.request.access import requires

pages = Blueprint("check", __name__)


@pages.get("/assessments/<int:assessment_id>/<stage>/check")
@requires(Permission.DRAFT_READ)
def check(assessment_id: int, stage: str) -> Response:
    """Every answer, with links to change it for those who may, and the findings."""
    return check_page(the_form(assessment_id, stage))
