"""The form of a policy's entry, used when it is registered and when it is changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pydantic import JsonValue

from forms.pages.declared import Declared, Named, row_options
from forms.pages.page import PageForm

_DECLARED = Declared.beside(__file__)

WHERE_IT_STANDS = (
    "operation",
    "legacy",
    "programme_due_on",
    "planned_decision_on",
    "planned_start_on",
)
"""The questions under that heading, on both pages."""
PROGRAMME = frozenset({"legacy", "programme_due_on"})
"""Whether it was applied before there was a register, and by when it is screened then."""


def entry_form(
    rows: Mapping[str, Named], *, without: Collection[str], answers: Mapping[str, JsonValue]
) -> type[PageForm]:
    """The form without some of its questions. `rows`: by question, those that can be chosen. The
    functions are asked for only where the organisation has some."""
    offered = {key: row_options(each) for key, each in rows.items() if key not in without}
    left_out = set(without)
    if not offered["functions"]:
        del offered["functions"]
        left_out.add("functions")
    return _DECLARED.form("entry", without=left_out, options=offered, answers=answers)
