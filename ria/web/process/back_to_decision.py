"""Back to the page of a decision after one of its buttons, with all that is half typed there."""

from __future__ import annotations

from flask import Response

from forms.pages.page import PageForm
from ria.services.kit.errors import Stale, Unmet
from ria.web.kit.forms import posted_seen
from ria.web.kit.pages import go_to
from ria.web.kit.unsent_input import anything_typed, typed_comments
from ria.web.process.decision_page import Deciding, deciding, decision_page, the_decision_form


def address_of(assessment_id: int) -> str:
    """The address of the page."""
    return f"/assessments/{assessment_id}/decision"


def back_to_decision(assessment_id: int, place: str = "", *, added: str = "") -> Response:
    """Back to the page: by a new request, or at once with what is half typed. `added`: the
    question whose comment is no longer half typed."""
    shown = deciding(assessment_id)
    if shown is not None:
        form = half_decided(shown)
        typed = typed_comments(shown.content.questions, without=added)
        if typed.texts or (form is not None and anything_typed(form)):
            return decision_page(shown, form, typed=typed, read=posted_seen())
    return go_to(address_of(assessment_id) + (f"#{place}" if place else ""))


def refused_there(assessment_id: int, refusal: Stale | Unmet) -> Response:
    """The page again, with what was refused and all that is half typed."""
    shown = deciding(assessment_id)
    if shown is None:
        raise refusal
    return decision_page(
        shown,
        half_decided(shown),
        status=409 if isinstance(refusal, Stale) else 422,
        errors=[{"text": refusal.message, "href": "#in-hand"}],
        typed=typed_comments(shown.content.questions),
        read=posted_seen(),
    )


def half_decided(shown: Deciding) -> PageForm | None:
    """The decision as far as it is typed; None for who has none to take."""
    return the_decision_form(shown)() if shown.may_decide else None
