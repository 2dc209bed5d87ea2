"""Actions with a page of their own, and files handed out."""

from __future__ import annotations

import pytest

from ria.models import Operation, StoredFile
from ria.services.files import Upload
from tests.ria.web.filling import address
from workflows.stages import Stage


def page_of(edition, action):
    """The address of an action's page."""
    return f"/assessments/{edition.assessment_id}/actions/{action}"


def take(visitor, edition, action, fields=None, status=303):
    """Open an action's page and send it."""
    visitor.get(page_of(edition, action))
    visitor.submit(fields, action=page_of(edition, action), status=status)


def test_start_opens_the_form(site):
    edition, author = site.world.register(), site.visitor("author")
    take(author, edition, "start")
    assert author.response.headers["Location"] == address(edition)
    author.follow()
    assert site.world.row(edition).stage is Stage.SCREENING


def test_take_back_opens_it_again_until_somebody_has_signed(site):
    edition, author = site.world.awaiting(), site.visitor("author")
    take(author, edition, "take_back")
    assert site.world.row(edition).stage is Stage.SCREENING
    signed = site.world.awaiting(title="Another")
    site.world.ask(signed)
    site.world.sign("adviser", signed)
    take(author, signed, "take_back", status=422)
    assert "Somebody has already signed" in author.text()
    assert site.world.row(signed).stage is Stage.SCREENING_APPROVAL


def test_withdraw_asks_why_and_for_a_next_day_where_the_policy_operates(site):
    edition = site.world.in_screening(operation=Operation.OPERATING)
    unit = site.visitor("strategy")
    typed = {"reason": "The project was stopped."}
    take(unit, edition, "withdraw", typed, status=422)
    links = [a["href"] for a in unit.page.select(".govuk-error-summary a")]
    assert links == ["#next_due_on-day"]
    day = {"next_due_on-day": "1", "next_due_on-month": "3", "next_due_on-year": "2027"}
    unit.submit(
        {**day, "next_due_on-year": "2020"}, action=page_of(edition, "withdraw"), status=422
    )
    assert unit.filled(unit.form(page_of(edition, "withdraw")))["reason"] == [typed["reason"]]
    unit.submit(day, action=page_of(edition, "withdraw"))
    assert site.world.row(edition).stage is Stage.WITHDRAWN


def test_cover_names_the_policy_that_covers_it(site):
    parent, edition = site.world.register(), site.world.register(title="Phone list")
    unit = site.visitor("strategy")
    typed = {"parent_reference": "P9999", "reason": "It only lists telephone numbers."}
    take(unit, edition, "cover", typed, status=422)
    assert unit.page.select_one('.govuk-error-summary a[href="#parent_reference"]')
    unit.submit({"parent_reference": parent.reference}, action=page_of(edition, "cover"))
    assert site.world.row(edition).stage is Stage.COVERED


@pytest.mark.parametrize(
    ("who", "action", "status"),
    [
        ("adviser", "withdraw", 403),
        ("author", "cover", 403),
        ("strategy", "take_back", 403),
        ("colleague", "withdraw", 404),
        ("author", "approve", 404),
        ("author", "nowhere", 404),
    ],
)
def test_the_wrong_person_or_action_changes_nothing(site, who, action, status):
    edition = site.world.in_screening() if action != "take_back" else site.world.awaiting()
    before, visitor = site.world.row(edition), site.visitor(who)
    visitor.get("/work")
    token = visitor.page.find("input", {"name": "csrf_token"})["value"]
    data = {
        "csrf_token": token,
        "token": "a",
        "reason": "A reason that is long enough.",
        "parent_reference": "P0001",
    }
    if (who, action) == ("author", "cover"):
        data["parent_reference"] = site.world.register(title="Another").reference
    visitor.post(page_of(edition, action), data, status=status)
    assert site.world.row(edition) == before


# --- Files ----------------------------------------------------------------------------------


@pytest.fixture
def kept(site):
    """The row of a policy's text."""
    site.world.register(text=Upload('näme "x".txt', b"How we speak to the press."))
    (row,) = site.world.all(StoredFile)
    return row


def test_a_file_comes_as_it_was_uploaded_and_is_never_shown(site, kept):
    author = site.visitor("author")
    author.get(f"/files/{kept.key}")
    headers = author.response.headers
    assert author.response.data == b"How we speak to the press."
    assert headers["Content-Disposition"] == (
        "attachment; filename*=UTF-8''n%C3%A4me%20%22x%22.txt"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_a_file_that_has_changed_is_not_handed_out(site, kept):
    path = site.world.store.settings.files_dir / kept.key
    author = site.visitor("author")
    path.write_bytes(b"How we speak to the Press.")
    author.get(f"/files/{kept.key}", 410)
    assert "not what was uploaded" in author.text()
    path.unlink()
    author.get(f"/files/{kept.key}", 410)


@pytest.mark.parametrize("who", ["colleague", "chair", "admin"])
def test_others_find_no_file(site, kept, who):
    site.visitor(who).get(f"/files/{kept.key}", 404)


@pytest.mark.parametrize("key", ["0" * 40, "x", "..%2f..%2fria.db", "%00", "0" * 41])
def test_guessed_keys_lead_nowhere(site, kept, key):
    site.visitor("author").get(f"/files/{key}", 404)
