"""Registering a policy: what is asked, what is refused and where; nothing typed is lost."""

from __future__ import annotations

import io

import pytest

from ria.models import IdempotencyToken, Operation, Policy, StoredFile
from tests.ria.web.filling import REGISTRATION

NEW = "/policies/new"


@pytest.fixture
def author(site):
    """The author, on the empty form."""
    visitor = site.visitor("author")
    visitor.get(NEW)
    return visitor


def errors(visitor):
    """The error summary: the inputs linked to, with the messages."""
    return {a["href"][1:]: a.text for a in visitor.page.select(".govuk-error-summary a")}


def test_a_policy_is_registered_and_shown(site, author):
    author.submit({**REGISTRATION, "reference": "IT-7"}, action=NEW)
    assert author.response.headers["Location"] == "/policies/IT-7"
    author.follow()
    assert "IT-7" in author.text() and "Patching of servers" in author.text()
    assert author.page.select_one(".govuk-notification-banner--success")


def test_a_title_that_is_registered_already_is_told_and_not_refused(site, author):
    for reference in ("IT-7", "IT-8"):
        author.get(NEW)
        author.submit({**REGISTRATION, "reference": reference}, action=NEW)
        author.follow()
        told = "The same title is already in the register: IT-7." in author.text()
        assert told is (reference == "IT-8")
    assert len(site.world.all(Policy)) == 2


def test_what_is_missing_is_said_at_its_field(site, author):
    author.submit({"title": " ", "operation": "operating"}, action=NEW, status=422)
    found = errors(author)
    assert found["title"] == "Enter the title"
    assert found["operating_since-day"] == "Enter the day since when it is applied"
    assert {"subject_type", "committee_id", "urgent", "restricted", "text_state"} <= set(found)
    assert "ended_on-day" not in found and "urgent_reason" not in found
    assert author.page.select_one("#title-error")
    assert author.page.title.text.startswith("Error: ")
    assert site.world.all(Policy) == []


def test_everything_typed_is_kept_on_refusal(author):
    typed = {
        **REGISTRATION,
        "title": "x" * 201,
        "reference": "IT 7",
        "planned_start_on-day": "31",
        "planned_start_on-month": "2",
        "planned_start_on-year": "2027",
    }
    author.submit(typed, action=NEW, status=422)
    kept = author.filled(author.form(NEW))
    assert {name: kept[name] for name in typed} == {name: [value] for name, value in typed.items()}
    assert errors(author)["title"] == "“What is it called?”: this must be 200 characters or fewer"
    assert (
        errors(author)["planned_start_on-day"]
        == "“When is it to start?”: there is no day 31 in that month"
    )


def test_what_the_command_refuses_stands_at_its_field(site, author):
    site.world.register(reference="IT-7")
    author.submit({**REGISTRATION, "reference": "it-7"}, action=NEW, status=422)
    assert errors(author)["reference"] == "Another policy already has this reference."
    owner = author.filled(author.form(NEW))["owner_id"]
    author.submit({**REGISTRATION, "reference": "", "deputy_id": owner}, action=NEW, status=422)
    assert "somebody other" in errors(author)["deputy_id"]


def test_a_choice_that_is_not_offered_is_refused(site, author):
    author.submit({**REGISTRATION, "committee_id": "n999"}, action=NEW, status=422)
    assert "committee_id" in errors(author)
    author.submit({**REGISTRATION, "owner_id": ["n1", "n2"]}, action=NEW, status=422)
    assert "owner_id" in errors(author)
    assert site.world.all(Policy) == []


def test_the_text_is_attached_and_judged_by_its_content(site, author):
    text = {"text_state": "attached", "text-upload": (io.BytesIO(b"How we patch."), "draft.txt")}
    author.submit({**REGISTRATION, **text}, action=NEW)
    (kept,) = site.world.all(StoredFile)
    assert (kept.name, kept.media_type) == ("draft.txt", "text/plain")
    author.get(NEW)
    page = {"text_state": "attached", "text-upload": (io.BytesIO(b"<html>"), "draft.pdf")}
    author.submit({**REGISTRATION, **page}, action=NEW, status=422)
    assert "Its content is what counts" in errors(author)["text"]
    author.submit({**REGISTRATION, "text_state": "attached"}, action=NEW, status=422)
    assert "Choose the file" in errors(author)["text"]


def test_sent_twice_it_is_registered_once(site, author):
    token = author.filled(author.form(NEW))["token"]
    for _ in range(2):
        author.submit({**REGISTRATION, "token": token}, action=NEW)
        assert author.response.headers["Location"] == "/policies/P0001"
    assert len(site.world.all(Policy)) == 1
    author.submit({**REGISTRATION, "title": "Another", "token": token}, action=NEW, status=409)
    assert [policy.title for policy in site.world.all(Policy)] == ["Patching of servers"]


@pytest.mark.parametrize("token", ["", "no-hex", "a" * 65, "\x00"])
def test_a_form_without_its_number_is_refused_with_everything_kept(site, author, token):
    author.submit({**REGISTRATION, "token": token}, action=NEW, status=422)
    assert "has lost its number" in author.text()
    assert author.filled(author.form(NEW))["title"] == ["Patching of servers"]
    assert site.world.all(IdempotencyToken) == []


def test_what_a_condition_hides_is_not_stored(site, author):
    hidden = {
        "operating_since-day": "1",
        "operating_since-month": "2",
        "operating_since-year": "2020",
        "urgent_reason": "A court has ruled on it.",
    }
    author.submit({**REGISTRATION, **hidden}, action=NEW)
    (policy,) = site.world.all(Policy)
    assert (policy.operation, policy.operation_on) == (Operation.PROPOSED, None)
    assert policy.urgent_reason is None


@pytest.mark.parametrize("who", ["adviser", "chair", "scrutiny", "admin"])
def test_others_may_not_register(site, who):
    visitor = site.visitor(who)
    visitor.get(NEW, 403)
    assert site.world.all(Policy) == []
