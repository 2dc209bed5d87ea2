"""A committee's agenda and its decision sheet."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import SignatureKind, Verdict
from ria.services.signoff.verdicts import ConditionInput
from tests.ria import road


@pytest.fixture
def plan(site):
    """A policy of high relevance whose monitoring plan waits for its committee."""
    edition = road.in_monitoring_plan(site.world, planned_start_on=dt.date(2027, 1, 1))
    answers = road.ANSWERS["monitoring_plan"](road.HIGH)
    road.fill_form(site.world, edition, "monitoring_plan", answers)
    road.hand_in(site.world, edition)
    return edition


@pytest.fixture
def address(site):
    return f"/committees/{site.world.committee_id}/agenda"


def decide(world, edition, verdict=Verdict.AGREE, **given):
    """The chair records what the committee decided."""
    usual = {"decided_on": world.clock.now().date(), "minute_reference": "Minute 7/27"}
    road.sign_as(world, edition, "monitoring_plan", "chair", SignatureKind.COMMITTEE,
                 verdict=verdict, **{**usual, **given})  # fmt: skip


def test_what_waits_for_the_committee_is_on_its_agenda(site, plan, address):
    world = site.world
    world.awaiting(title="Not for the committee")
    asked = world.awaiting(title="The committee was asked")
    world.ask(asked, "", SignatureKind.COMMITTEE)
    chair = site.visitor("chair")
    chair.get("/work")
    assert chair.page.find("a", href=address)
    chair.get(address)
    titles = [" ".join(title.text.split()) for title in chair.page.select("main h3")]
    assert titles == [f"1. {plan.reference} Stop and search",
                      f"2. {asked.reference} The committee was asked"]  # fmt: skip
    words = chair.text()
    for shown in ("High relevance", "Planned start passed", "Start planned for 1 January 2027"):
        assert shown in words
    assert chair.page.find("a", href=f"/assessments/{plan.assessment_id}/decision-sheet")


def test_a_decision_leaves_the_agenda_and_its_conditions_stay(site, plan, address):
    world, chair = site.world, site.visitor("chair")
    put_off = world.clock.now().date() + dt.timedelta(days=30)
    decide(world, plan, Verdict.DEFER, deferred_to=put_off)
    chair.get(address)
    assert "Put off to 24 March 2027." in chair.text()
    needed = ConditionInput("Train all sergeants.", world.refs["author"], put_off, True)
    decide(world, plan, Verdict.AGREE_IF, conditions=(needed,), interval_months=9)
    chair.get(address)
    words = chair.text()
    assert "Nothing is due for decision" in words
    assert "Train all sergeants." in words
    assert "Agrees on conditions Review after 9 months" in words
    assert "Minute 7/27 Recorded by Chair" in words


def test_an_agenda_is_for_its_officers_and_the_strategy_unit(site, address):
    for name, status in (("chair", 200), ("secretary", 200), ("strategy", 200), ("adviser", 404),
                         ("other_chair", 404), ("author", 404)):  # fmt: skip
        site.visitor(name).get(address, status)
    site.visitor("strategy").get("/committees/999999/agenda", 404)
    site.visitor("strategy").get(f"/committees/{2**40}/agenda", 404)


def test_the_sheet_says_what_the_committee_needs(site, plan):
    chair = site.visitor("chair")
    chair.get(f"/assessments/{plan.assessment_id}/decision-sheet")
    words = chair.text()
    for shown in ("High relevance", "rule a", "What is proposed", "Who is affected, and how",
                  "negative", "Responses:", "Outcome proposed, and why",
                  "A report every 3 months.", "Equality adviser on the assessment: agrees.",
                  "Legal adviser on the assessment: advice was taken.",
                  "Why a rule or a harm that is left is fair",
                  "First, to have due regard to the need to eliminate discrimination",
                  "usual at this level: 12"):  # fmt: skip
        assert shown in words, shown


def test_a_sheet_of_a_screening_has_what_there_is(site):
    edition = site.world.awaiting(case="server_patching", title="Patching")
    chair = site.visitor("chair")
    chair.get(f"/assessments/{edition.assessment_id}/decision-sheet")
    assert "Not relevant" in chair.text() and "Not yet held." in chair.text()
    fresh = site.world.register(title="Only registered")
    author = site.visitor("author")
    author.get(f"/assessments/{fresh.assessment_id}/decision-sheet")
    assert "Level not settled" in author.text()
    site.visitor("colleague").get(f"/assessments/{edition.assessment_id}/decision-sheet", 404)


@pytest.mark.parametrize("page", ["signatures/committee", "decision", "signatures/legal"])
def test_whoever_decides_or_signs_is_led_to_all_that_it_rests_on(site, plan, page):
    who = {"signatures/committee": "chair", "decision": "strategy", "signatures/legal": "legal"}
    reader = site.visitor(who[page])
    reader.get(f"/assessments/{plan.assessment_id}/{page}")
    links = reader.page.select("nav[aria-labelledby=came-before] a")
    before = ["screening", "assessment", "consultation"]
    there = [f"/assessments/{plan.assessment_id}/{form}/all" for form in before]
    assert [link["href"] for link in links] == there
    for address in there:
        assert reader.get(address).h1
