"""The forms for filing and for publishing a monitoring report."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from forms.pages.declared import Declared
from forms.pages.page import PageForm

_DECLARED = Declared.beside(__file__)


def report_form(answers: Mapping[str, JsonValue] | None = None) -> type[PageForm]:
    """One report: the real one, a nil report or a holding report."""
    return _DECLARED.form("report", answers=answers)


def publishing_form() -> type[PageForm]:
    """Build the form that confirms, before a report is published, that nobody can be recognised in
    it.
    """
    return _DECLARED.form("publishing")
