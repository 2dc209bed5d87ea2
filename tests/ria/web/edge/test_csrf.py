"""Forged posts change nothing; posts whose session ended lose nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.ria.web.client import PASSWORD
from tests.ria.web.conftest import email_of
from workflows.stages import Stage

TOKEN = "0123456789abcdef" * 2
LONG = "A long answer, \u00e9\U0001f600 with <b>signs</b>.\nAnd a second line. " * 400


@pytest.fixture
def registered(site):
    """A policy that its author can start to screen, and the address that starts it."""
    edition = site.world.register()
    return edition, f"/assessments/{edition.assessment_id}/actions/start"


class TestForged:
    @pytest.mark.parametrize("token", [None, "", "nonsense", "a.b.c"])
    def test_a_post_without_a_good_token_changes_nothing(self, site, registered, token):
        edition, start = registered
        author = site.visitor("author")
        data = {"token": TOKEN} if token is None else {"token": TOKEN, "csrf_token": token}
        author.post(start, data, status=400)
        assert site.world.row(edition).stage is Stage.REGISTERED

    def test_nor_does_one_with_another_sessions_token(self, site, registered):
        edition, start = registered
        other = site.visitor("deputy")
        other.get("/work")
        token = other.filled(other.form("/sign-out"))["csrf_token"]
        site.visitor("author").post(start, {"token": TOKEN, "csrf_token": token}, status=400)
        assert site.world.row(edition).stage is Stage.REGISTERED

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
    )
    def test_nor_does_one_from_another_site_even_with_the_right_token(
        self, site, registered, headers
    ):
        edition, start = registered
        author = site.visitor("author")
        author.get(f"/policies/{edition.reference}")
        data = author.filled(author.form(start))
        author.post(start, data, status=403, headers=headers)
        assert site.world.row(edition).stage is Stage.REGISTERED
        author.post(start, data, headers={"Origin": "http://localhost"})
        assert site.world.row(edition).stage is Stage.SCREENING

    def test_nor_does_json(self, site, registered):
        edition, start = registered
        site.visitor("author").post(start, json={"token": TOKEN}, status=400)
        assert site.world.row(edition).stage is Stage.REGISTERED

    def test_signing_in_needs_a_token_and_shows_no_password(self, site):
        visitor = site.visitor()
        data = {"email": email_of("author"), "password": PASSWORD, "next": "/policies"}
        visitor.post("/sign-in", data, status=400)
        assert PASSWORD not in visitor.response.text
        assert visitor.filled(visitor.form())["email"] == [email_of("author")]
        visitor.submit({"password": PASSWORD})
        assert visitor.response.headers["Location"] == "/policies"

    def test_signing_out_needs_a_token(self, site):
        author = site.visitor("author")
        author.post("/sign-out", {}, status=400)
        author.get("/work")


class TestNothingTypedIsLost:
    def test_a_post_with_an_old_token_can_be_sent_again(self, site, registered):
        edition, start = registered
        author = site.visitor("author")
        author.post(start, {"token": TOKEN, "purpose": LONG, "csrf_token": "old"}, status=400)
        sent = author.filled(author.form())
        assert sent["purpose"] == [LONG]
        assert "Purpose" in author.text() and "<b>signs</b>" in author.text()
        author.submit()
        assert site.world.row(edition).stage is Stage.SCREENING

    def test_what_was_typed_survives_the_end_of_the_session(self, site, registered):
        edition, start = registered
        author = site.visitor("author")
        author.get(f"/policies/{edition.reference}")
        data = author.filled(author.form(start))
        site.clock.at += dt.timedelta(hours=3)
        author.post(start, {**data, "purpose": LONG, "ticked": ["a", "b"]}, status=403)
        assert site.world.row(edition).stage is Stage.REGISTERED
        assert "second line" in author.text()
        author.submit({"email": email_of("author"), "password": "wrong"}, status=422)
        assert "second line" in author.text()
        author.submit({"email": email_of("author"), "password": PASSWORD}, status=200)
        again = author.filled(author.form())
        assert again["purpose"] == [LONG] and again["ticked"] == ["a", "b"]
        assert site.world.row(edition).stage is Stage.REGISTERED
        author.submit()
        assert site.world.row(edition).stage is Stage.SCREENING
        assert site.world.faults() == []

    def test_whoever_signs_in_instead_may_do_no_more_than_before(self, site, registered):
        edition, start = registered
        visitor = site.visitor()
        visitor.post(start, {"token": TOKEN}, status=403)
        visitor.submit({"email": email_of("colleague"), "password": PASSWORD}, status=200)
        visitor.submit(status=404)
        assert site.world.row(edition).stage is Stage.REGISTERED

    def test_a_carried_post_that_nobody_signed_is_dropped(self, site):
        visitor = site.visitor()
        visitor.get("/sign-in")
        fields = {"email": email_of("author"), "password": PASSWORD, "carried": "WyIvIl0.x.y"}
        visitor.submit(fields)
        assert visitor.response.headers["Location"] == "/work"

    def test_what_another_site_sends_is_not_carried(self, site, registered):
        _, start = registered
        site.visitor().post(
            start, {"x": "y"}, status=403, headers={"Origin": "https://evil.example"}
        )

    def test_signing_out_twice_is_no_error(self, site):
        author = site.visitor("author")
        author.get("/work")
        data = author.filled(author.form("/sign-out"))
        author.post("/sign-out", data)
        author.post("/sign-out", data, status=302)
