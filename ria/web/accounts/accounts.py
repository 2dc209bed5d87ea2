"""Accounts, for the administrator: listing, creating, changing and deactivating them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from flask import Blueprint, Response, flash
from pydantic import JsonValue

from forms.pages.accounts.accounts import ACCOUNT_GROUPS, account_form, leaving_form
from forms.pages.page import PageForm, row_id
from ria.db.store import Store
from ria.history import ORGANISATION
from ria.models import Committee, Unit, User
from ria.permissions.map import Permission
from ria.queries.accounts import accounts as query
from ria.queries.accounts.people import active_people
from ria.queries.kit.records import record_history
from ria.queries.organisation.places import place_choices
from ria.services.accounts.addresses import use_address
from ria.services.accounts.administration import change_account, invite, invite_again
from ria.services.accounts.offboarding import HandOver, activate, deactivate
from ria.web.accounts.account_page import ROLES, account_answers, account_given, the_user, worded
from ria.web.accounts.listing import LISTING
from ria.web.kit.editing import RecordForm, editing
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import posted_seen, sender
from ria.web.kit.listing import list_file, list_page
from ria.web.kit.pages import go_to, page
from ria.web.kit.record_history import history_page
from ria.web.request.access import requires, signed_in
from ria.web.request.session import read_session, write_store

pages = Blueprint("accounts", __name__)

OPENING = RecordForm(
    heading="Open an account",
    lead="The person gets a mail with a link to choose a password. It works once, for seven days.",
    action="/accounts/new",
    back=("/accounts", "Accounts"),
    button="Open the account",
    groups=ACCOUNT_GROUPS,
    listed=("unit_id",),
)


@pages.get("/accounts")
@requires(Permission.ACCOUNTS_MANAGE)
def listed() -> Response:
    """The accounts, searched and filtered, by name."""
    return list_page(LISTING, ("Open an account", "/accounts/new"))


@pages.get("/accounts.csv")
@requires(Permission.ACCOUNTS_MANAGE)
def file() -> Response:
    """The same list as a spreadsheet."""
    return list_file(LISTING)


@form_page(pages, "/accounts/new", Permission.ACCOUNTS_MANAGE)
def opened() -> FormPage:
    """Create an account; its person gets a mail."""
    form = _form()()

    def command() -> Done:
        ref = invite(write_store(), given=account_given(form), **sender())
        notice = "The account is open. A mail with a link to choose a password goes out."
        return Done(f"/accounts/{ref}", notice)

    return editing(OPENING, form, command)


@pages.get("/accounts/<account>")
@requires(Permission.ACCOUNTS_MANAGE)
def one(account: str) -> Response:
    """One account, and what can be done with it."""
    user = the_user(account)
    stand_in = read_session().get(User, user.stand_in_id) if user.stand_in_id else None
    unit = read_session().get(Unit, user.unit_id) if user.unit_id else None
    return page(
        "pages/accounts/one.html",
        user=user,
        roles=query.scoped(read_session(), query.grants_of(user)),
        labels=ROLES,
        unit=unit.name if unit else "",
        stand_in=stand_in.name if stand_in else "",
    )


@form_page(pages, "/accounts/<account>/edit", Permission.ACCOUNTS_MANAGE)
def change(account: str) -> FormPage:
    """The form with the stored values. Nobody's changes are overwritten unseen."""
    user = the_user(account)
    at = RecordForm(
        heading=f"Change {user.name}",
        caption=user.ref,
        action=f"/accounts/{user.ref}/edit",
        back=(f"/accounts/{user.ref}", "The account"),
        button="Save",
        groups=ACCOUNT_GROUPS,
        listed=("unit_id",),
        stored=account_answers(user),
        seen={"seen": query.account_state(user)},
    )
    form = _form(at.stored)()

    def command() -> Done:
        given, seen = account_given(form), posted_seen()
        change_account(write_store(), ref=account, given=given, seen=seen, **sender())
        return Done(f"/accounts/{account}", "The account is changed. Roles count from now on.")

    return editing(at, form, command)


@pages.get("/accounts/<account>/history")
@requires(Permission.ACCOUNTS_MANAGE)
def history(account: str) -> Response:
    """What was changed about the account, and by whom."""
    user = the_user(account)
    events = record_history(read_session(), ORGANISATION, "account", user.ref)
    return history_page(user.name, (f"/accounts/{user.ref}", "The account"), events, worded)


@pages.post("/accounts/<account>/invite")
@requires(Permission.ACCOUNTS_MANAGE)
def again(account: str) -> Response:
    """Send the link to choose a password again."""
    notice = "A new link goes out. Links sent before work until a password is chosen."
    return _at_once(account, invite_again, notice)


@pages.post("/accounts/<account>/address")
@requires(Permission.ACCOUNTS_MANAGE)
def trusted(account: str) -> Response:
    """Allow mail again to an address that was refused."""
    return _at_once(account, use_address, "Mails go to this address again.")


@pages.post("/accounts/<account>/open")
@requires(Permission.ACCOUNTS_MANAGE)
def reopen(account: str) -> Response:
    """Activate an account again."""
    return _at_once(account, activate, "The account is open again, with the roles it had.")


class _Command(Protocol):
    def __call__(self, store: Store, *, ref: str, actor_id: int, token: str) -> None: ...


def _at_once(account: str, command: _Command, notice: str) -> Response:
    """Carry out what a button of the account's page does."""
    ref = the_user(account).ref
    command(write_store(), ref=ref, **sender())
    flash(notice, "success")
    return go_to(f"/accounts/{account}")


@form_page(pages, "/accounts/<account>/close", Permission.ACCOUNTS_MANAGE)
def close(account: str) -> FormPage:
    """Hand the person's responsibilities over, and deactivate the account."""
    user = the_user(account)
    held = query.holdings(read_session(), user)
    form = _leaving(user, held)()

    def command() -> Done:
        given = _handed_over(held, form)
        deactivate(write_store(), ref=account, given=given, **sender())
        notice = "The account is closed, and what it held is handed over."
        return Done(f"/accounts/{account}", notice)

    return FormPage(
        "pages/accounts/close.html",
        form,
        command,
        lambda: {"user": user, "held": held, "is_own": user.id == signed_in().id},
    )


def _form(answers: Mapping[str, JsonValue] | None = None) -> type[PageForm]:
    return account_form(
        roles=ROLES,
        units=place_choices(read_session(), Unit),
        committees=place_choices(read_session(), Committee),
        answers=answers,
    )


def _leaving(user: User, held: query.Holdings) -> type[PageForm]:
    people = [(u.id, u.name) for u in active_people(read_session()) if u.id and u.id != user.id]
    return leaving_form(
        owned=[(p.id, f"{p.reference} {p.title}") for p in held.owned if p.id],
        deputised=[(p.id, f"{p.reference} {p.title}") for p in held.deputised if p.id],
        people=people,
    )


def _handed_over(held: query.Holdings, filled: PageForm) -> HandOver:
    refs = {user.id: user.ref for user in active_people(read_session())}

    def taker(name: str) -> str:
        chosen = filled.given[name]
        return "" if chosen == "nobody" else refs.get(row_id(chosen), "")

    return HandOver(
        owners={p.reference: taker(f"owner_{p.id}") for p in held.owned},
        deputies={p.reference: taker(f"deputy_{p.id}") for p in held.deputised},
    )
