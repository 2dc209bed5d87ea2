"""A visitor who reads pages as a browser does: checks each one, fills in forms, keeps cookies."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask, session
from werkzeug.test import TestResponse

from ria.web.request.identity import Accounts, begin_session
from tests.support.pages import SIGN_OUT, Page, check_html

PASSWORD = "demo-password-1"
_TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


def check_page(response: TestResponse) -> Page:
    """The page, after asking of it what every page must have."""
    check_html(response.get_data())
    assert (response.status_code < 400) or "no-store" in response.headers["Cache-Control"]
    return Page(response.get_data(as_text=True))


class Visitor:
    """One browser. `page` is the page last read, `response` the last answer."""

    def __init__(self, app: Flask, address: str = "127.0.0.1") -> None:
        self.client = app.test_client()
        self.address = address
        self.response: TestResponse | None = None
        self.page: Page | None = None

    def get(self, path: str, status: int = 200, **options: Any) -> BeautifulSoup | None:
        """Open a page, which answers with this status."""
        return self._read(self._send("GET", path, **options), status)

    def post(self, path: str, data: Any = None, status: int = 303, **options: Any) -> Any:
        """Send fields as they are: no token is added."""
        return self._read(self._send("POST", path, data=data, **options), status)

    def submit(
        self, fields: dict[str, Any] | None = None, *, action: str = "", status: int = 303
    ) -> BeautifulSoup | None:
        """Fill in and send the form of the page last read (the one to `action`)."""
        assert self.page is not None
        leads, sent = self.page.untouched(action)
        data = {**sent, **(fields or {})}
        return self._read(self._send("POST", leads, data=data), status)

    def form(self, action: str = "") -> Tag:
        """A form of the page that posts; sign-out is meant only by its name."""
        assert self.page is not None
        forms = [f for f in self.page.find_all("form") if f.get("method") == "post"]
        wanted = [f for f in forms if (f["action"] == action if action else _is_main(f))]
        assert len(wanted) == 1, [f["action"] for f in forms]
        return wanted[0]

    def filled(self, form: Tag) -> dict[str, Any]:
        """What the form would send untouched."""
        data: dict[str, Any] = {}
        for field in form.find_all(["input", "textarea", "select"]):
            name, kind = field.get("name"), field.get("type")
            if not name or kind in ("submit", "file"):
                continue
            if kind in ("radio", "checkbox") and not field.has_attr("checked"):
                continue
            data.setdefault(name, []).append(_value(field))
        return data

    def follow(self, status: int = 200) -> BeautifulSoup | None:
        """Go where the last answer led."""
        assert self.response is not None
        return self.get(self.response.headers["Location"], status)

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Sign in, which works. The page is not looked at: the tests of signing in do that."""
        page = self._send("GET", "/sign-in").get_data(as_text=True)
        token = _TOKEN.search(page)
        assert token is not None, page[:600]
        self.post("/sign-in", {"csrf_token": token[1], "email": email, "password": password})

    def begin_session(self, email: str) -> None:
        """Be signed in, as after the sign-in page, which is not asked: neither the count of
        attempts nor the history knows of it."""
        with self.client.application.test_request_context():
            account = Accounts().find_user(email=email)
            assert account is not None, email
            begin_session(account)
            begun = dict(session)
        with self.client.session_transaction() as kept:
            kept.update(begun)

    def try_to_sign_in(
        self, email: str, password: str, *, wanted: str = "", status: int = 422
    ) -> BeautifulSoup | None:
        """Send the sign-in page."""
        self.get("/sign-in", query_string={"next": wanted} if wanted else None)
        return self.submit({"email": email, "password": password}, status=status)

    def sign_out(self) -> None:
        """Press the button in the page's head."""
        self.submit(action="/sign-out")

    def text(self) -> str:
        """The words of the page's main part, each blank a single one."""
        assert self.page is not None and self.page.main is not None
        return " ".join(self.page.main.get_text(" ").split())

    def cookies(self) -> list[str]:
        """The names of the cookies the last answer set."""
        assert self.response is not None
        return [c.partition("=")[0] for c in self.response.headers.getlist("Set-Cookie")]

    def _send(self, method: str, path: str, **options: Any) -> TestResponse:
        environ = {"REMOTE_ADDR": self.address, **options.pop("environ_overrides", {})}
        return self.client.open(
            path, method=method, buffered=True, environ_overrides=environ, **options
        )

    def _read(self, response: TestResponse, status: int) -> BeautifulSoup | None:
        self.response = response
        assert response.status_code == status, (
            response.status_code,
            response.headers.get("Location"),
            _words(response),
        )
        if response.mimetype == "text/html" and response.get_data() and status != 303:
            self.page = check_page(response) if status not in (301, 302) else None
        return self.page


def path_of(address: str) -> str:
    """The path of an address, without its query."""
    return urlsplit(address).path


def _is_main(form: Tag) -> bool:
    return form["action"] != SIGN_OUT


def _value(field: Tag) -> str:
    if field.name == "textarea":
        return field.text.removeprefix("\n")
    if field.name == "select":
        chosen = field.find("option", selected=True) or field.find("option")
        return chosen.get("value", "") if chosen else ""
    return field.get("value", "on" if field.get("type") == "checkbox" else "")


def _words(response: TestResponse) -> str:
    soup = BeautifulSoup(response.get_data(as_text=True), "lxml")
    return " ".join((soup.main or soup).get_text(" ").split())[:600]
