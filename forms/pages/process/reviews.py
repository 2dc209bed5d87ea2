"""The forms that start a review, end an edition or open the next one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from forms.pages.declared import Declared, labelled
from forms.pages.page import PageForm, page_form
from forms.questions.question import Question

_DECLARED = Declared.beside(__file__)


def start_review_form(reasons: Mapping[str, str]) -> type[PageForm]:
    """Why a review begins. `reasons` by value."""
    return _DECLARED.form("start_review", options={"review_reason": labelled(reasons)})


def revoke_form(meets: date | None = None) -> type[PageForm]:
    """Build the form for revoking an assessment with immediate effect: the reason, and who decided
    it. `meets`: the committee's next meeting, if known.
    """
    return _DECLARED.form("revoke", answers={"ratify_by": meets.isoformat()} if meets else None)


def new_edition_form(grounds: Mapping[str, str]) -> type[PageForm]:
    """Build the form that asks for the ground for a new edition. `grounds`: value to label."""
    return _DECLARED.form("new_edition", options={"because": labelled(grounds)})


def correction_form(fields: Mapping[str, str], now: Mapping[str, str]) -> type[PageForm]:
    """Build the form for correcting wording on the public page that contains no judgement. `now`:
    the present wording.
    """
    wordings = (_wording(key, label) for key, label in fields.items())
    notice = _DECLARED.question("correct", "notice")
    return page_form("correct", *wordings, notice, answers=dict(now))


def _wording(key: str, label: str) -> Question:
    part = "title" if key == "title" else "wording"
    question = _DECLARED.question("correct", part, label=label)
    return question.model_copy(update={"key": key})


def signal_form(reasons: Mapping[str, str]) -> type[PageForm]:
    """Build the form for a signal that arrives while a review is held."""
    return _DECLARED.form("signal", options={"review_reason": labelled(reasons)})
