"""Overdue work, for the Strategy Unit; and the owner's explanation of it."""

from __future__ import annotations

from math import ceil
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response

from forms.pages.deadlines.lateness import lateness_form
from ria.links import PATHS
from ria.permissions.map import Permission
from ria.queries.deadlines.due_kinds import DUE_KINDS
from ria.queries.deadlines.overdue import (
    PAGE,
    OverdueFilters,
    due_in_words,
    in_words,
    namings_of,
    overdue,
    overdue_of,
)
from ria.queries.organisation.settings import current_settings
from ria.services.deadlines.lateness import explain_lateness
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import sender, today
from ria.web.kit.listing import csv_file
from ria.web.kit.pages import page
from ria.web.kit.paging import number, typed
from ria.web.register.entry_page import committee_choices, unit_choices
from ria.web.request.access import requires, the_policy
from ria.web.request.session import read_session, write_store

pages = Blueprint("overdue", __name__)

HOW_LONG = ((14, "14 days or more"), (30, "30 days or more"), (60, "60 days or more"),
            (90, "90 days or more"))  # fmt: skip
EVERYTHING = 100_000
WHY = "/policies/<reference>/lateness"


@pages.get("/overdue")
@requires(Permission.OVERDUE_SEE)
def listed() -> Response:
    """List what is overdue, the longest first, with filters."""
    filters, here = _filters(), min(number("page") or 1, EVERYTHING)
    shown = overdue(read_session(), filters, today(), here)
    kept, go_live = _as_query(filters), current_settings(read_session()).go_live
    return page(
        "pages/deadlines/overdue/list.html",
        rows=shown.rows,
        total=shown.total,
        filters=filters,
        committees=committee_choices(read_session()),
        units=unit_choices(read_session()),
        kinds=[(kind, in_words(kind)) for kind in DUE_KINDS],
        how_long=HOW_LONG,
        standing=lambda row: due_in_words(row.due_on, today(), go_live),
        current=here,
        last=ceil(shown.total / PAGE),
        as_csv=f"/overdue.csv?{urlencode(kept)}",
        address=lambda at: f"/overdue?{urlencode({**kept, 'page': at})}",
    )


@pages.get("/overdue.csv")
@requires(Permission.OVERDUE_SEE)
def as_file() -> Response:
    """The same list without paging, as a CSV file."""
    shown = overdue(read_session(), _filters(), today(), size=EVERYTHING)
    return csv_file(
        "overdue.csv",
        ("Reference", "Policy", "Committee", "Unit", "What", "Due on", "Days overdue", "With"),
        (
            (r.reference, r.title, r.committee, r.unit, r.what, r.due_on, r.days, r.holder)
            for r in shown.rows
        ),
    )


@form_page(pages, WHY, Permission.POLICY_CHANGE)
def explain(reference: str) -> FormPage:
    """What is overdue for the policy, and the form to explain it."""
    policy = the_policy(reference).policy
    named = namings_of(read_session(), policy.id or 0)
    form = lateness_form(next((row.explanation for row in named if row.explanation), ""))()

    def command() -> Done:
        text = str(form.given["text"])
        explain_lateness(write_store(), reference=reference, text=text, **sender())
        return Done(PATHS.policy(reference), "Your explanation is kept.")

    def context() -> dict[str, Any]:
        found = overdue_of(read_session(), policy.id or 0, today())
        go_live = current_settings(read_session()).go_live
        return {
            "policy": policy,
            "items": [(what, due, due_in_words(due, today(), go_live)) for what, due in found],
            "named_from": min((row.named_from for row in named), default=None),
        }

    return FormPage("pages/deadlines/overdue/why.html", form, command, context)


def _filters() -> OverdueFilters:
    kind = typed("kind")
    return OverdueFilters(
        committee_id=number("committee"),
        unit_id=number("unit"),
        kind=kind if kind in DUE_KINDS else "",
        days=min(number("days") or 0, 36_500),
    )


def _as_query(filters: OverdueFilters) -> dict[str, object]:
    found = {"committee": filters.committee_id, "unit": filters.unit_id,
             "kind": filters.kind, "days": filters.days}  # fmt: skip
    return {name: value for name, value in found.items() if value}
