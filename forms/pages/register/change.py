"""The forms for changing a policy's entry, and for adding a version of its text."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from forms.pages.declared import Declared, Named
from forms.pages.page import PageForm
from forms.pages.register.entry import PROGRAMME, WHERE_IT_STANDS, entry_form

_DECLARED = Declared.beside(__file__)
_AT_THE_START = frozenset({"reference", "owner_id", "deputy_id", "text_state", "text"})
_PLACES = frozenset({"committee_id", "unit_id", "restricted"})

CHANGE_GROUPS: Mapping[str, tuple[str, ...]] = {
    "The policy": ("title", "subject_type", "functions"),
    "Whose it is": ("committee_id", "unit_id"),
    "Where it stands": WHERE_IT_STANDS,
    "Special handling": ("urgent", "restricted"),
    "Why": ("reason",),
}
"""The headings of the page, and the questions under each."""


def change_form(
    *,
    committees: Named,
    units: Named,
    functions: Named,
    places_too: bool,
    answers: Mapping[str, JsonValue],
) -> type[PageForm]:
    """The entry as it is. `places_too`: with its committee, its unit, who may read it
    and what the programme says of it."""
    without = _AT_THE_START if places_too else _AT_THE_START | _PLACES | PROGRAMME
    rows = {"functions": functions, "committee_id": committees, "unit_id": units}
    return entry_form(rows, without=without, answers=answers)


def text_form(*, first: bool) -> type[PageForm]:
    """A version of the policy's text. `first`: there is none yet."""
    return _DECLARED.form("first_text" if first else "text")
