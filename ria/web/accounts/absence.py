"""Absence: one's own, and for the administrator anybody's."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, flash
from pydantic import JsonValue

from forms.pages.accounts.accounts import away_form
from forms.pages.page import PageForm
from ria.models import User
from ria.permissions.map import Permission
from ria.queries.accounts.people import active_people
from ria.services.accounts.absence import AbsenceInput, end_away, set_away
from ria.web.accounts.account_page import the_user
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import sender
from ria.web.kit.pages import go_to
from ria.web.request.access import requires, signed_in
from ria.web.request.session import read_session, write_store

pages = Blueprint("away", __name__)


@form_page(pages, "/away", Permission.ACCOUNT)
def own() -> FormPage:
    """One's own absence."""
    return _page(signed_in().ref, "/away")


@pages.post("/away/end")
@requires(Permission.ACCOUNT)
def end_own() -> Response:
    """End one's own absence."""
    return _end(signed_in().ref, "/away")


@form_page(pages, "/accounts/<account>/away", Permission.ACCOUNTS_MANAGE)
def others(account: str) -> FormPage:
    """The absence of somebody who cannot record it themselves."""
    return _page(account, f"/accounts/{account}/away")


@pages.post("/accounts/<account>/away/end")
@requires(Permission.ACCOUNTS_MANAGE)
def end_others(account: str) -> Response:
    """End somebody's absence."""
    return _end(account, f"/accounts/{account}/away")


def _page(ref: str, address: str) -> FormPage:
    user = the_user(ref, only_active=True)
    form = _form(user)()

    def command() -> Done:
        set_away(write_store(), ref=ref, given=_given(form), **sender())
        return Done(address, "The absence is saved.")

    return FormPage(
        "pages/accounts/away.html",
        form,
        command,
        lambda: {"user": user, "is_own": user.id == signed_in().id, "address": address},
    )


def _end(ref: str, address: str) -> Response:
    user = the_user(ref, only_active=True)
    end_away(write_store(), ref=user.ref, actor_id=signed_in().id)
    flash("The absence is ended.", "success")
    return go_to(address)


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
