"""One edition after another: amended, screened again, resubmitted, taken up again."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import Assessment, Operation, Publication, Review, ReviewCause, Schedule
from ria.services.kit.errors import Forbidden, Invalid, Unmet
from ria.services.process.editions import Because
from tests.ria import road
from tests.ria.building import Edition
from tests.ria.reviewing import (
    WHY,
    approve_review,
    counting,
    current_low,
    hand_in_review,
    later,
    leading,
    reopen,
    start_review,
)
from workflows.actions import Action
from workflows.levels import Level
from workflows.stages import Stage


def amended(world) -> tuple[Edition, Edition]:
    """A current edition, and the one its review opened beside it."""
    first = current_low(world)
    later(world, 300)
    hand_in_review(world, first)
    approve_review(world, first)
    return first, leading(world, first)


def screened(world, edition: Edition) -> None:
    """The judgements of a screening whose facts were carried forward, handed in and approved."""
    world.act("author", edition, Action.START)
    answers = road.ANSWERS["screening"](road.LOW, contact=world.refs["author"])
    content = road.content_of(world, edition, "screening")
    left = {key: value for key, value in answers.items() if key not in content.visible}
    road.fill_form(world, edition, "screening", {**answers, **left})
    road.hand_in(world, edition)
    road.approve(world, edition, "screening")


def test_a_change_opens_the_next_edition_beside_the_one_that_counts(world):
    first, second = amended(world)
    one, two = world.row(first), world.row(second)
    assert (one.stage, one.is_current, two.stage, two.edition) == (
        Stage.CURRENT, True, Stage.REGISTERED, 2,
    )  # fmt: skip
    due = {(row.target_id, row.kind) for row in world.all(Schedule)}
    assert due == {(one.id, "next_edition"), (two.id, "screening")}
    assert one.next_review_on is not None
    with pytest.raises(Unmet) as refused:
        start_review(world, first)
    assert [r.id for r in refused.value.reasons] == ["no_successor"]
    assert world.all(Publication)[-1].snapshot["standing"]["is_now"] == "to_be_changed"
    assert world.faults() == []


def test_a_correction_meanwhile_leaves_the_new_edition_due_and_the_review_alone(world):
    first, _ = amended(world)
    before = world.row(first)
    days = [(row.kind, row.due_on) for row in world.all(Schedule)]
    words = {"contact_point": "Head of estates, 020 7946 0000"}
    notice = "The telephone number was wrong."
    world.act("strategy", first, Action.CORRECT, corrected=words, notice=notice)
    assert [(row.kind, row.due_on) for row in world.all(Schedule)] == days
    after = world.row(first)
    assert (after.next_review_on, after.due_on) == (before.next_review_on, before.due_on)


def test_facts_are_carried_and_judgements_are_asked_anew(world):
    _, second = amended(world)
    world.act("author", second, Action.START)
    content = road.content_of(world, second, "screening")
    assert content.earlier_edition == 1
    assert "purpose" in content.visible
    assert content.beside["sex_effects"]["women"]["disadvantage"] == "unsure"
    assert not {"sex_effects", "proposed_level", "assessed_before"} & set(content.visible)
    gaps = {gap for gap in content.questions.section("before").questions}
    assert gaps


def test_publication_of_the_next_edition_supersedes_the_first(world):
    first, second = amended(world)
    screened(world, second)
    content = road.content_of(world, second, "assessment")
    assert "aims" in content.as_earlier
    assert not {"actions", "waiver_reason", "outcome"} & set(content.visible)
    road.fill_form(world, second, "assessment", road.ANSWERS["assessment"](road.LOW))
    road.hand_in(world, second)
    road.sign_as(world, second, "assessment", "adviser", "adviser")
    road.approve(world, second, "assessment")
    assert counting(world, first) == first.assessment_id
    road.publish(world, second, road.LOW)
    one, two = world.row(first), world.row(second)
    assert (one.stage, one.is_current) == (Stage.SUPERSEDED, False)
    assert (two.stage, two.is_current) == (Stage.CURRENT, True)
    newest = [p for p in world.all(Publication) if p.is_latest]
    assert [p.snapshot["edition"] for p in newest] == [2]
    assert [row.target_id for row in world.all(Schedule)] == [two.id]
    assert world.faults() == []


def test_screening_out_the_next_edition_supersedes_the_first(world):
    first, second = amended(world)
    world.act("author", second, Action.START)
    world.fill(second, "server_patching")
    road.hand_in(world, second)
    world.ask(second)
    world.sign("adviser", second)
    road.approve(world, second, "screening")
    assert world.row(first).stage is Stage.SUPERSEDED
    assert world.row(second).stage is Stage.SCREENED_OUT
    assert counting(world, first) is None
    third = reopen(world, second, Because.SCREEN_AGAIN, "author")
    assert world.row(third).edition == 3
    assert {row.kind for row in world.all(Schedule)} == {"screening"}


@pytest.mark.parametrize(
    ("how", "due"),
    [
        (dt.date(2027, 9, 30), dt.date(2027, 9, 30)),
        (dt.date(2029, 12, 31), dt.date(2029, 11, 23)),  # never later than its own day
        ("reject", dt.date(2027, 11, 14)),  # 56 days, as any review out of turn
    ],
)
def test_if_the_next_edition_comes_to_nothing_the_review_opens_again(world, how, due):
    first, second = amended(world)
    world.act("author", second, Action.START)
    if how != "reject":
        world.act("strategy", second, Action.WITHDRAW, reason=WHY, next_due_on=how)
    else:
        world.fill(second, road.LOW)
        road.hand_in(world, second)
        seen = road.content_of(world, second, "screening").hash
        world.act("strategy", second, Action.REJECT, reason=WHY, seen=seen)
    one = world.row(first)
    assert one.stage is Stage.REVIEW
    assert leading(world, first) == first
    assert [row.cycle for row in world.all(Review)] == [1, 2]
    cause = world.all(ReviewCause)[-1]
    assert cause.words.startswith("Edition 2 was ")
    assert {(row.target_id, row.kind) for row in world.all(Schedule)} == {(one.id, "review")}
    assert one.due_on == due
    assert world.faults() == []


def test_who_may_open_an_edition_and_when(world):
    edition = current_low(world)
    with pytest.raises(Forbidden):
        reopen(world, edition, Because.CHALLENGE, "colleague")
    with pytest.raises(Unmet):
        reopen(world, edition, Because.CHALLENGE, "author")
    with pytest.raises(Invalid):
        reopen(world, edition, Because.RESUBMIT)
    second = reopen(world, edition, Because.CHALLENGE)
    with pytest.raises(Unmet):
        reopen(world, edition, Because.CHALLENGE)
    row = world.row(second)
    assert (row.edition, row.is_open) == (2, True)
    assert row.opened_because.startswith("A challenge was upheld: ")


def test_resubmission_carries_on_from_what_was_withdrawn(world):
    edition = world.in_screening()
    world.fill(edition, road.LOW)
    world.act("author", edition, Action.WITHDRAW, reason=WHY)
    second = reopen(world, edition, Because.RESUBMIT, "author")
    world.act("author", second, Action.START)
    content = road.content_of(world, second, "screening")
    assert "purpose" in content.as_earlier
    assert content.beside["proposed_level"] == Level.LOW


def resubmitted(world) -> Edition:
    """A policy that operates, was rejected three weeks ago, and is screened once more."""
    edition = world.awaiting(operation=Operation.OPERATING)
    reject(world, edition)
    later(world, 21)
    second = reopen(world, edition, Because.RESUBMIT, "author")
    world.act("author", second, Action.START)
    return second


def reject(world, edition: Edition) -> None:
    seen = road.content_of(world, edition, "screening").hash
    world.act("strategy", edition, Action.REJECT, reason=WHY, seen=seen)


def end_by(world):
    """Of which editions it is due to end the policy, and by when."""
    rows = [row for row in world.all(Schedule) if row.kind == "end_or_replace"]
    return [(row.target_id, row.due_on) for row in rows]


@pytest.mark.parametrize("how", ["screened out", "covered"])
def test_a_rejected_policy_that_stands_after_all_need_not_end(world, how):
    second = resubmitted(world)
    assert len(end_by(world)) == 1
    if how == "covered":
        parent = world.register().reference
        world.act("strategy", second, Action.COVER, parent_reference=parent, reason=WHY)
    else:
        world.fill(second, "server_patching")
        road.hand_in(world, second)
        world.ask(second)
        world.sign("adviser", second)
        road.approve(world, second, "screening")
    assert end_by(world) == []
    assert world.faults() == []


def test_to_be_rejected_again_wins_no_time(world):
    second = resubmitted(world)
    [(_, first_day)] = end_by(world)
    world.fill(second, "server_patching")
    road.hand_in(world, second)
    reject(world, second)
    assert end_by(world) == [(second.assessment_id, first_day)]
    assert world.row(second).due_on == first_day


def test_what_is_covered_follows_the_dates_of_what_covers_it(world):
    parent = road.approved_low(world)
    child = world.in_screening(title="Car park passes")
    world.act("strategy", child, Action.COVER, parent_reference=parent.reference, reason=WHY)
    assert world.row(child).next_review_on is None  # nothing counts yet
    road.publish(world, parent, road.LOW)
    assert world.row(child).next_review_on == world.row(parent).next_review_on is not None
    later(world, 300)
    hand_in_review(world, parent, review_decision="continue", still_needed="yes", next_interval=6)
    approve_review(world, parent)
    assert world.row(child).next_review_on == world.row(parent).next_review_on
    told = {"reason": WHY, "reference": "Minute 4/2027"}
    world.act("strategy", parent, Action.REVOKE, **told, urgent=False)
    assert world.row(child).next_review_on is None
    assert world.faults() == []


def test_cover_is_undone_by_a_new_edition(world):
    parent = current_low(world)
    edition = world.in_screening()
    world.act("strategy", edition, Action.COVER, parent_reference=parent.reference, reason=WHY)
    with pytest.raises(Unmet):
        reopen(world, edition, Because.NOT_COVERED, "author")
    second = reopen(world, edition, Because.NOT_COVERED)
    assert [row.stage for row in world.all(Assessment)][-2:] == [Stage.COVERED, Stage.REGISTERED]
    assert world.row(second).covered_by is None
