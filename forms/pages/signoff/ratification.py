"""The form that records whether a committee ratified an urgent action."""

from __future__ import annotations

from forms.pages.declared import Declared
from forms.pages.page import PageForm

_DECLARED = Declared.beside(__file__)


def ratifying_form(refused: str) -> type[PageForm]:
    """Build the form: ratified or not, when, and where that is minuted. `refused`: the consequence
    of a refusal.
    """
    return _DECLARED.form("ratifying", refused=refused)
