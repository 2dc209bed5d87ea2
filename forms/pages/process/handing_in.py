"""The question asked when a returned form is submitted again without a change."""

from __future__ import annotations

from forms.pages.declared import Declared
from forms.pages.page import PageForm

_DECLARED = Declared.beside(__file__)


def unchanged_form() -> type[PageForm]:
    """Build the form that asks why nothing was changed."""
    return _DECLARED.form("unchanged")
