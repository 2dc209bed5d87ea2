"""Actions with a page of their own, and files handed out."""

from __future__ import annotations

import pytest

from ria.history import SYSTEM, unit_of_work
from ria.models import Assessment, Operation, StageChange, StoredFile
from ria.services.evidence.files import Upload
from ria.services.kit.errors import Invalid
from tests.ria.web.filling import address
from workflows.actions import Action
from workflows.levels import Level
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


@pytest.fixture
def medium(site):
    """A policy whose assessment is being written, at medium."""
    edition = site.world.awaiting(case="media_policy")
    site.world.act("strategy", edition, Action.APPROVE, seen=site.world.hash_of(edition))
    return edition


def test_a_level_is_raised_and_never_lowered(site, medium):
    adviser, page = site.visitor("adviser"), page_of(medium, "raise_level")
    adviser.get(page)
    assert [i["value"] for i in adviser.page.select("input[name=level]")] == ["high"]
    adviser.submit({}, action=page, status=422)
    links = [a["href"] for a in adviser.page.select(".govuk-error-summary a")]
    assert links == ["#level", "#reason"]
    typed = {"level": "low", "reason": "It now lets officers use force."}
    adviser.submit(typed, action=page, status=422)
    assert adviser.filled(adviser.form(page))["reason"] == [typed["reason"]]
    adviser.submit({"level": "high"}, action=page)
    row = site.world.row(medium)
    assert (row.stage, row.level) == (Stage.ASSESSMENT, Level.HIGH)
    adviser.get(page, 422)
    assert "The level is high already." in adviser.text()
    adviser.get(f"/policies/{medium.reference}")
    assert "Raise the level" not in [a.text for a in adviser.page.select("main a")]


@pytest.mark.parametrize("level", [Level.LOW, Level.MEDIUM, None])
def test_the_command_takes_no_level_that_is_not_above(site, medium, level):
    with pytest.raises(Invalid) as refused:
        site.world.act("adviser", medium, Action.RAISE_LEVEL, level=level, reason="It is larger.")
    assert refused.value.field == "level"
    assert site.world.row(medium).level is Level.MEDIUM


def test_a_level_is_not_raised_before_there_is_one(site):
    edition, adviser = site.world.in_screening(), site.visitor("adviser")
    adviser.get(page_of(edition, "raise_level"), 422)
    assert "once the screening is approved" in adviser.text()


def test_a_page_of_an_action_that_is_over_leads_to_the_policy(site):
    edition, author = site.world.in_screening(), site.visitor("author")
    take(author, edition, "withdraw", {"reason": "The plan was given up."})
    author.get(page_of(edition, "withdraw"), 303)
    assert "not possible at this stage: Withdrawn" in author.follow().get_text()


def test_an_approval_is_recalled_for_a_new_fact(site, medium):
    approve(site.world, medium)
    unit, page = site.visitor("strategy"), page_of(medium, "recall")
    unit.get(f"/policies/{medium.reference}")
    assert page in [a["href"] for a in unit.page.select("main a")]
    take(unit, medium, "recall", {}, status=422)
    assert "Say what has become known" in unit.text()
    unit.submit({"reason": "The census shows a larger group."}, action=page)
    row = site.world.row(medium)
    assert (row.stage, row.approved_on) == (Stage.MONITORING_PLAN_APPROVAL, None)


def approve(world, edition):
    """Put an edition where the approval of its monitoring plan would have put it."""
    with unit_of_work(world.store) as unit:
        row = unit.session.get_one(Assessment, edition.assessment_id)
        row.stage, row.approved_on = Stage.APPROVED, unit.today
        change = StageChange(
            assessment_id=edition.assessment_id,
            number=99,
            action=Action.APPROVE,
            from_stage=Stage.MONITORING_PLAN_APPROVAL,
            to_stage=Stage.APPROVED,
            round=1,
            actor_id=world.ids["strategy"],
            at=unit.now,
        )
        unit.save(row)
        unit.save(change)
        unit.record(edition.reference, "stage_changed", SYSTEM, edition=1)


@pytest.mark.parametrize(
    ("who", "action", "status"),
    [
        ("author", "recall", 422),
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
