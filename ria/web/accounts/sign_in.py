"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, Response, request

from ria.permissions.map import Permission
from ria.services.accounts import sign_in as service
from ria.services.kit.throttle import TooManyAttempts
from ria.web.edge.csrf import send_again, sign_in_again, sign_in_page, unpack
from ria.web.edge.throttle import count_attempt
from ria.web.kit.pages import go_to
from ria.web.kit.redirects import own_page
from ria.web.request.access import current_person, requires, signed_in
from ria.web.request.identity import account_with, begin_session, end_session
from ria.web.request.session import write_store

pages = Blueprint("sign_in", __name__)

WRONG = "Enter the email address and the password of your account"


@pages.get("/sign-in")
@requires(Permission.PUBLIC)
def form() -> Response:
    """The sign-in page. Redirects somebody who is already signed in."""
    wanted = request.args.get("next", "")
    if current_person() is not None:
        return go_to(own_page(wanted), 302)
    return sign_in_page(200, next_page=wanted)


@pages.post("/sign-in")
@requires(Permission.PUBLIC)
def sign_in() -> Response:
    """Check the password. The answer is the same, and takes as long, whatever was wrong."""
    email = request.form.get("email", "").strip()
    try:
        tried = count_attempt(service.SIGN_IN, account=email)
    except TooManyAttempts as error:
        return sign_in_again(error.message, 429)
    account = account_with(email, request.form.get("password", ""))
    if account is None:
        service.refuse_attempt(write_store(), tried)
        return sign_in_again(WRONG, 422)
    service.signed_in(write_store(), account.id, tried)
    begin_session(account)
    return _onward()


@pages.post("/sign-out")
@requires(Permission.ACCOUNT)
def sign_out() -> Response:
    """End every session of the account, on the server as well as in this browser."""
    service.sign_out(write_store(), signed_in().id)
    end_session()
    return go_to("/")


def _onward() -> Response:
    """Redirect to the page that was asked for, or back to the form that was being sent when the
    session ended.
    """
    kept = unpack(request.form.get("carried", ""))
    if kept is not None:
        return send_again(kept)
    return go_to(own_page(request.form.get("next", "")))
