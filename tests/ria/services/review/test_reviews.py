"""Reviews: how they begin, what they need, and what each decision brings about."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import EditionEnd, Message, Publication, Review, ReviewCause, Schedule, StageChange
from ria.notify.reminders.tick import tick
from ria.services.kit.errors import Unmet
from ria.services.review import reviews as services
from ria.services.review.reviews import add_signal, start_due_reviews
from tests.ria import road
from tests.ria.reviewing import (
    WHY,
    approve_review,
    committee_on_review,
    current_high,
    current_low,
    fill_review,
    hand_in_review,
    later,
    leading,
    start_review,
)
from workflows.actions import Action
from workflows.facts.outcomes import ReviewDecision, ReviewReason
from workflows.stages import Stage

GO_ON = {"review_decision": "continue", "still_needed": "yes"}


def test_the_system_starts_a_review_ninety_days_before_and_once(world):
    edition = current_low(world)
    due = world.row(edition).next_review_on
    world.clock.at = dt.datetime.combine(due - dt.timedelta(days=91), dt.time(9), dt.UTC)
    assert start_due_reviews(world.store) == 0
    later(world, 1)
    assert start_due_reviews(world.store) == 1
    assert start_due_reviews(world.store) == 0
    row = world.row(edition)
    assert (row.stage, row.due_on) == (Stage.REVIEW, due)
    [review] = world.all(Review)
    assert (review.settles, review.due_on, review.started_by) == (due, due, None)
    [cause] = world.all(ReviewCause)
    assert cause.reason is ReviewReason.SCHEDULED
    change = world.all(StageChange)[-1]
    assert (change.actor_id, change.action) == (None, Action.START_REVIEW)
    assert world.faults() == []


def test_a_review_that_cannot_be_started_holds_up_nothing(world, monkeypatch, caplog):
    first, second = current_low(world), current_low(world)
    world.clock.at = dt.datetime.combine(
        world.row(first).next_review_on - dt.timedelta(days=87), dt.time(9), dt.UTC
    )
    begin = services.take_as_system

    def poisoned(unit, policy, edition, *more):
        if edition.id == first.assessment_id:
            raise KeyError("review")
        return begin(unit, policy, edition, *more)

    with monkeypatch.context() as patch:
        patch.setattr(services, "take_as_system", poisoned)
        told = tick(world.store).told
    assert [world.row(edition).stage for edition in (first, second)] == [
        Stage.CURRENT, Stage.REVIEW,
    ]  # fmt: skip
    assert {line.due.target_id for line in told} == {first.assessment_id, second.assessment_id}
    assert f"review of edition {first.assessment_id} not started: KeyError" in caplog.text
    tick(world.store)
    assert world.row(first).stage is Stage.REVIEW


def test_a_review_needs_a_reason_and_an_edition_that_counts(world):
    edition = current_low(world)
    with pytest.raises(Unmet) as refused:
        world.act("author", edition, Action.START_REVIEW)
    assert [reason.id for reason in refused.value.reasons] == ["review_reason"]
    start_review(world, edition)
    assert world.row(edition).due_on == world.clock.now().date() + dt.timedelta(days=56)
    with pytest.raises(Unmet):
        start_review(world, edition)


def test_the_screening_is_asked_again_beside_what_was_thought(world):
    edition = current_low(world)
    start_review(world, edition)
    content = road.content_of(world, edition, "review")
    screening = road.content_of(world, edition, "screening").visible
    assert content.visible["purpose"] == screening["purpose"]
    assert "purpose" in content.as_earlier
    assert content.beside["proposed_level"] == "low"
    assert "proposed_level" not in content.visible
    assert not content.is_complete


def test_going_on_counts_from_the_old_anchor(world):
    edition = current_low(world)
    before = world.row(edition)
    world.clock.at = dt.datetime.combine(
        before.next_review_on - dt.timedelta(days=80), dt.time(9), dt.UTC
    )
    start_due_reviews(world.store)
    fill_review(world, edition, **GO_ON)
    road.hand_in(world, edition)
    approve_review(world, edition)
    row = world.row(edition)
    assert row.stage is Stage.CURRENT
    assert row.assessed_on == world.clock.now().date()
    assert row.approved_on == before.approved_on
    # Two intervals from the anchor would be later, and more than 36 months after the review.
    assert row.next_review_on == row.assessed_on.replace(year=row.assessed_on.year + 3)
    [review] = world.all(Review)
    assert review.decision is ReviewDecision.CONTINUE
    assert review.ended_at is not None
    first, begun, second = world.all(Publication)
    assert [one.is_latest for one in (first, begun, second)] == [False, False, True]
    assert begun.snapshot == {
        **first.snapshot,
        "standing": {"is_now": "under_review", "since": row.assessed_on.isoformat()},
    }
    assert second.snapshot.get("standing") is None
    assert second.snapshot["review"]["reviewed_on"] == row.assessed_on.isoformat()
    assert second.snapshot["next_review_on"] == row.next_review_on.isoformat()
    assert [one.kind for one in world.all(Schedule)] == ["review"]
    assert world.faults() == []


def test_a_complaint_within_the_ninety_days_settles_the_day_that_is_coming(world):
    """Otherwise it would be due once more within weeks."""
    edition = current_low(world)
    due = world.row(edition).next_review_on
    world.clock.at = dt.datetime.combine(due - dt.timedelta(days=80), dt.time(9), dt.UTC)
    start_review(world, edition, reason=ReviewReason.COMPLAINT)
    [review] = world.all(Review)
    assert (review.settles, review.due_on) == (due, due)
    fill_review(world, edition, **GO_ON, next_interval=36)
    road.hand_in(world, edition)
    approve_review(world, edition)
    reviewed = world.clock.now().date()
    assert world.row(edition).next_review_on == reviewed.replace(year=reviewed.year + 3)


def test_another_interval_counts_from_the_review(world):
    edition = current_low(world)
    later(world, 30)
    hand_in_review(world, edition, **GO_ON, next_interval=6)
    approve_review(world, edition)
    row, today = world.row(edition), world.clock.now().date()
    assert (row.interval_months, row.approved_on) == (6, today)
    assert row.next_review_on.month == (today.month + 6 - 1) % 12 + 1


def test_a_high_policy_goes_on_with_committee_and_adviser_only(world):
    edition = current_high(world)
    hand_in_review(world, edition, road.HIGH)
    with pytest.raises(Unmet) as refused:
        approve_review(world, edition)
    assert {r.id for r in refused.value.reasons} == {"committee_agreed", "adviser_on_review"}
    committee_on_review(world, edition)
    road.sign_as(world, edition, "review", "adviser", "adviser")
    approve_review(world, edition)
    assert world.row(edition).stage is Stage.CURRENT
    # The signatures of this review say nothing about the next one.
    hand_in_review(world, edition, road.HIGH)
    with pytest.raises(Unmet) as refused:
        approve_review(world, edition)
    assert {r.id for r in refused.value.reasons} == {"committee_agreed", "adviser_on_review"}
    content = road.content_of(world, edition, "review")
    assert [one.cycle for one in world.all(Review)] == [1, 2]
    assert content.beside["proposed_level"] == "high"


def test_a_risen_level_or_unexplained_harm_stops_going_on(world):
    edition = current_low(world)
    hand_in_review(world, edition, **GO_ON, signs="unexplained", proposed_level="medium")
    with pytest.raises(Unmet) as refused:
        approve_review(world, edition)
    assert {r.id for r in refused.value.reasons} == {"level_not_risen", "no_unexplained_signal"}


def test_a_review_for_a_signal_cannot_say_that_there_was_none(world):
    edition = current_low(world)
    start_review(world, edition, reason=ReviewReason.SIGNAL)
    fill_review(world, edition, **GO_ON, signs="none", signs_what=None)
    road.hand_in(world, edition)
    with pytest.raises(Unmet) as refused:
        approve_review(world, edition)
    assert [r.id for r in refused.value.reasons] == ["no_unexplained_signal"]


@pytest.mark.parametrize(
    ("decision", "stage"),
    [("revoke", Stage.REVOKED), ("close", Stage.CLOSED), ("replace", Stage.SUPERSEDED)],
)
def test_an_end_is_on_record_and_on_the_register(world, decision, stage):
    other = current_low(world)
    kind = {"subject_type": "project"} if decision == "close" else {}
    edition = current_low(world, **kind)
    named = {"replaced_by": other.reference} if decision == "replace" else {}
    hand_in_review(world, edition, review_decision=decision, still_needed="no",
                   gap="The help desk takes over from the first of May.", **named)  # fmt: skip
    approve_review(world, edition)
    row = world.row(edition)
    assert (row.stage, row.is_current, row.next_review_on) == (stage, False, None)
    [end] = world.all(EditionEnd)
    assert (end.replaced_by is not None) == (decision == "replace")
    newest = world.all(Publication)[-1].snapshot
    assert newest["standing"]["is_now"] == stage
    assert newest["standing"]["why"].startswith("The rule on late shifts")
    if decision == "replace":
        assert newest["standing"]["replaced_by"] == other.reference
    mine = [s.kind for s in world.all(Schedule) if s.target_id == edition.assessment_id]
    assert mine == ["end_or_replace"]
    assert world.faults() == []


def test_a_policy_is_replaced_only_by_one_that_counts(world):
    edition = current_low(world)
    start_review(world, edition)
    for named in ("P9999", edition.reference, world.register(title="New").reference):
        fill_review(world, edition, review_decision="replace", still_needed="no",
                    gap="The other policy says it all already.", replaced_by=named)  # fmt: skip
        road.leave_findings(world, edition)
        with pytest.raises(Unmet) as refused:
            world.act("author", edition, Action.SUBMIT)
        assert [r.id for r in refused.value.reasons] == ["replacement_counts"]


def test_signals_start_join_and_send_back(world):
    edition = current_low(world)

    def signal(who="strategy"):
        return add_signal(
            world.store, assessment_id=edition.assessment_id, reason=ReviewReason.COMPLAINT,
            words=WHY, actor_id=world.ids[who], token=world.token(),
        )  # fmt: skip

    assert signal() is Stage.REVIEW
    begun = len(world.all(Message))
    assert signal() is Stage.REVIEW
    assert {(m.kind, m.recipient_id) for m in world.all(Message)[begun:]} == {
        ("signal_noted", world.ids["author"]), ("signal_noted", world.ids["deputy"]),
    }  # fmt: skip
    fill_review(world, edition, **GO_ON)
    road.hand_in(world, edition)
    before = len(world.all(Message))
    assert signal() is Stage.REVIEW
    assert world.row(edition).round == 2
    again = world.clock.now().date() + dt.timedelta(days=28)
    assert [(row.kind, row.due_on) for row in world.all(Schedule)] == [("review", again)]
    told = world.all(Message)[before:]
    assert {(m.kind, m.recipient_id) for m in told} == {("returned", world.ids["author"])}
    assert WHY in told[0].details["reason"]
    assert len(world.all(ReviewCause)) == 3
    assert world.all(StageChange)[-1].actor_id is None
    assert world.faults() == []


def test_a_signal_while_the_next_edition_is_prepared_is_told(world):
    edition = current_low(world)
    hand_in_review(world, edition)
    approve_review(world, edition)
    stage = add_signal(
        world.store, assessment_id=edition.assessment_id, reason=ReviewReason.LAW,
        words=WHY, actor_id=world.ids["strategy"], token=world.token(),
    )  # fmt: skip
    assert stage is Stage.CURRENT
    assert leading(world, edition) != edition
