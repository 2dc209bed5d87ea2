"""The form for registering a policy."""

from __future__ import annotations

from collections.abc import Mapping

from forms.pages.declared import Named
from forms.pages.page import PageForm
from forms.pages.register.entry import PROGRAMME, WHERE_IT_STANDS, entry_form

GROUPS: Mapping[str, tuple[str, ...]] = {
    "The policy": ("title", "subject_type", "functions", "reference"),
    "Who is responsible": ("committee_id", "unit_id", "owner_id", "deputy_id"),
    "Where it stands": WHERE_IT_STANDS,
    "Special handling": ("urgent", "restricted"),
    "Its text": ("text_state",),
}
"""The headings of the page, and the questions under each."""


def registration_form(
    *,
    committees: Named,
    units: Named,
    people: Named,
    functions: Named,
    unit_id: int | None,
    owner_id: int,
    programme_too: bool,
) -> type[PageForm]:
    """The form, with the choices of this organisation; it suggests a unit and an owner.
    `programme_too`: with whether it is a legacy policy."""
    suggested = {"owner_id": f"n{owner_id}"} | ({"unit_id": f"n{unit_id}"} if unit_id else {})
    rows = {
        "functions": functions,
        "committee_id": committees,
        "unit_id": units,
        "owner_id": people,
        "deputy_id": people,
    }
    without = {"reason"} if programme_too else PROGRAMME | {"reason"}
    return entry_form(rows, without=without, answers=suggested)
