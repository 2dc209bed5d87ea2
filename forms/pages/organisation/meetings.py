"""The form for adding a committee's meeting."""

from __future__ import annotations

from forms.pages.declared import Declared
from forms.pages.page import PageForm

_DECLARED = Declared.beside(__file__)


def meeting_form() -> type[PageForm]:
    """A day on which a committee meets."""
    return _DECLARED.form("meeting")
