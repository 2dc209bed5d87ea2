"""Overdue work, for the Strategy Unit; and the owner's explanation of it."""

from __future__ import annotations

from math import ceil
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, flash

from forms.pages.deadlines.lateness import lateness_form
from forms.pages.page import PageForm
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
from ria.services.kit.errors import Invalid
from ria.web.kit.csv import csv_file
from ria.web.kit.forms import as_errors, posted_token, today
from ria.web.kit.pages import go_to, page
from ria.web.kit.paging import number, typed
from ria.web.register.entry_page import committee_choices, unit_choices
from ria.web.request.access import SeenPolicy, requires, signed_in, the_policy
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


@pages.get(WHY)
@requires(Permission.POLICY_CHANGE)
def ask(reference: str) -> Response:
    """Show what is overdue for the policy, and the form to explain it."""
    seen = the_policy(reference, Permission.POLICY_CHANGE)
    return _page(seen, _form(seen)(formdata=None))


@pages.post(WHY)
@requires(Permission.POLICY_CHANGE)
def explain(reference: str) -> Response:
    """Save the explanation."""
    seen = the_policy(reference, Permission.POLICY_CHANGE)
    filled = _form(seen)()
    if filled.validate():
        try:
            explain_lateness(
                write_store(), reference=reference, actor_id=signed_in().id,
                text=str(filled.given["text"]), token=posted_token(),
            )  # fmt: skip
        except Invalid as refusal:
            filled.refuse(refusal.field, refusal.message)
        else:
            flash("Your explanation is kept.", "success")
            return go_to(f"/policies/{quote(reference, safe='')}")
    return _page(seen, filled, 422)


def _form(seen: SeenPolicy) -> type[PageForm]:
    warned = namings_of(read_session(), seen.policy.id or 0)
    return lateness_form(next((row.explanation for row in warned if row.explanation), ""))


def _page(seen: SeenPolicy, filled: PageForm, status: int = 200) -> Response:
    warned = [row.named_from for row in namings_of(read_session(), seen.policy.id or 0)]
    found = overdue_of(read_session(), seen.policy.id or 0, today())
    go_live = current_settings(read_session()).go_live
    return page(
        "pages/deadlines/overdue/why.html",
        status,
        policy=seen.policy,
        items=[(what, due_on, due_in_words(due_on, today(), go_live)) for what, due_on in found],
        named_from=min(warned, default=None),
        form=filled,
        errors=as_errors(filled.problems) if status != 200 else (),
    )


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
