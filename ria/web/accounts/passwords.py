"""Choosing a password through a link in a mail, and requesting such a link."""

from __future__ import annotations

import time

from flask import Blueprint, Response, request
from flask_security.utils import hash_password

from forms.answers.text import printable
from ria.models import User
from ria.permissions.map import Permission
from ria.services.accounts import passwords
from ria.services.accounts.administration import is_address
from ria.services.accounts.one_time_links import holder_of
from ria.services.kit.errors import NotFound
from ria.services.kit.throttle import TooManyAttempts
from ria.web.edge.throttle import count_attempt
from ria.web.kit.pages import go_to, public_page
from ria.web.request.access import requires
from ria.web.request.session import read_session, the_store, write_store

pages = Blueprint("passwords", __name__)

ANSWER_SECONDS = 0.25
"""How long every answer about a forgotten password takes: longer than any of them needs, so that
the time does not reveal whether there is an account.
"""


@pages.get("/welcome/<link>")
@requires(Permission.PUBLIC)
def choose(link: str) -> Response:
    """The form to choose a password. Opening it does not use the link up, because mail programs
    open links too.
    """
    user = _holder(link)
    return _form(link, user) if user is not None else _dead_link()


@pages.post("/welcome/<link>")
@requires(Permission.PUBLIC)
def set_it(link: str) -> Response:
    """Set the password."""
    user = _holder(link)
    if user is None:
        return _dead_link()
    typed, again = request.form.get("password", ""), request.form.get("again", "")
    trouble = passwords.password_trouble(typed, user)
    if trouble is not None:
        return _form(link, user, {"text": trouble, "href": "#password"})
    if typed != again:
        wrong = "The two are not the same. Type the password again"
        return _form(link, user, {"text": wrong, "href": "#again"})
    hashed = hash_password(typed)
    try:
        passwords.set_password(write_store(), token=link, password_hash=hashed)
    except NotFound:
        return _dead_link()
    return go_to("/password-chosen")


@pages.get("/password-chosen")
@requires(Permission.PUBLIC)
def chosen() -> Response:
    """The confirmation, with a link to sign in."""
    return public_page("pages/accounts/chosen.html")


@pages.get("/forgotten-password")
@requires(Permission.PUBLIC)
def forgotten() -> Response:
    """The form to request a link."""
    return public_page("pages/accounts/forgotten.html", email="", errors=())


@pages.post("/forgotten-password")
@requires(Permission.PUBLIC)
def ask() -> Response:
    """Send a link. The answer is the same, and takes the same time, whether or not there is such an
    account.
    """
    began = time.monotonic()
    email = request.form.get("email", "").strip()
    shown = printable(email)
    if not is_address(email):
        errors = [{"text": "Enter the email address of your account", "href": "#email"}]
        return public_page("pages/accounts/forgotten.html", 422, email=shown, errors=errors)
    try:
        count_attempt(passwords.ASKING, account=email)
    except TooManyAttempts as refusal:
        errors = [{"text": refusal.message, "href": "#email"}]
        return public_page("pages/accounts/forgotten.html", 429, email=shown, errors=errors)
    passwords.ask_for_password(write_store(), email=email)
    response = public_page("pages/accounts/asked.html")
    time.sleep(max(0.0, ANSWER_SECONDS - (time.monotonic() - began)))
    return response


def _holder(link: str) -> User | None:
    store = the_store()
    return holder_of(read_session(), store.settings.secret, link, store.clock.now())


def _form(link: str, user: User, error: dict[str, str] | None = None) -> Response:
    return public_page(
        "pages/accounts/choose.html",
        422 if error else 200,
        link=link,
        email=user.email,
        shortest=passwords.SHORTEST,
        errors=[error] if error else (),
    )


def _dead_link() -> Response:
    return public_page("pages/accounts/dead_link.html", 410)
