"""Changing a policy's entry, and adding a version of its text."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, flash

from forms.pages.page import PageForm
from forms.pages.register.change import CHANGE_GROUPS, change_form, text_form
from ria.permissions.map import Permission
from ria.queries.organisation.functions import function_choices
from ria.queries.process.decision import was_sent
from ria.queries.register.entry import entry_state
from ria.queries.register.policy_texts import texts_of
from ria.services.kit.errors import Invalid, Stale
from ria.services.register.change_entry import change_entry
from ria.services.register.policy_text import TextInput, add_text
from ria.web.kit.forms import as_errors, posted_seen, posted_token, uploaded
from ria.web.kit.pages import go_to, page
from ria.web.register.entry_page import answers_of, as_given, committee_choices, told, unit_choices
from ria.web.request.access import SeenPolicy, requires, signed_in, the_policy
from ria.web.request.session import read_session, write_store

pages = Blueprint("entry", __name__)

CHANGE = "/policies/<reference>/change"
TEXT = "/policies/<reference>/text"


@pages.get(CHANGE)
@requires(Permission.POLICY_CHANGE)
def form(reference: str) -> Response:
    """The entry as it is, to be changed."""
    seen = the_policy(reference, Permission.POLICY_CHANGE)
    return _page(seen, _form(seen)(formdata=None), entry_state(read_session(), seen.policy))


@pages.post(CHANGE)
@requires(Permission.POLICY_CHANGE)
def change(reference: str) -> Response:
    """Change the entry. Errors are shown at their fields; a conflicting change is reported."""
    if was_sent(read_session(), signed_in().id, posted_token()):
        return _to_policy(reference)
    seen = the_policy(reference, Permission.POLICY_CHANGE)
    filled, state, status = _form(seen)(), posted_seen(), 422
    if filled.validate():
        try:
            changed = change_entry(
                write_store(), reference=reference, actor_id=signed_in().id,
                given=as_given(filled), seen=state, token=posted_token(),
            )  # fmt: skip
        except Stale as refusal:
            filled.refuse("", f"{refusal.message} Read the policy's page, then send this again.")
            state, status = entry_state(read_session(), seen.policy), 409
        except Invalid as refusal:
            filled.refuse(refusal.field, refusal.message)
        else:
            flash(told(changed), "success" if changed else "info")
            return _to_policy(reference)
    return _page(seen, filled, state, status)


@pages.get(TEXT)
@requires(Permission.POLICY_CHANGE)
def text(reference: str) -> Response:
    """Show the versions so far, and the form to add one."""
    seen = the_policy(reference, Permission.POLICY_CHANGE)
    return _text_page(seen, _text_form(seen)(formdata=None))


@pages.post(TEXT)
@requires(Permission.POLICY_CHANGE)
def add(reference: str) -> Response:
    """Add a version."""
    seen = the_policy(reference, Permission.POLICY_CHANGE)
    filled = _text_form(seen)()
    if filled.validate():
        upload = uploaded(filled.uploads().get("text"))
        assert upload is not None  # the form asked for it
        try:
            number = add_text(
                write_store(), reference=reference, actor_id=signed_in().id,
                given=TextInput(upload, str(filled.given.get("note", ""))), token=posted_token(),
            )  # fmt: skip
        except Invalid as refusal:
            filled.refuse(refusal.field, refusal.message)
        else:
            flash(f"Version {number} of the text is added.", "success")
            return _to_policy(reference)
    return _text_page(seen, filled, 422)


def _form(seen: SeenPolicy) -> type[PageForm]:
    session = read_session()
    return change_form(
        committees=committee_choices(session),
        units=unit_choices(session),
        functions=function_choices(session),
        places_too=seen.may(Permission.POLICY_PLACE),
        answers=answers_of(session, seen.policy),
    )


def _text_form(seen: SeenPolicy) -> type[PageForm]:
    return text_form(first=not texts_of(read_session(), seen.policy.id or 0))


def _page(seen: SeenPolicy, filled: PageForm, state: str, status: int = 200) -> Response:
    return page(
        "pages/register/entry/change.html",
        status,
        policy=seen.policy,
        stage=seen.assessment.stage if seen.assessment else None,
        form=filled,
        seen=state,
        groups=CHANGE_GROUPS,
        errors=as_errors(filled.problems) if status != 200 else (),
    )


def _text_page(seen: SeenPolicy, filled: PageForm, status: int = 200) -> Response:
    return page(
        "pages/register/entry/text.html",
        status,
        policy=seen.policy,
        texts=texts_of(read_session(), seen.policy.id or 0),
        form=filled,
        errors=as_errors(filled.problems) if status != 200 else (),
    )


def _to_policy(reference: str) -> Response:
    return go_to(f"/policies/{quote(reference, safe='')}")
