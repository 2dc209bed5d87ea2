"""The public list of consultations: what is asked, of whom, until when; frozen when it opens."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import ConsultationNotice, Schedule
from ria.services.consultation.consultation import (
    close_consultation,
    extend_consultation,
    open_consultation,
)
from tests.forms import samples
from tests.journeys.stations import tampered
from tests.ria import road
from tests.ria.canaries import with_canaries
from workflows.actions import Action

OPENS = dt.date(2026, 11, 23)
CLOSES = OPENS + dt.timedelta(days=84)


@pytest.fixture
def edition(site, monkeypatch):
    """A policy of high relevance, its plan full of canaries, whose consultation opens today."""
    marked = with_canaries(samples.form_set("assessment"), samples.assessment_answers(road.HIGH))
    monkeypatch.setitem(road.ANSWERS, "assessment", lambda _case: marked)
    world = site.world
    edition = road.assessed(world)
    road.hand_in(world, edition)
    road.sign_as(world, edition, "assessment", "adviser", road.SignatureKind.ADVISER)
    road.sign_as(world, edition, "assessment", "legal", road.SignatureKind.LEGAL)
    road.approve(world, edition, "assessment")
    return edition


def about(world, edition):
    return {"assessment_id": edition.assessment_id, "actor_id": world.ids["author"],
            "token": world.token()}  # fmt: skip


def opened(world, edition):
    open_consultation(world.store, **about(world, edition), closes_on=CLOSES, reason="")


def due(world, edition):
    """What is due for the edition, by its row and by the narrow table of what falls due."""
    scheduled = [(row.kind, row.due_on) for row in world.all(Schedule)]
    return world.row(edition).due_on, scheduled


def test_it_is_listed_from_the_day_it_opens_to_the_end_of_its_last_day(site, edition):
    world, visitor = site.world, site.visitor()
    address = f"/consultations/{edition.reference}/1"
    visitor.get("/consultations")
    assert "Nothing is open at the moment" in visitor.text()
    visitor.get(address, 404)
    opened(world, edition)
    visitor.get("/consultations")
    assert "Answer by 15 February 2027" in visitor.text()
    assert visitor.page.find("nav", attrs={"aria-label": "Main"}).find("a", href="/consultations")
    visitor.get(visitor.page.select_one("main h2 a")["href"])
    given, text = samples.assessment_answers(road.HIGH), visitor.text()
    for key in ("consult_purpose", "consult_questions", "whats_fixed", "who_can_answer", "papers",
                "how_to_answer"):  # fmt: skip
        assert " ".join(given[key].split()) in text, key
    assert "Childcare" in text and "Somali mothers' group" in text
    world.clock.at += dt.timedelta(days=84)
    visitor.get("/consultations")
    assert "Answer by 15 February 2027" in visitor.text()
    world.clock.at += dt.timedelta(days=1)
    visitor.get("/consultations")
    assert "Nothing is open at the moment" in visitor.text()
    visitor.get("/consultations/closed")
    assert "Open from 23 November 2026 to 15 February 2027" in visitor.text()
    visitor.get(address)
    assert "This consultation is closed" in visitor.text()
    close_consultation(world.store, **about(world, edition))
    visitor.get(address)
    assert "This consultation is closed" in visitor.text() and world.faults() == []


def test_no_answer_that_is_not_public_is_in_it_and_later_ones_change_nothing(site, edition):
    world, visitor = site.world, site.visitor()
    opened(world, edition)
    tampered("assessment", {"consult_purpose": "Something else altogether."})(world, edition)
    for path in ("/consultations", f"/consultations/{edition.reference}/1"):
        visitor.get(path)
        shown = visitor.response.text
        assert "canary" not in shown and "Something else altogether" not in shown
        assert visitor.cookies() == []
    (notice,) = world.all(ConsultationNotice)
    assert "canary" not in str(notice.snapshot)
    assert notice.snapshot["aims"], "who is asked has to know what the policy is for"


def test_the_results_are_due_four_weeks_after_it_closes_and_move_with_it(site, edition):
    world, visitor = site.world, site.visitor()
    opened(world, edition)
    results = CLOSES + dt.timedelta(days=28)
    assert due(world, edition) == (results, [("consultation", results)])
    later = CLOSES + dt.timedelta(days=10)
    why = "The mosque's committee meets after the feast."
    extend_consultation(world.store, **about(world, edition), closes_on=later, reason=why)
    results += dt.timedelta(days=10)
    assert due(world, edition) == (results, [("consultation", results)])
    visitor.get(f"/consultations/{edition.reference}/1")
    assert "25 February 2027" in visitor.text() and why in visitor.text()
    assert world.faults() == []


def test_it_ends_with_its_assessment(site, edition):
    world, visitor = site.world, site.visitor()
    opened(world, edition)
    world.act("strategy", edition, Action.WITHDRAW, reason="The plan was dropped by the chief.",
              next_due_on=dt.date(2028, 1, 1))  # fmt: skip
    visitor.get("/consultations")
    assert "Nothing is open at the moment" in visitor.text()
    visitor.get(f"/consultations/{edition.reference}/1")
    assert "This consultation ended early, on 23 November 2026" in visitor.text()
    assert world.faults() == []


def test_a_repeat_costs_nothing_until_a_day_or_a_notice_changes(site, edition):
    world, visitor = site.world, site.visitor()
    visitor.get("/consultations")
    tag = {"If-None-Match": visitor.response.headers["ETag"]}
    visitor.get("/consultations", 304, headers=tag)
    opened(world, edition)
    visitor.get("/consultations", 200, headers=tag)
    tag = {"If-None-Match": visitor.response.headers["ETag"]}
    visitor.get("/consultations", 304, headers=tag)
    world.clock.at += dt.timedelta(days=85)
    visitor.get("/consultations", 200, headers=tag)


@pytest.mark.parametrize("path", ["/consultations/none/1", "/consultations/none/99999999999999",
                                  "/consultations/x"])  # fmt: skip
def test_what_is_not_there_is_not_found(site, path):
    site.visitor().get(path, 404)
