"""Legacy policies: screened for the first time when the programme says so, and by no other day."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlmodel import select

from ria.models import Message, Naming, Operation, Publication, Reminder, Schedule
from ria.notify.delivery.prepare import prepare
from ria.notify.reminders.tick import tick
from ria.queries.deadlines.long_overdue import board_pack
from ria.queries.register.legacy import count_undated, was_screened
from ria.services.kit.errors import Forbidden, Invalid
from ria.services.process.editions import Because
from tests.ria import reviewing, road
from tests.ria.services.register.test_change_entry import WHY, change
from workflows.actions import Action
from workflows.stages import Stage

TODAY = dt.date(2026, 11, 23)
SINCE = dt.date(2015, 4, 1)
BY = dt.date(2027, 9, 30)
USED = {"operation": Operation.OPERATING, "operation_on": SINCE}


def register(world, by=BY, **changes):
    """The Strategy Unit enters what was there before."""
    given = {**USED, "legacy": True, "programme_due_on": by, **changes}
    return world.register("strategy", **given)


def due(world, edition):
    """The day on the pages, which is the day that is reminded of."""
    (scheduled,) = [
        row.due_on for row in world.all(Schedule) if row.target_id == edition.assessment_id
    ] or [None]
    assert world.row(edition).due_on == scheduled
    return scheduled


def undated(world):
    with world.store.read_session() as session:
        return count_undated(session)


def test_it_is_due_by_the_programmes_day_before_and_after_it_is_started(world_on_either):
    world = world_on_either
    edition = register(world)
    assert due(world, edition) == BY
    assert world.policy(edition).legacy
    world.act("author", edition, Action.START)
    assert due(world, edition) == BY
    assert world.faults() == []


def test_a_day_that_has_passed_stays_as_it_is(world):
    edition = register(world, by=dt.date(2026, 1, 31))
    assert due(world, edition) == dt.date(2026, 1, 31)
    world.act("author", edition, Action.START)
    assert due(world, edition) == dt.date(2026, 1, 31)


def test_without_a_day_nothing_is_due_and_it_is_counted_until_it_is_screened(world):
    edition = register(world, by=None)
    world.register(title="No legacy", **USED)
    assert due(world, edition) is None and undated(world) == 1
    world.act("author", edition, Action.START)
    assert due(world, edition) is None and undated(world) == 1
    world.fill(edition, "media_policy")
    world.act("author", edition, Action.SUBMIT)
    assert undated(world) == 1
    world.act("strategy", edition, Action.APPROVE, seen=world.hash_of(edition))
    assert undated(world) == 0
    assert due(world, edition) == TODAY + dt.timedelta(days=84)  # as any assessment, medium


def test_taken_back_it_is_due_by_the_programmes_day_and_returned_by_the_day_given(world):
    edition = register(world)
    world.act("author", edition, Action.START)
    world.fill(edition)
    world.act("author", edition, Action.SUBMIT)
    world.act("author", edition, Action.TAKE_BACK)
    assert due(world, edition) == BY
    world.act("author", edition, Action.SUBMIT)
    soon = TODAY + dt.timedelta(days=9)
    world.act("strategy", edition, Action.RETURN, seen=world.hash_of(edition), due_on=soon,
              reason="The purpose is not clear.", return_to=Stage.SCREENING)  # fmt: skip
    later_still = BY + dt.timedelta(days=100)
    change(world, edition, "strategy", legacy=True, programme_due_on=later_still, reason=WHY)
    assert due(world, edition) == soon


def test_a_later_edition_has_the_usual_days_once_it_was_screened(world):
    first = world.screened_out(**USED)
    change(world, first, "strategy", legacy=True, programme_due_on=BY, reason=WHY)
    with world.store.read_session() as session:
        assert was_screened(session, world.policy(first).id)
    second = reviewing.reopen(world, first, Because.SCREEN_AGAIN)
    assert due(world, second) == TODAY + dt.timedelta(days=28)


def test_taken_up_again_without_a_screening_it_goes_on_by_the_programme(world):
    first = register(world)
    world.act("strategy", first, Action.WITHDRAW, reason="It was entered twice, we thought.",
              next_due_on=TODAY + dt.timedelta(days=50))  # fmt: skip
    assert due(world, reviewing.reopen(world, first, Because.RESUBMIT)) == BY


def test_saying_so_later_moves_the_day_and_stands_in_the_history_with_its_reason(world):
    edition = world.register(**USED)
    usual = due(world, edition)
    with pytest.raises(Invalid) as refusal:
        change(world, edition, "strategy", legacy=True, programme_due_on=BY)
    assert refusal.value.field == "reason"
    change(world, edition, "strategy", legacy=True, programme_due_on=BY, reason=WHY)
    assert due(world, edition) == BY
    assert world.last(edition.reference) == {
        "edition": 1, "task": "screening", "old": usual.isoformat(), "new": BY.isoformat(),
    }  # fmt: skip
    change(world, edition, "strategy", legacy=True, reason=WHY)
    assert due(world, edition) is None
    assert world.kinds(edition.reference)[-2:] == ["entry_changed", "due_moved"]
    world.clock.at += dt.timedelta(days=40)
    change(world, edition, "strategy", legacy=False, programme_due_on=BY, reason=WHY)
    assert due(world, edition) == world.clock.now().date()
    assert world.policy(edition).programme_due_on is None
    assert world.faults() == []


def test_other_changes_leave_it_as_it_is(world):
    edition = register(world)
    assert change(world, edition, title="Another title") == ("title",)
    assert (world.policy(edition).legacy, due(world, edition)) == (True, BY)


def test_only_the_strategy_unit_says_so(world):
    for who in ("author", "head"):
        with pytest.raises(Forbidden):
            world.register(who, **USED, legacy=True)
    edition = world.register(**USED)
    for who in ("author", "deputy", "head"):
        with pytest.raises(Forbidden):
            change(world, edition, who, legacy=True, reason=WHY)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("operation", {"operation": Operation.PROPOSED, "operation_on": None}),
        ("programme_due_on", {"programme_due_on": SINCE - dt.timedelta(days=1)}),
        ("legacy", {"operation_on": dt.date(2026, 3, 1)}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world, field, changes):
    world.set(go_live="2026-03-01")
    with pytest.raises(Invalid) as refusal:
        register(world, **changes)
    assert refusal.value.field == field
    edition = register(world)
    given = {"legacy": True, "programme_due_on": BY, "reason": WHY, **changes}
    with pytest.raises(Invalid) as refusal:
        change(world, edition, "strategy", **given)
    assert refusal.value.field == field
    register(world, operation_on=dt.date(2026, 2, 28), title="The day before")


def test_the_owner_cannot_call_it_proposed_again_and_may_say_that_it_ended(world):
    edition = register(world)
    with pytest.raises(Invalid) as refusal:
        change(world, edition, operation=Operation.PROPOSED, reason=WHY)
    assert refusal.value.field == "operation"
    change(world, edition, operation=Operation.ENDED, operation_on=TODAY, reason=WHY)
    assert world.policy(edition).legacy


def test_a_setting_that_changes_later_keeps_nobody_from_other_changes(world):
    edition = register(world)
    world.set(go_live=str(SINCE - dt.timedelta(days=1)))
    change(world, edition, title="Another title")


def test_it_is_published_that_it_is_a_legacy_policy(world):
    edition = road.approved_low(world, legacy=False)
    change(world, edition, "strategy", legacy=True, reason=WHY)
    road.publish(world, edition, road.LOW)
    assert [row.snapshot["legacy"] for row in world.all(Publication)] == [True]


def months_of_ticks(world, weeks):
    """Let the clock tell what there is to tell, every Monday."""
    for _ in range(weeks):
        tick(world.store)
        world.clock.at += dt.timedelta(days=7)


def reminded_of(world, edition):
    return {r.step for r in world.all(Reminder) if r.target_id == edition.assessment_id}


def test_nobody_is_reminded_without_a_day_nor_of_a_day_before_the_service_went_live(world):
    world.set(go_live="2026-11-01")
    undated = register(world, by=None, title="Undated")
    before = register(world, by=dt.date(2026, 10, 31), title="Before")
    for edition in (undated, before):
        world.act("author", edition, Action.START)
    after = register(world, by=dt.date(2027, 1, 4), title="After")
    months_of_ticks(world, 30)
    assert reminded_of(world, undated) == reminded_of(world, before) == set()
    steps = reminded_of(world, after)
    assert {-30, -7, 0, 7, 14, 30} <= steps and min(steps) == -30  # as for anything due
    with world.store.read_session() as session:
        named = {row.target_id for row in session.exec(select(Naming))}
        assert named == {after.assessment_id}
        pack = {row.target_id for row in board_pack(session, world.clock.now().date())}
        assert pack == {after.assessment_id}


@pytest.mark.parametrize(("by", "is_told"), [(dt.date(2026, 10, 31), False), (BY, True)])
def test_the_mail_to_who_was_named_tells_no_day_before_the_service_went_live(world, by, is_told):
    world.set(go_live="2026-11-01")
    register(world, by=by)
    message = next(m for m in world.all(Message) if m.kind == "named")
    text = prepare(world.store, message.id).mime_message.get_body(("plain",)).get_content()
    assert ("It is due by" in text) is is_told
