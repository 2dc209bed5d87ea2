"""The forms of the evidence bank: adding, correcting and replacing a source."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from forms.pages.declared import Declared
from forms.pages.page import PageForm
from forms.questions.question import Audience

_DECLARED = Declared.beside(__file__)

GROUPS: Mapping[str, tuple[str, ...]] = {
    "The source": ("title", "kind", "source"),
    "What it covers": ("period", "area", "as_of"),
    "What it says": ("finding", "limits"),
    "Where it is": ("link", "file"),
    "Its audience": ("audience",),
}
"""The headings of the page, and the questions under each."""


def evidence_form(
    *, may_be_privileged: bool, has_file: bool, answers: Mapping[str, JsonValue] | None = None
) -> type[PageForm]:
    """The form of one source, showing `answers`. A file once attached is not asked for again."""
    given = answers or {"audience": Audience.INTERNAL.value}
    without = {"file"} if has_file else set()
    if not may_be_privileged and given.get("audience") != Audience.PRIVILEGED:
        without.add(f"audience.{Audience.PRIVILEGED}")
    return _DECLARED.form("evidence", without=without, answers=given)


def superseding_form() -> type[PageForm]:
    """Build the form that names the source which replaces this one."""
    return _DECLARED.form("superseding")
