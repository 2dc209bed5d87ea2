"""The forms of the actions that have their own page."""

from __future__ import annotations

from collections.abc import Mapping

from forms.pages.declared import Declared, labelled
from forms.pages.page import PageForm, page_form

_DECLARED = Declared.beside(__file__)


def plain_form() -> type[PageForm]:
    """Build a form without questions: a button to confirm."""
    return page_form("sure")


def raise_form(levels: Mapping[str, str]) -> type[PageForm]:
    """Build the form for raising the level, with a reason. `levels`: those above the present one,
    by value.
    """
    return _DECLARED.form("raise_level", options={"level": labelled(levels)})


def recall_form() -> type[PageForm]:
    """Build the form that asks what has become known since the approval."""
    return _DECLARED.form("recall")


def withdraw_form(*, needs_next: bool) -> type[PageForm]:
    """Build the form for a withdrawal and its reason. If the policy stays in use, it also asks when
    it is next assessed.
    """
    return _DECLARED.form("withdraw" if needs_next else "withdraw_unused")


def cover_form() -> type[PageForm]:
    """Build the form that names the policy which covers this one, and why."""
    return _DECLARED.form("cover")
