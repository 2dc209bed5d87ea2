"""Registering a policy."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request

from forms.pages.page import PageForm, chosen_rows, row_id
from forms.pages.register.registration import GROUPS, registration_form
from ria.links import PATHS
from ria.models import Operation, SubjectType
from ria.permissions.map import Permission, may
from ria.permissions.person import Person
from ria.queries.accounts.people import people_to_name
from ria.queries.organisation.functions import function_choices
from ria.queries.organisation.settings import current_settings
from ria.queries.register.policies import of_the_same_title
from ria.services.register.register import Registration, register_policy
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import day_of, sender, uploaded
from ria.web.register.entry_page import committee_choices, unit_choices
from ria.web.request.access import signed_in
from ria.web.request.session import read_session, write_store

pages = Blueprint("registration", __name__)


@form_page(pages, "/policies/new", Permission.POLICY_REGISTER)
def register() -> FormPage:
    """Register a policy and show it."""
    form = _form()()

    def command() -> Done:
        reference = register_policy(write_store(), given=_registration(form), **sender())
        flash(f"The policy is registered. Its reference is {reference}.", "success")
        alike = of_the_same_title(read_session(), reference)
        if not alike:
            return Done(PATHS.policy(reference), "")
        same = (
            f"The same title is already in the register: {', '.join(alike)}. If it is the "
            "same policy, ask the Strategy Unit to withdraw this one."
        )
        return Done(PATHS.policy(reference), same, "note")

    def context() -> dict[str, Any]:
        return {
            "groups": GROUPS,
            "days": current_settings(read_session()).screening_days,
            "find_people": _words_to_find(),
            "was_searched": "find" in request.form,
        }

    return FormPage(
        "pages/register/registration/registration.html",
        form,
        command,
        context,
        rearranged="find" in request.form,
    )


def _words_to_find() -> str:
    return request.form.get("find_people", "")[:200]


def _form() -> type[PageForm]:
    person = signed_in()
    return registration_form(
        committees=committee_choices(read_session()),
        units=unit_choices(read_session()),
        people=_people(person),
        functions=function_choices(read_session()),
        unit_id=person.unit_id,
        owner_id=person.id,
        programme_too=may(Permission.POLICY_PLACE, person),
    )


def _people(person: Person) -> list[tuple[int, str]]:
    """Return who can be named: if people were searched for, the matches and those already
    chosen.
    """
    if "find" not in request.form:
        return people_to_name(read_session(), person.unit_id)
    chosen = [request.form.get(name, "")[1:] for name in ("owner_id", "deputy_id")]
    return people_to_name(
        read_session(),
        person.unit_id,
        _words_to_find(),
        kept=[int(each) for each in chosen if each.isascii() and each.isdigit()],
    )


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
        operation_on=day_of(given.get("operating_since") or given.get("ended_on")),
        planned_decision_on=day_of(given.get("planned_decision_on")),
        planned_start_on=day_of(given.get("planned_start_on")),
        urgent_reason=str(given.get("urgent_reason", "")),
        restricted=given["restricted"] == "yes",
        legacy=given.get("legacy") == "yes",
        programme_due_on=day_of(given.get("programme_due_on")),
        function_ids=chosen_rows(given.get("functions")),
        text=uploaded(filled.uploads().get("text")) if given["text_state"] == "attached" else None,
    )
