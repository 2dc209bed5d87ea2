"""Flask-Security on the product's accounts. Only this module knows both.

Flask-Security manages the session, checks the password and ends sessions whose `fs_uniquifier` has
changed. It gets copies of accounts, never rows. Its only write (a stronger hash of the same
password) is a command like any other. Its own pages and blueprint are not used: the product's
sign-in page is `ria.web.accounts.sign_in`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Flask, g, session
from flask_security import RoleMixin, Security, UserMixin, current_user, login_user, logout_user
from flask_security.datastore import Datastore, UserDatastore
from flask_security.utils import verify_and_update_password

from ria.clock import london_date
from ria.models import User
from ria.permissions.person import Person
from ria.queries.accounts.people import absent_for, as_person, signed_in_with, user_by_email
from ria.services.accounts.sign_in import store_stronger_hash
from ria.web.request.session import machine_clock, read_session, the_store, write_store

IDLE_SECONDS = 2 * 60 * 60
LONGEST_SECONDS = 12 * 60 * 60
_NOTED_EVERY = 60  # seconds: a cookie with each page would be noise

LONGEST_PASSWORD = 1_024
ARGON2 = "$argon2"
NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$ewGUIjiWO+HkTlfMGWimyg$G9m6ap"
    "yUxr4N4Xtp9oTv8XQ4/Kx8f0PYXd9D2+8KtZc"
)
"""The hash of a discarded random password, as costly to check as a real one."""


class Account(UserMixin):
    """A copy of an account, detached from any database session."""

    fs_uniquifier = ""  # Flask-Security looks for it on the class

    def __init__(self, user: User, stands_in_for: Iterable[int] = ()) -> None:
        assert user.id is not None
        self.id = user.id
        self.person = as_person(user, stands_in_for)
        self.email = user.email
        self.password = user.password
        self.active = user.active
        self.fs_uniquifier = user.fs_uniquifier
        self.roles: list[RoleMixin] = []  # what people may do is asked of `permissions`


class Accounts(Datastore, UserDatastore):
    """The datastore through which Flask-Security finds accounts."""

    def __init__(self) -> None:
        Datastore.__init__(self, None)  # type: ignore[no-untyped-call]
        UserDatastore.__init__(self, Account, RoleMixin)

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> Account | None:
        """The account with this `fs_uniquifier` or `email`."""
        if "email" in wanted:
            user = user_by_email(read_session(), str(wanted["email"]))
            return Account(user) if user is not None else None
        today = london_date(the_store().clock.now())
        found = signed_in_with(read_session(), str(wanted["fs_uniquifier"]), today)
        if found is None:
            return None
        user, stands_in = found
        assert user.id is not None
        return Account(user, absent_for(read_session(), user.id, today) if stands_in else ())

    def put(self, model: Account) -> Account:
        """Store a stronger hash of a password that was just verified."""
        assert model.password is not None
        store_stronger_hash(write_store(), model.id, model.password)
        return model


def set_up_accounts(app: Flask) -> None:
    """Attach Flask-Security without its blueprint, its templates or its request hooks.

    Its hooks and Flask-Login's open the session on every request, but public pages have no session.
    """
    before = list(app.before_request_funcs.get(None, []))
    after = list(app.after_request_funcs.get(None, []))
    security = Security(app, Accounts(), register_blueprint=False)
    app.before_request_funcs[None] = before
    app.after_request_funcs[None] = after
    # No tokens in headers or query strings.
    security.login_manager.request_loader(lambda _: None)  # type: ignore[no-untyped-call]


def load_person() -> Person | None:
    """Return the person of this request's session with their present roles; None if the session has
    ended.
    """
    if "_user_id" not in session or not _still_alive():
        return None
    account = current_user._get_current_object()
    if not isinstance(account, Account):  # deactivated, or signed out elsewhere
        session.clear()
        g.ria_session_ended = True
        return None
    return account.person


def _still_alive() -> bool:
    now = int(machine_clock().now().timestamp())
    began, seen = session.get("began", 0), session.get("seen", 0)
    if now - seen > IDLE_SECONDS or now - began > LONGEST_SECONDS:
        session.clear()
        g.ria_session_ended = True
        return False
    if now - seen >= _NOTED_EVERY:
        session["seen"] = now
    return True


def begin_session(account: Account) -> None:
    """Start a new session for this account; nothing of the previous session survives."""
    session.clear()
    for name in ("csrf_token", "ria_person"):
        g.pop(name, None)
    login_user(account)
    session["began"] = session["seen"] = int(machine_clock().now().timestamp())


def end_session() -> None:
    """End this browser's session. Run the command that ends it on the server first."""
    logout_user()
    session.clear()
    g.pop("ria_person", None)


def account_with(email: str, password: str) -> Account | None:
    """Return the active account with this address and password. An unknown address takes equally
    long.
    """
    found = _find(email)
    if found is None or not _can_sign_in(found) or len(password) > LONGEST_PASSWORD:
        verify_and_update_password(password[:LONGEST_PASSWORD], _Nobody())
        return None
    return found if verify_and_update_password(password, found) else None


def _can_sign_in(account: Account) -> bool:
    return account.active and (account.password or "").startswith(ARGON2)


def _find(email: str) -> Account | None:
    if not email.isprintable():  # a NUL is an error to PostgreSQL, and nobody's address
        return None
    return Accounts().find_user(email=email)


class _Nobody(UserMixin):
    """Stands in for an unknown address, so that the response takes equally long."""

    password = NOBODY
