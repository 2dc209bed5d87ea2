"""Accounts, for the administrator: listing, creating, changing and deactivating them."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, flash
from pydantic import JsonValue
from werkzeug.exceptions import NotFound

from forms.pages.accounts.accounts import ACCOUNT_GROUPS, account_form, leaving_form
from forms.pages.page import PageForm, row_id
from ria.history import ORGANISATION
from ria.models import Committee, Unit, User
from ria.permissions.map import Permission
from ria.queries.accounts import accounts as query
from ria.queries.accounts.people import active_people, user_by_ref
from ria.queries.kit.records import record_history
from ria.queries.organisation.places import place_choices
from ria.services.accounts.addresses import use_address
from ria.services.accounts.administration import change_account, invite, invite_again
from ria.services.accounts.offboarding import HandOver, activate, deactivate
from ria.services.kit.errors import Invalid
from ria.web.accounts.account_page import ROLES, account_answers, account_given, worded
from ria.web.accounts.listing import LISTING
from ria.web.kit.editing import FormPage, send, show
from ria.web.kit.forms import as_errors, posted_seen, posted_token
from ria.web.kit.listing import list_file, list_page
from ria.web.kit.pages import go_to, page
from ria.web.kit.record_history import history_page
from ria.web.request.access import requires, signed_in
from ria.web.request.session import read_session, write_store

pages = Blueprint("accounts", __name__)

OPENING = FormPage(
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


@pages.get("/accounts/new")
@requires(Permission.ACCOUNTS_MANAGE)
def form() -> Response:
    """The empty form."""
    return show(OPENING, _form()())


@pages.post("/accounts/new")
@requires(Permission.ACCOUNTS_MANAGE)
def opened() -> Response:
    """Create the account; its person gets a mail."""
    filled = _form()()

    def command() -> tuple[str, str]:
        given, token = account_given(filled), posted_token()
        ref = invite(write_store(), actor_id=signed_in().id, given=given, token=token)
        notice = "The account is open. A mail with a link to choose a password goes out."
        return f"/accounts/{ref}", notice

    return send(lambda: OPENING, filled, command)


@pages.get("/accounts/<account>")
@requires(Permission.ACCOUNTS_MANAGE)
def one(account: str) -> Response:
    """One account, and what can be done with it."""
    user = _user(account)
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


@pages.get("/accounts/<account>/edit")
@requires(Permission.ACCOUNTS_MANAGE)
def changing(account: str) -> Response:
    """The form with the stored values."""
    at = _changing(account)
    return show(at, _form(at.stored)())


@pages.post("/accounts/<account>/edit")
@requires(Permission.ACCOUNTS_MANAGE)
def change(account: str) -> Response:
    """Save the changes. Nobody's changes are overwritten unseen."""
    filled = _form(_changing(account).stored)()

    def command() -> tuple[str, str]:
        change_account(
            write_store(), ref=account, actor_id=signed_in().id, given=account_given(filled),
            seen=posted_seen(), token=posted_token(),
        )  # fmt: skip
        return f"/accounts/{account}", "The account is changed. Roles count from now on."

    return send(lambda: _changing(account), filled, command)


@pages.get("/accounts/<account>/history")
@requires(Permission.ACCOUNTS_MANAGE)
def history(account: str) -> Response:
    """What was changed about the account, and by whom."""
    user = _user(account)
    events = record_history(read_session(), ORGANISATION, "account", user.ref)
    return history_page(user.name, (f"/accounts/{user.ref}", "The account"), events, worded)


@pages.post("/accounts/<account>/invite")
@requires(Permission.ACCOUNTS_MANAGE)
def again(account: str) -> Response:
    """Send the link to choose a password again."""
    user = _user(account)
    invite_again(write_store(), ref=user.ref, actor_id=signed_in().id, token=posted_token())
    flash("A new link goes out. Links sent before work until a password is chosen.", "success")
    return go_to(f"/accounts/{account}")


@pages.post("/accounts/<account>/address")
@requires(Permission.ACCOUNTS_MANAGE)
def trusted(account: str) -> Response:
    """Allow mail again to an address that was refused."""
    user = _user(account)
    use_address(write_store(), ref=user.ref, actor_id=signed_in().id, token=posted_token())
    flash("Mails go to this address again.", "success")
    return go_to(f"/accounts/{account}")


@pages.get("/accounts/<account>/close")
@requires(Permission.ACCOUNTS_MANAGE)
def closing(account: str) -> Response:
    """The person's responsibilities, and the questions who takes them over."""
    user = _user(account)
    held = query.holdings(read_session(), user)
    return _closing(user, held, _leaving(user, held)())


@pages.post("/accounts/<account>/close")
@requires(Permission.ACCOUNTS_MANAGE)
def close(account: str) -> Response:
    """Hand everything over and deactivate the account."""
    user = _user(account)
    held = query.holdings(read_session(), user)
    filled = _leaving(user, held)()
    if filled.validate():
        given = _handed_over(held, filled)
        try:
            deactivate(
                write_store(),
                ref=account,
                actor_id=signed_in().id,
                given=given,
                token=posted_token(),
            )
        except Invalid as refusal:
            filled.refuse(refusal.field, refusal.message)
        else:
            flash("The account is closed, and what it held is handed over.", "success")
            return go_to(f"/accounts/{account}")
    user = _user(account)
    return _closing(user, query.holdings(read_session(), user), filled, 422)


@pages.post("/accounts/<account>/open")
@requires(Permission.ACCOUNTS_MANAGE)
def reopen(account: str) -> Response:
    """Activate an account again."""
    user = _user(account)
    activate(write_store(), ref=user.ref, actor_id=signed_in().id, token=posted_token())
    flash("The account is open again, with the roles it had.", "success")
    return go_to(f"/accounts/{account}")


def _user(account: str) -> User:
    user = user_by_ref(read_session(), account)
    if user is None:
        raise NotFound
    return user


def _form(answers: Mapping[str, JsonValue] | None = None) -> type[PageForm]:
    return account_form(
        roles=ROLES,
        units=place_choices(read_session(), Unit),
        committees=place_choices(read_session(), Committee),
        answers=answers,
    )


def _changing(account: str) -> FormPage:
    user = _user(account)
    return FormPage(
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


def _closing(user: User, held: query.Holdings, filled: PageForm, status: int = 200) -> Response:
    return page(
        "pages/accounts/close.html",
        status,
        user=user,
        held=held,
        form=filled,
        is_own=user.id == signed_in().id,
        errors=as_errors(filled.problems) if status != 200 else (),
    )
