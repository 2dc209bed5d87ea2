"""Registering a policy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from flask import Blueprint, Response, flash
from pydantic import JsonValue
from sqlmodel import select

from forms.pages.page import PageForm, chosen_rows, row_id
from forms.pages.registration import GROUPS, registration_form
from ria.models import Committee, Operation, SubjectType, Unit
from ria.models.types import sort_key
from ria.permissions import Permission
from ria.queries.functions import function_choices
from ria.queries.people import active_people
from ria.services.errors import Invalid
from ria.services.register_policy import Registration, register_policy
from ria.web.access import requires, signed_in
from ria.web.form_pages import as_errors, posted_token, uploaded
from ria.web.pages import go_to, page
from ria.web.reading import commanding, reading

pages = Blueprint("registration", __name__)


@pages.get("/policies/new")
@requires(Permission.POLICY_REGISTER)
def form() -> Response:
    """The empty form."""
    return _page(_form()())


@pages.post("/policies/new")
@requires(Permission.POLICY_REGISTER)
def register() -> Response:
    """Register the policy and show it."""
    filled = _form()()
    if filled.validate():
        try:
            reference = register_policy(
                commanding(),
                actor_id=signed_in().id,
                given=_registration(filled),
                token=posted_token(),
            )
        except Invalid as refusal:
            filled.refuse(refusal.field, refusal.message)
        else:
            flash(f"The policy is registered. Its reference is {reference}.", "success")
            return go_to(f"/policies/{quote(reference, safe='')}")
    return _page(filled, 422)


def _page(filled: PageForm, status: int = 200) -> Response:
    return page(
        "pages/registration/registration.html",
        status,
        form=filled,
        groups=GROUPS,
        errors=as_errors(filled.problems) if status != 200 else (),
    )


def _form() -> type[PageForm]:
    person = signed_in()
    return registration_form(
        committees=_by_name(reading().exec(select(Committee)).all()),
        units=_by_name(reading().exec(select(Unit)).all()),
        people=[(user.id, user.name) for user in active_people(reading()) if user.id],
        functions=function_choices(reading()),
        unit_id=person.unit_id,
        owner_id=person.id,
    )


def _by_name(rows: Sequence[Committee] | Sequence[Unit]) -> list[tuple[int, str]]:
    found = [(row.id, row.name) for row in rows if row.id]
    return sorted(found, key=lambda row: sort_key(row[1]))


def _registration(filled: PageForm) -> Registration:
    given = filled.given
    owner, committee, unit = (row_id(given[f"{n}_id"]) for n in ("owner", "committee", "unit"))
    assert owner is not None and committee is not None and unit is not None  # all are required
    return Registration(
        title=str(given["title"]),
        subject_type=SubjectType(str(given["subject_type"])),
        committee_id=committee,
        unit_id=unit,
        owner_id=owner,
        deputy_id=row_id(given.get("deputy_id")),
        operation=Operation(str(given["operation"])),
        reference=str(given.get("reference", "")).strip(),
        operation_on=_day(given.get("operating_since") or given.get("ended_on")),
        planned_decision_on=_day(given.get("planned_decision_on")),
        planned_start_on=_day(given.get("planned_start_on")),
        urgent_reason=str(given.get("urgent_reason", "")),
        restricted=given["restricted"] == "yes",
        function_ids=chosen_rows(given.get("functions")),
        text=uploaded(filled.uploads().get("text")) if given["text_state"] == "attached" else None,
    )


def _day(value: JsonValue) -> date | None:
    return date.fromisoformat(str(value)) if value else None
