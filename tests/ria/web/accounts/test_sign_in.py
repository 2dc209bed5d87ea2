"""Signing in: what is said, what is counted, how sessions end."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import ThrottleCount
from ria.permissions.person import Grant
from ria.services.accounts.accounts import give_role, set_active, take_role
from ria.web.request.identity import NOBODY, account_with
from tests.ria.web.client import PASSWORD
from tests.ria.web.conftest import email_of
from tests.support.passwords import IN_USE
from workflows.roles import Role

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)


def signed_in(site, name, address="127.0.0.1"):
    """Somebody who came by the sign-in page."""
    visitor = site.visitor(address=address)
    visitor.sign_in(email_of(name))
    return visitor


def test_somebody_signs_in_works_and_signs_out(site):
    author = signed_in(site, "author")
    assert author.response.headers["Location"] == "/work"
    author.follow()
    assert "Author" in author.page.find("header").text
    author.sign_out()
    assert author.response.headers["Location"] == "/"
    author.get("/work", 302)
    assert site.world.kinds("organisation")[-2:] == ["signed_in", "signed_out"]
    assert site.world.faults() == []


def test_the_address_may_be_written_in_any_case(site):
    site.visitor().sign_in(" Author@POLICE.example ")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("author@police.example", "wrong"),
        ("nobody@police.example", PASSWORD),
        ("", ""),
        ("author@police.example\x00", PASSWORD),
        ("\x00", "\x00"),
        ("author@police.example", PASSWORD + "\x00"),
        ("' OR 1=1 --", "x" * 100_000),
        ("a" * 100_000, "\u202e"),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(site_on_either, email, password):
    visitor = site_on_either.visitor()
    visitor.try_to_sign_in(email, password)
    assert visitor.page.title.text.startswith("Error: ")
    errors = visitor.page.select(".govuk-error-summary a")
    assert [e.text for e in errors] == ["Enter the email address and the password of your account"]
    assert PASSWORD not in visitor.response.text
    assert site_on_either.world.kinds("organisation")[-1] == "sign_in_refused"
    visitor.get("/work", 302)


def test_an_unknown_address_costs_as_much_as_a_known_one():
    """The hash that stands in has the parameters of a real one."""
    cost = f"m={IN_USE.memory},t={IN_USE.rounds},p={IN_USE.threads}"
    assert NOBODY.split("$")[1:4] == ["argon2id", "v=19", cost]


def test_guessing_a_hashed_password_is_slow_in_use():
    """At least what OWASP's password storage cheat sheet asks of argon2id."""
    assert IN_USE.memory >= 19_456
    assert IN_USE.rounds >= 2


def test_an_account_without_a_usable_password_lets_nobody_in(site):
    with site.app.test_request_context():
        assert account_with(email_of("author"), PASSWORD) is not None
        assert account_with(email_of("author"), "") is None


class TestThrottle:
    def test_ten_failures_on_an_account_are_enough_from_wherever(self, site):
        for number in range(10):
            site.visitor(address=f"10.0.0.{number}").try_to_sign_in(email_of("author"), "wrong")
        site.visitor(address="10.0.1.1").try_to_sign_in(email_of("author"), PASSWORD, status=429)
        signed_in(site, "deputy", address="10.0.1.2")

    def test_ten_failures_from_an_address_are_enough_on_whatever_account(self, site):
        for number in range(10):
            site.visitor().try_to_sign_in(f"x{number}@police.example", "wrong")
        site.visitor().try_to_sign_in(email_of("author"), PASSWORD, status=429)
        signed_in(site, "author", address="10.0.0.1")

    def test_it_ends_after_ten_minutes(self, site):
        for _ in range(10):
            site.visitor().try_to_sign_in(email_of("author"), "wrong")
        site.clock.at += 9 * MINUTE
        site.visitor().try_to_sign_in(email_of("author"), PASSWORD, status=429)
        site.clock.at += MINUTE
        signed_in(site, "author")

    def test_known_and_unknown_are_told_the_same(self, site):
        told = []
        for email in (email_of("author"), "nobody@police.example"):
            for number in range(10):
                site.visitor(address=f"10.1.0.{number}{len(told)}").try_to_sign_in(email, "wrong")
            visitor = site.visitor(address="10.9.9.9")
            visitor.try_to_sign_in(email, "wrong", status=429)
            told.append(visitor.text())
        assert told[0] == told[1]

    def test_signing_in_clears_the_account_and_costs_the_address_nothing(self, site):
        for _ in range(9):
            site.visitor().try_to_sign_in(email_of("author"), "wrong")
        for _ in range(3):
            signed_in(site, "author")
        for _ in range(1):
            site.visitor().try_to_sign_in(email_of("author"), "wrong")
        site.visitor().try_to_sign_in(email_of("author"), "wrong", status=429)

    def test_what_is_kept_names_nobody_and_is_forgotten(self, site):
        site.visitor(address="203.0.113.7").try_to_sign_in(email_of("author"), "wrong")
        kept = " ".join(repr(c) for c in site.world.all(ThrottleCount))
        assert "author" not in kept and "203.0.113" not in kept
        before = [c.key for c in site.world.all(ThrottleCount) if c.limit_name == "sign-in"]
        site.clock.at += HOUR
        site.visitor().try_to_sign_in(email_of("deputy"), "wrong")
        after = [c.key for c in site.world.all(ThrottleCount) if c.limit_name == "sign-in"]
        assert len(before) == len(after) == 2
        assert set(before).isdisjoint(after)


class TestSessions:
    def test_signing_in_makes_a_new_session(self, site):
        visitor = site.visitor()
        visitor.get("/sign-in")
        before = visitor.client.get_cookie("ria").value
        token = visitor.form()["action"] and visitor.filled(visitor.form())["csrf_token"]
        visitor.submit({"email": email_of("author"), "password": PASSWORD})
        assert visitor.client.get_cookie("ria").value != before
        visitor.post("/sign-out", {"csrf_token": token}, status=400)

    def test_a_copied_cookie_is_dead_after_signing_out(self, site):
        author = signed_in(site, "author")
        author.get("/work")
        copied = author.client.get_cookie("ria").value
        author.sign_out()
        thief = site.visitor()
        thief.client.set_cookie("ria", copied)
        thief.get("/work", 302)

    def test_a_deactivated_account_is_out_at_once(self, site):
        author = signed_in(site, "author")
        set_active(site.world.store, site.world.refs["author"], False)
        author.get("/work", 302)
        site.visitor().try_to_sign_in(email_of("author"), PASSWORD)

    def test_a_role_counts_from_the_next_request_on(self, site):
        author = signed_in(site, "author")
        author.get("/mails", 403)
        give_role(site.world.store, site.world.refs["author"], Grant(Role.ADMINISTRATOR))
        author.get("/mails")
        take_role(site.world.store, site.world.refs["author"], Grant(Role.ADMINISTRATOR))
        author.get("/mails", 403)

    def test_it_ends_after_two_idle_hours(self, site):
        author = signed_in(site, "author")
        for _ in range(3):
            site.clock.at += 2 * HOUR - MINUTE
            author.get("/work")
        site.clock.at += 2 * HOUR + MINUTE
        author.get("/work", 302)

    def test_it_ends_after_twelve_hours_however_busy(self, site):
        author = signed_in(site, "author")
        for _ in range(12):
            site.clock.at += HOUR
            author.get("/work")
        site.clock.at += MINUTE
        author.get("/work", 302)

    def test_a_pretended_date_that_jumps_signs_nobody_out(self, site):
        author = signed_in(site, "author")
        site.world.clock.at += dt.timedelta(days=400)
        author.get("/work")

    def test_the_cookie_is_guarded(self, site):
        author = signed_in(site, "author")
        cookie = author.response.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie

    def test_flask_security_has_no_pages_of_its_own(self, site):
        for path in ("/login", "/logout", "/reset", "/change", "/verify", "/tf-setup"):
            site.visitor().get(path, 404)

    def test_there_is_no_way_in_by_header_or_query(self, site):
        visitor = site.visitor()
        visitor.get("/work?auth_token=x", 302, headers={"Authentication-Token": "x"})


class TestNext:
    @pytest.mark.parametrize(
        "wanted",
        ["/policies", "/policies?words=a%20b", "/work", "/policies/P0001", "/"],
    )
    def test_a_page_of_ours_is_gone_to(self, site, wanted):
        visitor = site.visitor()
        visitor.try_to_sign_in(email_of("author"), PASSWORD, wanted=wanted, status=303)
        assert visitor.response.headers["Location"] == wanted

    @pytest.mark.parametrize(
        "wanted",
        [
            "//evil.example", "/\\evil.example", "\\/evil.example", "\\\\\\evil.example",
            "https:evil.example", "https://evil.example/work", "\t//evil.example",
            "/\t/evil.example", "javascript:alert(1)", "/%09/evil.example", "/%5cevil.example",
            "/nowhere", "work", "/sign-in", "/sign-out", "/work\r\nX: y", "/work\x00",
            "http:///evil.example", "///evil.example", "/work#\u202e", "/" + "a" * 10_000,
            "@evil.example", "/assessments/1/actions/nothing/more/still",
        ],
    )  # fmt: skip
    def test_anything_else_leads_to_ones_own_work(self, site, wanted):
        visitor = site.visitor()
        visitor.try_to_sign_in(email_of("author"), PASSWORD, wanted=wanted, status=303)
        assert visitor.response.headers["Location"] == "/work"

    def test_a_page_asked_for_before_signing_in_is_gone_to_after(self, site):
        visitor = site.visitor()
        visitor.get("/policies?words=dogs", 302)
        visitor.get(visitor.response.headers["Location"])
        visitor.submit({"email": email_of("author"), "password": PASSWORD})
        assert visitor.response.headers["Location"] == "/policies?words=dogs"
