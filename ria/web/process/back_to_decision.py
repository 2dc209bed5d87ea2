"""Return to the page of a decision after one of its buttons, keeping all unsent input."""

from __future__ import annotations

from flask import Response

from forms.pages.page import PageForm
from ria.links import PATHS
from ria.services.kit.errors import Stale, Unmet
from ria.web.kit.forms import posted_seen
from ria.web.kit.pages import go_to
from ria.web.kit.unsent_input import anything_typed, typed_comments
from ria.web.process.decision_page import Deciding, deciding, decision_page, the_decision_form


def back_to_decision(assessment_id: int, place: str = "", *, added: str = "") -> Response:
    """Return to the page: by a redirect, or directly if there is unsent input to keep. `added`: the
    question whose comment was just added.
    """
    shown = deciding(assessment_id)
    if shown is not None:
        form = half_decided(shown)
        typed = typed_comments(shown.content.questions, without=added)
        if typed.texts or (form is not None and anything_typed(form)):
            return decision_page(shown, form, typed=typed, read=posted_seen())
    return go_to(PATHS.decision(assessment_id) + (f"#{place}" if place else ""))


def refused_there(assessment_id: int, refusal: Stale | Unmet) -> Response:
    """The page again, with the refusal and all unsent input."""
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
    """The decision form with the input so far; None for a person who cannot decide."""
    return the_decision_form(shown)() if shown.may_decide else None
