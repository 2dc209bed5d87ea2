"""Changing a policy's entry, and adding a version of its text."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from forms.pages.register.change import CHANGE_GROUPS, change_form, text_form
from ria.links import PATHS
from ria.permissions.map import Permission
from ria.queries.organisation.functions import function_choices
from ria.queries.register.entry import entry_state
from ria.queries.register.policy_texts import texts_of
from ria.services.kit.errors import Invalid, Stale
from ria.services.register.change_entry import change_entry
from ria.services.register.policy_text import TextInput, add_text
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import posted_seen, sender, sent_before, uploaded
from ria.web.kit.pages import go_to
from ria.web.register.entry_page import answers_of, as_given, committee_choices, told, unit_choices
from ria.web.request.access import the_policy
from ria.web.request.session import read_session, write_store

pages = Blueprint("entry", __name__)


@form_page(pages, "/policies/<reference>/change", Permission.POLICY_CHANGE)
def change(reference: str) -> FormPage | Response:
    """The entry as it is, to be changed. A conflicting change is reported."""
    if sent_before():  # it may no longer be theirs to change
        return go_to(PATHS.policy(reference))
    seen, session = the_policy(reference), read_session()
    form = change_form(
        committees=committee_choices(session),
        units=unit_choices(session),
        functions=function_choices(session),
        places_too=seen.may(Permission.POLICY_PLACE),
        answers=answers_of(session, seen.policy),
    )()

    def command() -> Done:
        given, state = as_given(form), posted_seen()
        changed = change_entry(
            write_store(), reference=reference, given=given, seen=state, **sender()
        )
        return Done(PATHS.policy(reference), told(changed), "success" if changed else "info")

    return FormPage(
        "pages/register/entry/change.html",
        form,
        command,
        lambda: {"policy": seen.policy, "groups": CHANGE_GROUPS},
        seen=lambda: {"seen": entry_state(session, seen.policy)},
        shows=(Invalid, Stale),
        advice="Read the policy's page, then send this again.",
    )


@form_page(pages, "/policies/<reference>/text", Permission.POLICY_CHANGE)
def text(reference: str) -> FormPage:
    """The versions of the policy's text so far, and the form to add one."""
    policy = the_policy(reference).policy
    form = text_form(first=not texts_of(read_session(), policy.id or 0))()

    def command() -> Done:
        upload = uploaded(form.uploads().get("text"))
        assert upload is not None  # the form asked for it
        given = TextInput(upload, str(form.given.get("note", "")))
        number = add_text(write_store(), reference=reference, given=given, **sender())
        return Done(PATHS.policy(reference), f"Version {number} of the text is added.")

    def context() -> dict[str, Any]:
        return {"policy": policy, "texts": texts_of(read_session(), policy.id or 0)}

    return FormPage("pages/register/entry/text.html", form, command, context)
