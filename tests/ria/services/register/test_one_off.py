"""Projects and decisions: a post-implementation review date in place of the interval."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlmodel import select

from ria.history import SYSTEM, unit_of_work
from ria.models import (
    Operation,
    Policy,
    Publication,
    Review,
    Schedule,
    SignatureKind,
    SubjectType,
)
from ria.queries.register.one_off import review_label
from ria.services.kit.errors import Invalid
from ria.services.review.reviews import start_due_reviews
from tests.ria import road
from tests.ria.reviewing import (
    approve_review,
    committee_on_review,
    current_low,
    hand_in_review,
    later,
)
from workflows.review_cycle import add_months

GO_ON = {"review_decision": "continue", "still_needed": "yes"}
KINDS = (SubjectType.PROJECT, SubjectType.DECISION)


def planned(world, kind=SubjectType.PROJECT, **changes):
    """A monitoring plan before the committee."""
    edition = road.in_monitoring_plan(world, subject_type=kind, **changes)
    road.fill_form(world, edition, "monitoring_plan", road.ANSWERS["monitoring_plan"](road.HIGH))
    road.hand_in(world, edition)
    return edition


def agreed(world, edition, **given):
    """Approved with this decision of the committee, and published."""
    road.committee_agrees(world, edition, **{"interval_months": None, **given})
    road.publish(world, edition)
    return world.row(edition)


def refusal(world, edition, **given) -> tuple[str, str]:
    """At which field the committee's decision is refused, and with which words."""
    given = {"decided_on": world.clock.now().date(), "minute_reference": "Minute 1", **given}
    with pytest.raises(Invalid) as refused:
        road.sign_as(world, edition, "monitoring_plan", "chair", SignatureKind.COMMITTEE, **given)
    return refused.value.field, refused.value.message


@pytest.mark.parametrize("kind", KINDS)
def test_the_review_follows_the_committees_day_and_begins_ninety_days_before(world_on_either, kind):
    world = world_on_either
    day = world.clock.now().date() + dt.timedelta(days=300)
    edition = planned(world, kind)
    row = agreed(world, edition, review_on=day)
    assert (row.next_review_on, row.interval_months) == (day, None)
    assert [one.due_on for one in world.all(Schedule) if one.kind == "review"] == [day]
    assert world.all(Publication)[-1].snapshot["next_review_on"] == day.isoformat()
    world.clock.at = dt.datetime.combine(day - dt.timedelta(days=90), dt.time(9), dt.UTC)
    assert start_due_reviews(world.store) == 1
    assert [review.settles for review in world.all(Review)] == [day]
    assert world.faults() == []


def test_without_a_day_it_is_the_usual_one_at_its_level(world):
    row = agreed(world, planned(world))
    assert row.next_review_on == add_months(row.approved_on, 12)
    assert row.interval_months is None
    low = world.row(current_low(world, subject_type=SubjectType.DECISION, title="A sale"))
    assert low.next_review_on == add_months(low.approved_on, 36)


def test_the_day_lies_ahead_within_36_months_of_the_assessment_and_after_the_start(world):
    edition = planned(world)
    today, assessed_on = world.clock.now().date(), world.row(edition).assessed_on
    last = add_months(assessed_on, 36)
    for day in (today, today - dt.timedelta(days=1), last + dt.timedelta(days=1), dt.date.max):
        field, words = refusal(world, edition, review_on=day)
        assert field == "review_on"
        assert f"no later than {last.day} {last:%B %Y}" in words
    assert refusal(world, edition, interval_months=12)[0] == "interval_months"
    row = agreed(world, edition, review_on=last)
    assert row.next_review_on == last


def test_it_is_not_reviewed_before_it_begins(world):
    start = world.clock.now().date() + dt.timedelta(days=400)
    edition = planned(
        world, operation=Operation.PROPOSED, operation_on=None, planned_start_on=start
    )
    field, words = refusal(world, edition, review_on=start)
    assert (field, words) == (
        "review_on", f"It is to begin on {start.day} {start:%B %Y}. Give a day after that.",
    )  # fmt: skip


def test_anything_else_has_an_interval_and_no_day(world):
    edition = planned(world, SubjectType.PROCEDURE)
    day = world.clock.now().date() + dt.timedelta(days=300)
    assert refusal(world, edition, review_on=day)[0] == "review_on"


def test_a_day_that_passed_before_the_approval_is_due_at_once(world):
    edition = planned(world)
    today = world.clock.now().date()
    kind = SignatureKind.COMMITTEE
    given = {"decided_on": today, "minute_reference": "Minute 1"}
    soon = today + dt.timedelta(days=2)
    road.sign_as(world, edition, "monitoring_plan", "chair", kind, review_on=soon, **given)
    later(world, 9)
    road.approve(world, edition, "monitoring_plan", reason="It was urgent and began before.")
    row = world.row(edition)
    assert row.next_review_on == row.approved_on == today + dt.timedelta(days=9)


def test_a_review_that_lets_it_go_on_sets_the_next_day(world):
    edition = planned(world)
    agreed(world, edition, review_on=world.clock.now().date() + dt.timedelta(days=300))
    later(world, 30)
    hand_in_review(world, edition, road.HIGH)
    today = world.clock.now().date()
    with pytest.raises(Invalid, match="no later than"):
        committee_on_review(world, edition, review_on=add_months(today, 37))
    committee_on_review(world, edition, review_on=today + dt.timedelta(days=500))
    road.sign_as(world, edition, "review", "adviser", SignatureKind.ADVISER)
    approve_review(world, edition)
    row = world.row(edition)
    assert row.next_review_on == today + dt.timedelta(days=500)
    assert world.faults() == []


@pytest.mark.parametrize(("asked", "months"), [({}, 36), ({"next_interval": 6}, 6)])
def test_without_a_committee_the_months_count_from_the_review(world, asked, months):
    edition = current_low(world, subject_type=SubjectType.PROJECT)
    later(world, 100)
    hand_in_review(world, edition, **GO_ON, **asked)
    approve_review(world, edition)
    row, today = world.row(edition), world.clock.now().date()
    assert row.next_review_on == add_months(today, months)
    assert row.interval_months is None


def test_what_turns_out_to_be_no_project_has_the_usual_interval_from_its_review_on(world):
    edition = current_low(world, subject_type=SubjectType.PROJECT)
    with unit_of_work(world.store) as unit:
        policy = unit.session.exec(select(Policy)).one()
        policy.subject_type = SubjectType.PROCEDURE
        unit.save(policy)
        unit.record(edition.reference, "test_change", SYSTEM)
    hand_in_review(world, edition, **GO_ON)
    approve_review(world, edition)
    row, today = world.row(edition), world.clock.now().date()
    assert (row.interval_months, row.approved_on) == (36, today)
    assert row.next_review_on == add_months(today, 36)


@pytest.mark.parametrize("kind", list(SubjectType))
def test_the_day_is_called_by_what_it_is(kind):
    once = kind in KINDS
    label = "Post-implementation review by" if once else "Next review by"
    for name in (kind.value, kind.value.replace("_", " ").capitalize()):
        assert review_label(name) == label
