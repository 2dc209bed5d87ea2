"""Headers, hosts, proxies and cookies, on every kind of answer."""

from __future__ import annotations

import re

import pytest

from ria.clock import FixedClock
from ria.db.store import open_store
from ria.settings import load_settings
from ria.web.app import create_app
from ria.web.edge.headers import ALWAYS
from tests.ria.building import MORNING
from tests.ria.web.client import Visitor
from tests.ria.web.conftest import email_of, give_passwords

PLACES = [
    ("/", 200),
    ("/sign-in", 200),
    ("/work", 302),
    ("/nowhere", 404),
    ("/register/none", 404),
    ("/register/none.json", 404),
    ("/static/dist/ria.css", 200),
    ("/static/dist/none.css", 404),
    ("/static/dist/../app.py", 404),
    ("/healthz", 200),
    ("/readyz", 200),
    ("/accessibility", 200),
    ("/privacy", 200),
]


@pytest.fixture
def production(world):
    """The application as production runs it, on the same database."""
    give_passwords(world)
    settings = load_settings(
        env="production", database_url=world.store.settings.database_url,
        secret_key="k" * 40, redis_url="redis://127.0.0.1:1", smtp_url="smtp://127.0.0.1:1",
        base_url="https://ria.police.example", trusted_proxies=1,
    )  # fmt: skip
    store = open_store(settings)
    yield create_app(store, machine_clock=FixedClock(MORNING))
    store.close()


@pytest.mark.parametrize(("path", "status"), PLACES)
def test_every_answer_carries_the_headers(site, path, status):
    visitor = site.visitor()
    visitor.get(path, status)
    headers = visitor.response.headers
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    assert "Cache-Control" in headers
    assert "Strict-Transport-Security" not in headers


def test_so_does_a_fault_which_tells_the_public_nothing(site, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("secret-canary at /srv/place SELECT * FROM account")

    monkeypatch.setattr("ria.queries.publication.register.stamp", broken)
    visitor = site.visitor()
    visitor.get("/", 500)
    assert {name: visitor.response.headers.get(name) for name in ALWAYS} == ALWAYS
    assert visitor.response.headers["Cache-Control"] == "no-store"
    for told in ("canary", "/srv", "SELECT", "Traceback", "RuntimeError", "Werkzeug"):
        assert told not in visitor.response.text
    reference = re.search(r"reference: ([0-9A-F]{8})", visitor.text()).group(1)
    assert reference in caplog.text and "RuntimeError" in caplog.text
    assert "test_headers.py" in caplog.text and "canary" not in caplog.text


def test_the_policy_allows_no_inline_code():
    policy = ALWAYS["Content-Security-Policy"]
    assert "unsafe" not in policy
    for rule in ("default-src 'none'", "object-src 'none'", "base-uri 'none'",
                 "frame-ancestors 'none'", "form-action 'self'"):  # fmt: skip
        assert rule in policy


def test_pages_behind_the_sign_in_are_kept_by_nobody(site):
    author = site.visitor("author")
    for path in ("/work", "/policies"):
        author.get(path)
        assert author.response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/register.json", "/accessibility", "/privacy", "/healthz"])
def test_public_pages_touch_no_session(site, path):
    for visitor in (site.visitor(), site.visitor("author")):
        visitor.get(path)
        assert visitor.cookies() == []
        assert "Vary" not in visitor.response.headers
        assert "csrf_token" not in visitor.response.text


def test_static_files_may_be_kept_for_good_under_their_digest(site):
    visitor = site.visitor()
    visitor.get("/")
    style = visitor.page.find("link", rel="stylesheet")["href"]
    visitor.get(style)
    assert "immutable" in visitor.response.headers["Cache-Control"]
    visitor.get("/static/dist/ria.css")
    assert "immutable" not in visitor.response.headers["Cache-Control"]


class TestProduction:
    def test_it_insists_on_https_and_a_guarded_cookie(self, production):
        visitor = Visitor(production)
        visitor.get("/sign-in", base_url="https://ria.police.example")
        assert visitor.response.headers["Strict-Transport-Security"] == "max-age=31536000"
        cookie = visitor.response.headers["Set-Cookie"]
        assert cookie.startswith("__Host-ria=") and "Secure" in cookie and "Domain" not in cookie

    @pytest.mark.parametrize("host", ["evil.example", "ria.police.example.evil.example", "[", ""])
    def test_an_unknown_host_is_refused(self, production, host):
        visitor = Visitor(production)
        visitor.get("/", 400, headers={"Host": host})
        assert host in ("", "[") or host not in visitor.response.text

    def test_one_trusted_proxy_is_believed(self, production):
        forwarded = {"X-Forwarded-Host": "evil.example"}
        Visitor(production).get("/", 400, base_url="https://ria.police.example", headers=forwarded)
        forwarded = {"X-Forwarded-Host": "ria.police.example", "X-Forwarded-Proto": "https"}
        Visitor(production).get("/", 200, base_url="http://10.0.0.1", headers=forwarded)

    def test_a_pretended_date_is_never_shown(self, production):
        visitor = Visitor(production)
        visitor.get("/", base_url="https://ria.police.example")
        assert "pretends" not in visitor.response.text


def test_without_a_trusted_proxy_forwarding_is_ignored(site):
    for number in range(10):
        forged = site.visitor()
        forged.get("/sign-in", headers={"X-Forwarded-For": f"10.0.0.{number}"})
        forged.submit({"email": "x@police.example", "password": "wrong"}, status=422)
    site.visitor().try_to_sign_in(email_of("author"), "wrong", status=429)


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused(site, method):
    response = site.app.test_client().open("/work", method=method)
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD"}
