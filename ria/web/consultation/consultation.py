"""The pages that open, extend and close a consultation.

Responses are entered in the form of the stage. A page on which the public responds directly would
belong beside these, under the same address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, request
from pydantic import JsonValue
from werkzeug.exceptions import NotFound

from forms.pages.consultation.consultation import close_form, extend_form, open_form
from forms.pages.page import PageForm
from ria.models import ConsultationState
from ria.permissions.map import Permission
from ria.queries.assessment.form_content import form_content
from ria.queries.consultation.consultation import Consulting, consulting, earliest_end, usual_end
from ria.services.consultation.consultation import (
    close_consultation,
    extend_consultation,
    open_consultation,
)
from ria.services.kit.errors import Invalid, Unmet
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import sender, today
from ria.web.kit.pages import go_to
from ria.web.kit.templating import in_words
from ria.web.request.access import SeenAssessment, the_assessment
from ria.web.request.session import read_session, the_store, write_store
from workflows.stages import Stage

pages = Blueprint("consultation", __name__)

BASE = "/assessments/<int:assessment_id>/consultation"


@dataclass(frozen=True)
class Step:
    """One step of a consultation: the last path segment of its address, the state it starts from,
    its wording, its form and its command.
    """

    name: str
    begins: ConsultationState
    heading: str
    meaning: str
    button: str
    done: str
    otherwise: str
    form: Callable[[SeenAssessment, Consulting], type[PageForm]]
    command: Callable[..., None]


def _opening(seen: SeenAssessment, _now: Consulting) -> type[PageForm]:
    edition = seen.assessment
    return open_form(
        usual=in_words(usual_end(read_session(), edition.level, today())),
        earliest=in_words(earliest_end(today())),
        answers=_as_planned(seen),
    )


def _as_planned(seen: SeenAssessment) -> dict[str, JsonValue]:
    """Return the last day and the reason from the plan, if they are still possible."""
    assert seen.assessment.id is not None
    plan = form_content(
        read_session(), the_store().sets, seen.assessment.id, Stage.ASSESSMENT.value
    )
    visible = plan.visible if plan else {}
    planned: dict[str, JsonValue] = {}
    closes = visible.get("consult_closes")
    if isinstance(closes, str) and date.fromisoformat(closes) >= earliest_end(today()):
        planned["closes_on"] = closes
    if visible.get("shorter_reason"):
        planned["reason"] = visible["shorter_reason"]
    return planned


def _extending(_seen: SeenAssessment, now: Consulting) -> type[PageForm]:
    return extend_form(closes=in_words(now.closes_on) if now.closes_on else "no day")


OPEN = Step(
    "open",
    ConsultationState.PLANNED,
    "Open the consultation",
    "Do this on the day on which you ask people. It begins today.",
    "Open the consultation",
    "The consultation is open.",
    "The consultation is open already.",
    _opening,
    open_consultation,
)
EXTEND = Step(
    "extend",
    ConsultationState.OPEN,
    "Give people longer",
    "The consultation stays open until a later day.",
    "Give people longer",
    "People can answer for longer.",
    "The consultation is not open.",
    _extending,
    extend_consultation,
)
CLOSE = Step(
    "close",
    ConsultationState.OPEN,
    "Close the consultation",
    "What comes later is not counted. The form can be handed in once everything that was said is "
    "worked in.",
    "Close the consultation",
    "The consultation is closed.",
    "The consultation is not open.",
    lambda _seen, _now: close_form(),
    close_consultation,
)


@form_page(pages, f"{BASE}/open", Permission.ANSWERS_EDIT)
def open_it(assessment_id: int) -> FormPage | Response:
    """Open the consultation. Too short a time is refused at its field."""
    return _step(assessment_id, OPEN)


@form_page(pages, f"{BASE}/extend", Permission.ANSWERS_EDIT)
def extend(assessment_id: int) -> FormPage | Response:
    """Extend the consultation to a later last day."""
    return _step(assessment_id, EXTEND)


@form_page(pages, f"{BASE}/close", Permission.ANSWERS_EDIT)
def close(assessment_id: int) -> FormPage | Response:
    """Close the consultation, once its last day has come."""
    return _step(assessment_id, CLOSE)


def _step(assessment_id: int, step: Step) -> FormPage | Response:
    seen = the_assessment(assessment_id)
    now = consulting(read_session(), seen.assessment, today())
    if now is None:
        raise NotFound
    begins = now.is_running and now.state is step.begins
    if request.method != "POST" and not begins:
        flash(step.otherwise if now.is_running else "This edition is not consulting now.", "note")
        return go_to(now.address)
    form = step.form(seen, now)()

    def command() -> Done:
        step.command(write_store(), assessment_id=assessment_id, **sender(), **_typed(form))
        return Done(now.address, step.done)

    return FormPage(
        "pages/consultation/step.html",
        form,
        command,
        lambda: {"policy": seen.policy, "now": now, "step": step},
        shows=(Invalid, Unmet),
    )


def _typed(form: PageForm) -> dict[str, Any]:
    """Return the input for the command; closing has none."""
    given = form.given
    if "closes_on" not in given:
        return {}
    closes_on = date.fromisoformat(str(given["closes_on"]))
    return {"closes_on": closes_on, "reason": str(given.get("reason", ""))}
