"""From exceptions to pages."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.test import encode_multipart

from ria.services.kit import errors
from ria.services.kit.throttle import By, Limit, TooManyAttempts
from ria.web.edge.throttle import count_attempt
from ria.web.kit.pages import public_page
from ria.web.kit.templating import Absent

LOCKED = OperationalError("UPDATE", {}, sqlite3.OperationalError("database is locked"))
AWAY = OperationalError("SELECT", {}, Exception("connection to server was lost"))
OFTEN = Limit("toy", most=1, minutes=5, by=(By.ADDRESS,))
NO_TABLE = OperationalError("SELECT", {}, sqlite3.OperationalError("no such table: x"))


@pytest.mark.parametrize(
    ("raised", "status", "told"),
    [
        (errors.NotFound(), 404, "There is nothing at this address"),
        (errors.Forbidden("Only the owner can do this."), 403, "Only the owner can do this."),
        (errors.Stale("The form has changed."), 409, "The form has changed."),
        (errors.Taken(), 409, "What was sent first stands."),
        (errors.Invalid("token", "Open the page again."), 422, "Open the page again."),
        (TooManyAttempts(OFTEN), 429, "Wait 5 minutes, then try again."),
        (LOCKED, 503, "busy"),
        (AWAY, 503, "busy"),
        (PoolTimeout("QueuePool limit"), 503, "busy"),
        (NO_TABLE, 500, "our fault"),
        (ProgrammingError("SELECT", {}, Exception("syntax")), 500, "our fault"),
        (ValueError("canary"), 500, "our fault"),
    ],
)
def test_each_has_its_page(site, monkeypatch, raised, status, told):
    def refuse(*_, **__):
        raise raised

    author = site.visitor("author")
    monkeypatch.setattr("ria.web.desk.work.work", refuse)
    author.get("/work", status)
    assert told in author.text()
    assert "canary" not in author.response.text
    assert author.page.find("nav", attrs={"aria-label": "Main"}) is not None


def test_a_form_that_is_tried_too_often_says_when_to_come_back(site, monkeypatch):
    """A public view that counts its attempts and does not catch the refusal."""

    def counted(template):
        count_attempt(OFTEN)
        return public_page(template)

    monkeypatch.setattr("ria.web.accounts.passwords.public_page", counted)
    visitor = site.visitor()
    visitor.get("/password-chosen")
    visitor.get("/password-chosen", 429)
    assert "Wait 5 minutes, then try again." in visitor.text()
    assert visitor.response.headers["Retry-After"] == "300"
    site.visitor(address="10.0.0.1").get("/password-chosen")


def test_what_stands_in_the_way_is_named_in_full(site, monkeypatch):
    def refuse(*_, **__):
        reasons = (errors.Reason("a", "The form is not complete", "Fill it in."),)
        raise errors.Unmet("This cannot be done yet.", reasons)

    author = site.visitor("author")
    monkeypatch.setattr("ria.web.desk.work.work", refuse)
    author.get("/work", 422)
    assert "This cannot be done yet." in author.text()
    assert "The form is not complete" in author.text()
    assert "Fill it in." in author.text()


def test_a_huge_number_is_no_id_and_a_nul_no_address(site_on_both):
    admin = site_on_both.visitor("admin")
    for path in ("/mails/99999999999999999999", "/mails/2147483648", "/mails/-1", "/mails/x",
                 "/policies/%00", "/register/%00", "/register/%00.json", "/policies/%ff%fe",
                 "/%00", "/policies/" + "x" * 5000):  # fmt: skip
        admin.get(path, 404)


def test_nonsense_in_a_query_is_left_out(site_on_both):
    site_on_both.world.register()
    author = site_on_both.visitor("author")
    for path in ("/", "/policies"):
        for query in ("after=x", "after=99999999999999999999", "before=-1", "after=%D9%A1",
                      "words=%00", "words=%25_%5C", "stage=none", "level=x", "committee=%00",
                      "committee=1e9", "words=" + "a+" * 4000, "after=1&before=1"):  # fmt: skip
            author.get(f"{path}?{query}")


def test_too_large_a_request_is_refused_in_words(site):
    author = site.visitor("author")
    author.post("/assessments/1/actions/start", {"purpose": "x" * (21 * 1024 * 1024)}, status=413)
    assert "20 MB" in author.text()


def test_a_megabyte_and_five_thousand_parts_reach_the_form(site):
    edition = site.world.register()
    author = site.visitor("author")
    author.get(f"/policies/{edition.reference}")
    start = f"/assessments/{edition.assessment_id}/actions/start"
    data = author.filled(author.form(start))
    many = {f"f{number}": "x" for number in range(5_000)}
    boundary, body = encode_multipart({**data, **many, "purpose": "x" * 1_000_000})
    author.post(start, body, content_type=f"multipart/form-data; boundary={boundary}")


class TestUndefined:
    def test_a_name_that_nobody_gave_is_a_mistake(self, site):
        template = site.app.jinja_env.from_string("{% if mispelt %}x{% endif %}")
        with pytest.raises(Exception, match="mispelt"):
            template.render()

    def test_so_is_an_attribute_that_an_object_lacks(self, site):
        template = site.app.jinja_env.from_string("{{ settings.mispelt }}")
        with pytest.raises(Exception, match="mispelt"):
            template.render(settings=site.world.store.settings)

    def test_a_parameter_left_out_is_not(self, site):
        template = site.app.jinja_env.from_string("{{ params.label.text }}")
        assert template.render(params={}) == ""
        assert issubclass(site.app.jinja_env.undefined, Absent)
