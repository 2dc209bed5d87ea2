"""Conditions on their pages: listed, recorded as met by those they concern, and in the way."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import Condition, Schedule, SignatureKind, Verdict
from ria.services.signoff.verdicts import ConditionInput
from tests.ria import road
from workflows.actions import Action


@pytest.fixture
def edition(site):
    """A policy approved on a condition that a colleague sees to before it is published."""
    world = site.world
    found = road.in_monitoring_plan(world)
    answers = road.ANSWERS["monitoring_plan"](road.HIGH)
    road.fill_form(world, found, "monitoring_plan", answers)
    road.hand_in(world, found)
    today = world.clock.now().date()
    needed = ConditionInput("Train all sergeants.", world.refs["colleague"],
                            today + dt.timedelta(days=7), before_publication=True)  # fmt: skip
    road.sign_as(world, found, "monitoring_plan", "chair", SignatureKind.COMMITTEE,
                 verdict=Verdict.AGREE_IF, conditions=(needed,), decided_on=today,
                 minute_reference="7/27")  # fmt: skip
    road.approve(world, found, "monitoring_plan", reason="It was never assessed before.")
    return found


@pytest.fixture
def address(site, edition):
    (condition,) = site.world.all(Condition)
    return f"/assessments/{edition.assessment_id}/conditions/{condition.id}"


def test_whoever_sees_to_it_finds_it_and_records_how_it_was_met(site, edition, address):
    colleague = site.visitor("colleague")
    colleague.get("/work")
    assert "Train all sergeants." in colleague.text()
    assert colleague.page.find("a", href=address)
    colleague.get(address)
    colleague.submit({"how": "Done."}, action=address, status=422)
    assert [a["href"] for a in colleague.page.select(".govuk-error-summary a")] == ["#how"]
    assert colleague.filled(colleague.form(address))["how"] == ["Done."]
    assert "condition" in {row.kind for row in site.world.all(Schedule)}
    colleague.submit({"how": "All 42 took the course."}, action=address)
    assert "condition" not in {row.kind for row in site.world.all(Schedule)}
    colleague.follow()
    assert "Met 22 February 2027, Colleague" in colleague.text()
    colleague.get(address)
    assert "All 42 took the course." in colleague.text()
    assert not [f for f in colleague.page.find_all("form") if f["action"] == address]
    assert site.world.faults() == []


def test_it_is_overdue_unless_it_was_due_before_the_service_went_live(site, edition):
    site.world.clock.at += dt.timedelta(days=20)
    strategy = site.visitor("strategy")
    strategy.get(f"/policies/{edition.reference}")
    assert strategy.page.find("strong", string=lambda words: words and "Overdue" in words)
    site.world.set(go_live=str(site.world.clock.now().date()))
    strategy.get(f"/policies/{edition.reference}")
    assert not strategy.page.find("strong", string=lambda words: words and "Overdue" in words)


def test_it_holds_publication_up_until_it_is_met(site, edition, address):
    world = site.world
    answers = road.samples.publication_answers(road.HIGH)
    road.fill_form(world, edition, "publication", answers, "strategy")
    road.check_disclosure(world, edition)
    with pytest.raises(Exception, match="cannot be done") as refusal:
        world.act("strategy", edition, Action.PUBLISH)
    assert [reason.id for reason in refusal.value.reasons] == ["conditions_met"]
    strategy = site.visitor("strategy")
    strategy.get(f"/policies/{edition.reference}")
    assert strategy.page.find("a", href=address)
    strategy.get(address)
    strategy.submit({"how": "The unit has shown us the list."}, action=address)
    world.act("strategy", edition, Action.PUBLISH)


@pytest.mark.parametrize(
    ("who", "reads", "records"),
    [
        ("author", 200, 303),
        ("deputy", 200, 303),
        ("adviser", 200, 403),
        ("chair", 200, 403),
        ("admin", 404, 404),
    ],
)
def test_who_reads_it_and_who_records_it(site, edition, address, who, reads, records):
    visitor = site.visitor(who)
    visitor.get(address, reads)
    visitor.get("/work")
    token = visitor.page.find("input", {"name": "csrf_token"})["value"]
    data = {"csrf_token": token, "how": "The list is with the training unit."}
    visitor.post(address, data, status=records)


def test_a_condition_of_another_edition_is_none(site, edition, address):
    other = site.world.awaiting(title="Another")
    number = address.rpartition("/")[2]
    author = site.visitor("author")
    author.get(f"/assessments/{other.assessment_id}/conditions/{number}", 404)
    author.get(f"/assessments/{edition.assessment_id}/conditions/{2**40}", 404)
