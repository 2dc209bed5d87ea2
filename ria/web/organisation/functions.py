"""The organisation's functions, their policies, and functions or policies without a link."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from forms.pages.organisation.functions import function_form
from forms.pages.page import PageForm
from ria.models import FunctionPhase
from ria.permissions.map import Permission, may
from ria.queries.organisation.functions import FunctionLine, function_gaps, function_lines
from ria.services.organisation.functions import FUNCTIONS
from ria.web.kit.listing import Cell, Column, Listing
from ria.web.kit.records import RecordPages, record_blueprint
from ria.web.request.access import signed_in
from ria.web.request.session import read_session


def _form(answers: Mapping[str, JsonValue] | None) -> type[PageForm]:
    return function_form({phase.value: phase.label for phase in FunctionPhase}, answers)


def _name(line: FunctionLine) -> Cell:
    """The name, with a link to the form for people who may change it."""
    is_open = may(FUNCTIONS.may_change, signed_in())
    return Cell(line.name, href=f"/functions/{line.id}" if is_open else "")


def _policies(line: FunctionLine) -> Cell:
    if not line.policies:
        return Cell(0, tags=(("No policy", "orange"),))
    return Cell(line.policies, href=f"/policies?function={line.id}")


PAGES = RecordPages(
    record=FUNCTIONS,
    listing=Listing(
        title="Functions",
        singular="function",
        address="/functions",
        back=("/policies", "Policies"),
        lead="What the organisation is there to do. The policies that serve a function are named "
        "on their own pages.",
        columns=(
            Column("Function", _name),
            Column("Number", lambda line: line.number, is_number=True),
            Column("Phase", lambda line: line.phase.label),
            Column("Policies", _policies, is_number=True),
        ),
        lines=lambda asked, start: function_lines(read_session(), asked["words"], start),
        empty=("No function has been added yet", "An administrator adds them."),
        template="pages/organisation/functions.html",
    ),
    may_read=Permission.POLICY_SUMMARY,
    form=_form,
    called=lambda function: function.name,
    above=lambda: {"gaps": function_gaps(read_session())},
)

pages = record_blueprint("functions", PAGES)
