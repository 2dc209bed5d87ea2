"""The forms that open, extend and close a consultation."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from forms.pages.declared import Declared
from forms.pages.page import PageForm, page_form

_DECLARED = Declared.beside(__file__)


def open_form(
    *, usual: str, earliest: str, answers: Mapping[str, JsonValue] | None = None
) -> type[PageForm]:
    """Build the form that opens a consultation. `usual` and `earliest`: the last day, in words;
    `answers`: the plan.
    """
    return _DECLARED.form("opening", usual=usual, earliest=earliest, answers=answers)


def extend_form(*, closes: str) -> type[PageForm]:
    """Build the form for a later last day and its reason. `closes`: the present last day, in
    words.
    """
    return _DECLARED.form("extending", closes=closes)


def close_form() -> type[PageForm]:
    """Build a form without questions: a button to confirm."""
    return page_form("closing")
