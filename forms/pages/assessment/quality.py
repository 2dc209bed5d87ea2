"""The form for overriding a finding of the quality checker."""

from __future__ import annotations

from forms.pages.declared import Declared
from forms.pages.page import PageForm, page_form

_DECLARED = Declared.beside(__file__)


def reason_form(shortest: int, longest: int) -> type[PageForm]:
    """Build the form that asks why the answer is right as it is."""
    question = _DECLARED.question("left", "reason")
    limits = {"min_length": shortest, "max_length": longest}
    return page_form("left", question.model_copy(update=limits))
