"""The form on which an owner says why something is overdue."""

from __future__ import annotations

from forms.pages.declared import Declared
from forms.pages.page import PageForm

_DECLARED = Declared.beside(__file__)


def lateness_form(written: str) -> type[PageForm]:
    """Why it is overdue. `written`: what was said before."""
    return _DECLARED.form("lateness", answers={"text": written} if written else {})
