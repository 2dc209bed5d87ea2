"""The days the guidance names, by the real commands: approved, screened out, recalled, reported."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import Schedule, SignatureKind, Verdict
from ria.services.consultation.consultation import open_consultation
from ria.services.review.reviews import start_due_reviews
from tests.ria import road
from tests.ria.reviewing import WHY, approve_review, fill_review, later
from workflows.actions import Action
from workflows.stages import Stage

GO_ON = {"review_decision": "continue", "still_needed": "yes"}


def at(world, day: dt.date) -> None:
    """It is nine in the morning of this day."""
    world.clock.at = dt.datetime.combine(day, dt.time(9), dt.UTC)


def due(world) -> dict[str, dt.date]:
    """What is due, and when."""
    return {row.kind: row.due_on for row in world.all(Schedule)}


def goes_on(world, edition, **answers) -> dt.date:
    """The system starts the review, it is approved on its day, and goes on; the day of the next."""
    day = world.row(edition).next_review_on
    at(world, day - dt.timedelta(days=90))
    assert start_due_reviews(world.store) == 1
    at(world, day)
    fill_review(world, edition, **GO_ON, **answers)
    road.hand_in(world, edition)
    approve_review(world, edition)
    return world.row(edition).next_review_on


@pytest.mark.parametrize(
    ("approved", "reviewed"),
    [
        (dt.date(2026, 1, 15), dt.date(2029, 1, 15)),
        (dt.date(2028, 2, 29), dt.date(2031, 2, 28)),
    ],
)
def test_a_review_is_due_36_months_after_the_approval(world, approved, reviewed):
    edition = road.assessed(world, road.LOW)
    at(world, approved)
    road.hand_in(world, edition)
    road.sign_as(world, edition, "assessment", "adviser", "adviser")
    road.approve(world, edition, "assessment")
    assert due(world) == {"publication": approved + dt.timedelta(days=28)}
    road.publish(world, edition, road.LOW)
    row = world.row(edition)
    assert (row.assessed_on, row.approved_on) == (approved, approved)
    assert due(world) == {"review": reviewed}


def test_what_was_screened_out_is_screened_again_after_36_months(world):
    at(world, dt.date(2026, 3, 1))
    world.screened_out()
    assert due(world) == {"rescreening": dt.date(2029, 3, 1)}


def test_a_high_policy_that_is_current_from_february_reports_by_may(world):
    edition = road.approved(world)
    at(world, dt.date(2026, 2, 1))
    road.publish(world, edition)
    assert due(world)["monitoring_report"] == dt.date(2026, 5, 1)


def test_every_six_months_from_the_end_of_august_comes_back_to_it(world):
    edition = road.assessed(world, road.LOW)
    at(world, dt.date(2026, 8, 31))
    world.set(review_months_low=6)
    road.hand_in(world, edition)
    road.sign_as(world, edition, "assessment", "adviser", "adviser")
    road.approve(world, edition, "assessment")
    road.publish(world, edition, road.LOW)
    found = [world.row(edition).next_review_on]
    found += [goes_on(world, edition) for _ in range(3)]
    assert found == [
        dt.date(2027, 2, 28), dt.date(2027, 8, 31), dt.date(2028, 2, 29), dt.date(2028, 8, 31),
    ]  # fmt: skip
    assert world.row(edition).approved_on == dt.date(2026, 8, 31)


def test_a_consultation_opens_on_its_day_and_is_worked_in_four_weeks_after_its_last(world):
    edition = road.assessed(world)
    road.hand_in(world, edition)
    road.sign_as(world, edition, "assessment", "adviser", SignatureKind.ADVISER)
    road.sign_as(world, edition, "assessment", "legal", SignatureKind.LEGAL)
    road.approve(world, edition, "assessment")
    approved, opens = world.clock.now().date(), dt.date(2027, 1, 11)  # as its plan says
    assert due(world) == {"opening": opens, "consultation": approved + dt.timedelta(days=84 + 28)}
    at(world, opens)
    closes = opens + dt.timedelta(days=84)
    open_consultation(
        world.store, assessment_id=edition.assessment_id, actor_id=world.ids["author"],
        closes_on=closes, reason="", token=world.token(),
    )  # fmt: skip
    assert due(world) == {"consultation": closes + dt.timedelta(days=28)}


def test_what_was_put_off_is_not_awaited_once_the_form_is_approved_without_it(world):
    edition = world.awaiting(road.LOW)
    day = dt.date(2026, 12, 10)
    road.sign_as(
        world, edition, "screening", "chair", SignatureKind.COMMITTEE, verdict=Verdict.DEFER,
        deferred_to=day, decided_on=dt.date(2026, 11, 23), minute_reference="Minute 1",
    )  # fmt: skip
    assert due(world)["deferred_signature"] == day
    words = "The level is not lowered, so that it can go on."
    road.approve(world, edition, "screening", reason=words)
    assert set(due(world)) == {"assessment"}
    assert world.faults() == []


def test_what_was_put_off_is_awaited_again_if_a_recalled_approval_needs_it(world):
    world.set(committee_levels=[])
    edition = road.in_monitoring_plan(world)
    assert due(world) == {"monitoring_plan": world.clock.now().date() + dt.timedelta(days=28)}
    road.fill_form(world, edition, "monitoring_plan", road.ANSWERS["monitoring_plan"](road.HIGH))
    road.hand_in(world, edition)
    today = world.clock.now().date()
    day = today + dt.timedelta(days=30)
    road.sign_as(
        world, edition, "monitoring_plan", "chair", SignatureKind.COMMITTEE,
        verdict=Verdict.DEFER, deferred_to=day, decided_on=today, minute_reference="Minute 1",
    )  # fmt: skip
    road.approve(world, edition, "monitoring_plan", reason="No committee is asked about these.")
    assert set(due(world)) == {"publication"}
    world.set(committee_levels=["high"])
    world.act("strategy", edition, Action.RECALL, reason=WHY)
    assert due(world) == {"deferred_signature": day}
    assert world.row(edition).due_on == day


def test_approved_anew_after_a_recall_it_is_assessed_anew(world):
    edition = road.approved_low(world)
    later(world, 40)
    world.act("strategy", edition, Action.RECALL, reason=WHY)
    row = world.row(edition)
    assert row.stage is Stage.ASSESSMENT_APPROVAL
    assert (row.approved_on, row.next_review_on, row.interval_months) == (None, None, None)
    assert set(due(world)) == {"approval"}
    road.approve(world, edition, "assessment")
    row, today = world.row(edition), world.clock.now().date()
    assert (row.assessed_on, row.approved_on) == (today, today)
    assert row.next_review_on == today.replace(year=today.year + 3)


def test_a_plan_recalled_and_approved_anew_keeps_the_day_of_its_assessment(world):
    edition = road.approved(world)
    assessed_on = world.row(edition).assessed_on
    later(world, 40)
    world.act("strategy", edition, Action.RECALL, reason=WHY)
    road.approve(world, edition, "monitoring_plan", reason=WHY)
    row = world.row(edition)
    assert (row.assessed_on, row.approved_on) == (assessed_on, world.clock.now().date())
