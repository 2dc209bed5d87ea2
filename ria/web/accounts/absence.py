"""Absence: one's own, and for the administrator anybody's."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, flash
from pydantic import JsonValue
from werkzeug.exceptions import NotFound

from forms.pages.accounts.accounts import away_form
from forms.pages.page import PageForm
from ria.models import User
from ria.permissions.map import Permission
from ria.queries.accounts.people import active_people, user_by_ref
from ria.services.accounts.absence import AbsenceInput, end_away, set_away
from ria.services.kit.errors import Invalid
from ria.web.kit.forms import as_errors, posted_token
from ria.web.kit.pages import go_to, page
from ria.web.request.access import requires, signed_in
from ria.web.request.session import read_session, write_store

pages = Blueprint("away", __name__)


@pages.get("/away")
@requires(Permission.ACCOUNT)
def own() -> Response:
    """One's own absence."""
    user = _user(signed_in().ref)
    return _page(user, "/away", _form(user)())


@pages.post("/away")
@requires(Permission.ACCOUNT)
def set_own() -> Response:
    """Record one's own absence."""
    return _set(signed_in().ref, "/away")


@pages.post("/away/end")
@requires(Permission.ACCOUNT)
def end_own() -> Response:
    """End one's own absence."""
    return _end(signed_in().ref, "/away")


@pages.get("/accounts/<account>/away")
@requires(Permission.ACCOUNTS_MANAGE)
def others(account: str) -> Response:
    """Somebody's absence."""
    user = _user(account)
    return _page(user, f"/accounts/{account}/away", _form(user)())


@pages.post("/accounts/<account>/away")
@requires(Permission.ACCOUNTS_MANAGE)
def set_others(account: str) -> Response:
    """Record an absence for somebody who cannot do it themselves."""
    return _set(account, f"/accounts/{account}/away")


@pages.post("/accounts/<account>/away/end")
@requires(Permission.ACCOUNTS_MANAGE)
def end_others(account: str) -> Response:
    """End somebody's absence."""
    return _end(account, f"/accounts/{account}/away")


def _set(ref: str, address: str) -> Response:
    user = _user(ref)
    filled = _form(user)()
    if filled.validate():
        try:
            set_away(
                write_store(), ref=ref, actor_id=signed_in().id, given=_given(filled),
                token=posted_token(),
            )  # fmt: skip
        except Invalid as refusal:
            filled.refuse(refusal.field, refusal.message)
        else:
            flash("The absence is saved.", "success")
            return go_to(address)
    return _page(_user(ref), address, filled, 422)


def _end(ref: str, address: str) -> Response:
    user = _user(ref)
    end_away(write_store(), ref=user.ref, actor_id=signed_in().id)
    flash("The absence is ended.", "success")
    return go_to(address)


def _user(ref: str) -> User:
    user = user_by_ref(read_session(), ref)
    if user is None or not user.active:
        raise NotFound
    return user


def _form(user: User) -> type[PageForm]:
    people = {
        other.ref: other.name for other in active_people(read_session()) if other.id != user.id
    }
    stand_in = read_session().get(User, user.stand_in_id) if user.stand_in_id else None
    stored: dict[str, JsonValue] = {
        "away_from": user.away_from.isoformat() if user.away_from else None,
        "away_until": user.away_until.isoformat() if user.away_until else None,
        "stand_in": stand_in.ref if stand_in else None,
    }
    return away_form(people, {name: value for name, value in stored.items() if value})


def _given(filled: PageForm) -> AbsenceInput:
    given = filled.given
    return AbsenceInput(
        away_from=date.fromisoformat(str(given["away_from"])),
        away_until=date.fromisoformat(str(given["away_until"])),
        stand_in_ref=str(given["stand_in"]),
    )


def _page(user: User, address: str, filled: PageForm, status: int = 200) -> Response:
    return page(
        "pages/accounts/away.html",
        status,
        user=user,
        is_own=user.id == signed_in().id,
        address=address,
        form=filled,
        errors=as_errors(filled.problems) if status != 200 else (),
    )
