"""All questions of a form on one page, blank or filled in: to print, and to copy into Word."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from forms.answers.rating import final_level
from forms.rendering.paper import on_paper
from ria.permissions.map import Permission
from ria.web.answers.open_form import OpenForm, the_form
from ria.web.answers.rows import answered_sections, names_in, rating_of
from ria.web.kit.pages import page
from ria.web.request.access import requires

pages = Blueprint("whole_form", __name__)


@pages.get("/assessments/<int:assessment_id>/<stage>/all")
@requires(Permission.DRAFT_READ)
def whole(assessment_id: int, stage: str) -> Response:
    """Every question with its answer; with `blank`, every question that could be asked, with room
    to write. `help` adds the help texts.
    """
    shown = the_form(assessment_id, stage)
    blank, with_help = "blank" in request.args, "help" in request.args
    return page(
        "pages/assessment/whole_form/blank.html"
        if blank
        else "pages/assessment/whole_form/filled.html",
        shown=shown,
        policy=shown.case.policy,
        with_help=with_help,
        links=_links(shown.address, blank, with_help),
        **(_blank(shown) if blank else _filled(shown)),
    )


def _blank(shown: OpenForm) -> dict[str, Any]:
    content = shown.content
    return {"sections": on_paper(content.questions, content.answers)}


def _filled(shown: OpenForm) -> dict[str, Any]:
    content = shown.content
    return {
        "sections": answered_sections(content, names_in(content, shown.case.policy.id)),
        "questions": {question.key: question for question in content.questions.questions()},
        "rating": rating_of(content),
        "final": final_level(content.questions, content.answers),
    }


def _links(address: str, blank: bool, with_help: bool) -> list[tuple[str, str, bool]]:
    """Return label, address and whether it is the present page, for each way to view the form."""
    ways = {
        "With answers": (False, False),
        "With answers and help": (False, True),
        "Blank": (True, False),
        "Blank, with help": (True, True),
    }
    return [
        (label, _address(address, *way), way == (blank, with_help)) for label, way in ways.items()
    ]


def _address(address: str, blank: bool, with_help: bool) -> str:
    query = "&".join(name for name, on in (("blank", blank), ("help", with_help)) if on)
    return f"{address}/all?{query}" if query else f"{address}/all"
