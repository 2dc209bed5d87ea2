"""The form of the approver's desk: which colleague takes on a decision."""

from __future__ import annotations

from collections.abc import Mapping

from forms.pages.declared import Declared
from forms.pages.page import PageForm

_DECLARED = Declared.beside(__file__)


def assign_form(people: Mapping[str, str]) -> type[PageForm]:
    """Choose the colleague. `people`: those who may decide on it, by reference."""
    return _DECLARED.form("assign", people=people)
