"""The pages that open, extend and close a consultation.

Responses are entered in the form of the stage. A page on which the public responds directly would
belong beside these, under the same address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash
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
from ria.web.kit.forms import as_errors, as_reasons, posted_token, today
from ria.web.kit.pages import go_to, page
from ria.web.kit.templating import in_words
from ria.web.request.access import SeenAssessment, requires, signed_in, the_assessment
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


@pages.get(f"{BASE}/open")
@requires(Permission.ANSWERS_EDIT)
def ask_to_open(assessment_id: int) -> Response:
    """Ask until when people can respond."""
    return _ask(assessment_id, OPEN)


@pages.post(f"{BASE}/open")
@requires(Permission.ANSWERS_EDIT)
def open_it(assessment_id: int) -> Response:
    """Open the consultation. Too short a time is refused at its field."""
    return _take(assessment_id, OPEN)


@pages.get(f"{BASE}/extend")
@requires(Permission.ANSWERS_EDIT)
def ask_to_extend(assessment_id: int) -> Response:
    """Ask for a later last day."""
    return _ask(assessment_id, EXTEND)


@pages.post(f"{BASE}/extend")
@requires(Permission.ANSWERS_EDIT)
def extend(assessment_id: int) -> Response:
    """Extend the consultation."""
    return _take(assessment_id, EXTEND)


@pages.get(f"{BASE}/close")
@requires(Permission.ANSWERS_EDIT)
def ask_to_close(assessment_id: int) -> Response:
    """Explain what closing means."""
    return _ask(assessment_id, CLOSE)


@pages.post(f"{BASE}/close")
@requires(Permission.ANSWERS_EDIT)
def close(assessment_id: int) -> Response:
    """Close the consultation, once its last day has come."""
    return _take(assessment_id, CLOSE)


def _ask(assessment_id: int, step: Step) -> Response:
    seen, now = _the_consultation(assessment_id)
    if not now.is_running or now.state is not step.begins:
        flash(step.otherwise if now.is_running else "This edition is not consulting now.", "note")
        return go_to(now.address)
    return _page(seen, now, step, step.form(seen, now)())


def _take(assessment_id: int, step: Step) -> Response:
    seen, now = _the_consultation(assessment_id)
    form = step.form(seen, now)()
    if not form.validate():
        return _page(seen, now, step, form, as_errors(form.problems))
    try:
        step.command(
            write_store(),
            assessment_id=assessment_id,
            actor_id=signed_in().id,
            token=posted_token(),
            **_typed(form),
        )
    except Invalid as refusal:
        form.refuse(refusal.field, refusal.message)
        return _page(seen, now, step, form, as_errors(form.problems))
    except Unmet as refusal:
        return _page(seen, now, step, form, as_reasons(refusal.reasons, refusal.message))
    flash(step.done, "success")
    return go_to(now.address)


def _typed(form: PageForm) -> dict[str, Any]:
    """Return the input for the command; closing has none."""
    given = form.given
    if "closes_on" not in given:
        return {}
    closes_on = date.fromisoformat(str(given["closes_on"]))
    return {"closes_on": closes_on, "reason": str(given.get("reason", ""))}


def _the_consultation(assessment_id: int) -> tuple[SeenAssessment, Consulting]:
    seen = the_assessment(assessment_id, Permission.ANSWERS_EDIT)
    now = consulting(read_session(), seen.assessment, today())
    if now is None:
        raise NotFound
    return seen, now


def _page(
    seen: SeenAssessment,
    now: Consulting,
    step: Step,
    form: PageForm,
    errors: list[dict[str, str]] | None = None,
) -> Response:
    return page(
        "pages/consultation/step.html",
        200 if errors is None else 422,
        policy=seen.policy,
        now=now,
        step=step,
        form=form,
        errors=errors or (),
    )
