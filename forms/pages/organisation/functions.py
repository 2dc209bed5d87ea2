"""The form of a function: what the organisation is there to do."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from forms.pages.declared import Declared, labelled
from forms.pages.page import PageForm

_DECLARED = Declared.beside(__file__)


def function_form(
    phases: Mapping[str, str], answers: Mapping[str, JsonValue] | None = None
) -> type[PageForm]:
    """A function. `phases`: value to label."""
    return _DECLARED.form("function", options={"phase": labelled(phases)}, answers=answers)
