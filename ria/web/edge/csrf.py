"""CSRF protection, and posts whose session ended while somebody was typing.

A post from another site is refused. A post without a valid token, or after the session has ended,
is not executed but not lost either: its page shows what was typed, and sends it again once the
person has signed in and pressed the button. Nothing is stored on the server; in between, the post
is carried in the page, signed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from flask import Response, current_app, request
from flask_wtf.csrf import validate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import Forbidden
from wtforms import ValidationError

from forms.answers.text import printable
from ria.web.kit.pages import go_to, page, public_page
from ria.web.request.access import known_person
from ria.web.request.identity import LONGEST_SECONDS
from ria.web.request.logging import log_refusal

SAFE_METHODS = frozenset({"GET", "HEAD"})
SIGN_IN = "sign_in.sign_in"
SIGN_OUT = "sign_in.sign_out"
PASSWORDS = frozenset({"passwords.set_it", "passwords.ask"})
"""The forms whose input is never shown on another page; they start again empty."""
TRY_AGAIN = "This page was open for too long. Enter your password and sign in again"
MOST_CARRIED = 2 * 1024 * 1024
"""The most characters that the sign-in page carries; no form has as many."""

_UNTYPED = frozenset({"csrf_token", "token", "version", "next", "carried"})


@dataclass(frozen=True)
class Carried:
    """A post that was not executed: its address, its fields, the names of its files."""

    path: str
    fields: list[tuple[str, str]]
    files: list[str]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Return what a person typed or chose, with readable names."""
        return [(_readable(k), v) for k, v in self.fields if k not in _UNTYPED and v.strip()]


def refuse_other_sites() -> None:
    """Raise `Forbidden` for a post that, according to the browser, comes from another site."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    elsewhere = origin is not None and urlsplit(origin).netloc != request.host
    if site not in ("same-origin", "none") or elsewhere:
        log_refusal("post from another site", known_person())
        raise Forbidden("The request came from another site.")


def check_token() -> Response | None:
    """Return the page to send a post again from, if it has no valid token for this session."""
    if request.method in SAFE_METHODS or request.endpoint is None:
        return None
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        log_refusal("post without a good token", known_person())
        if request.endpoint in PASSWORDS:
            return go_to(quote(request.path))
        if request.endpoint == SIGN_IN:
            return sign_in_again(TRY_AGAIN, 400)
        return send_again(posted(), 400)
    return None


def sign_in_again(message: str, status: int) -> Response:
    """Render the sign-in page again, keeping everything but the password."""
    return sign_in_page(
        status,
        email=request.form.get("email", ""),
        next_page=request.form.get("next", ""),
        carried=request.form.get("carried", ""),
        errors=[{"text": message, "href": "#email"}],
    )


def sign_in_page(
    status: int,
    *,
    email: str = "",
    next_page: str = "",
    carried: str = "",
    errors: Sequence[dict[str, str]] = (),
) -> Response:
    """Render the sign-in page. `carried` is a packed post that is shown and carried along."""
    return public_page(
        "security/login_user.html",
        status=status,
        email=printable(email),
        next_page=next_page,
        carried=carried,
        kept=unpack(carried),
        errors=errors,
    )


def ask_to_sign_in() -> Response:
    """Redirect to the sign-in page, and back afterwards. A post is carried along."""
    if request.method in SAFE_METHODS:
        return _redirect_to_sign_in(request.full_path.rstrip("?"))
    if request.endpoint == SIGN_OUT:
        return _redirect_to_sign_in("")
    return sign_in_page(403, carried=pack(posted()))


def _redirect_to_sign_in(wanted: str) -> Response:
    query = f"?{urlencode({'next': wanted})}" if wanted else ""
    return go_to(f"/sign-in{query}", 302)


def send_again(carried: Carried, status: int = 200) -> Response:
    """Render the page that shows what was typed and sends it again with a new token."""
    return page("pages/edge/again/again.html", status=status, kept=carried)


def posted() -> Carried:
    """Return the fields of this request."""
    fields = [(k, v) for k, v in request.form.items(multi=True) if k != "csrf_token"]
    files = [f.filename for f in request.files.values() if f.filename]
    return Carried(request.full_path.rstrip("?"), fields, files)


def pack(carried: Carried) -> str:
    """Return signed text for a hidden field; empty if there is too much to carry."""
    if sum(len(value) for _, value in carried.fields) > MOST_CARRIED:
        return ""
    return str(_signer().dumps([carried.path, carried.fields, carried.files]))


def unpack(text: str) -> Carried | None:
    """Return what `pack` signed, if it is not older than the longest session."""
    try:
        path, fields, files = _signer().loads(text, max_age=LONGEST_SECONDS)
    except BadData:
        return None
    return Carried(path, [(name, value) for name, value in fields], list(files))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="carried-post")


def _readable(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()
