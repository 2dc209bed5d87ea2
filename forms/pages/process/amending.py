"""The form with which an owner proposes a minor amendment."""

from __future__ import annotations

from forms.pages.declared import Declared
from forms.pages.page import PageForm

_DECLARED = Declared.beside(__file__)


def amendment_form() -> type[PageForm]:
    """Build the form for the change of the text, and the confirmation that no aim of the duty is
    affected.
    """
    return _DECLARED.form("amendment")
