"""The Strategy Unit's ten working days run only while it can decide."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.clock import bank_holidays
from ria.models import Message, Schedule, SignatureKind, Verdict
from ria.notify.reminders.tick import tick
from ria.queries.organisation.settings import current_settings
from ria.services.committees.meetings import set_meeting, take_off_meeting
from ria.services.signoff.requests import ask_for_signature
from tests.ria import road
from tests.ria.reviewing import later
from workflows.actions import Action
from workflows.ladder import approval_due
from workflows.stages import Stage


def rows(world, edition) -> dict[str, list[dt.date]]:
    """What is due about a form that awaits a decision."""
    found: dict[str, list[dt.date]] = {}
    for row in world.all(Schedule):
        if row.target_id == edition.assessment_id:
            found.setdefault(row.kind, []).append(row.due_on)
    return found


def today(world) -> dt.date:
    return world.clock.now().date()


def in_ten_working_days(world) -> dt.date:
    """From today, in England."""
    with world.store.read_session() as session:
        return approval_due(today(world), bank_holidays(current_settings(session).holidays))


def before_the_committee(world):
    """A monitoring plan that was handed in and needs the committee's decision."""
    edition = road.in_monitoring_plan(world)
    road.fill_form(world, edition, "monitoring_plan", road.ANSWERS["monitoring_plan"](road.HIGH))
    road.hand_in(world, edition)
    return edition


@pytest.fixture
def plan(world):
    """Handed in on a Monday; no meeting is set."""
    return before_the_committee(world)


def meeting(world, days, change=set_meeting) -> dt.date:
    """The committee meets in so many days, or does not after all."""
    day = today(world) + dt.timedelta(days=days)
    change(world.store, committee_id=world.committee_id, actor_id=world.ids["strategy"], on=day,
           token=world.token())  # fmt: skip
    return day


def decide(world, edition, verdict=Verdict.AGREE, **given):
    """The committee's decision is recorded."""
    given = {"decided_on": today(world), "minute_reference": "Minute 1", **given}
    kind = SignatureKind.COMMITTEE
    road.sign_as(world, edition, "monitoring_plan", "chair", kind, verdict=verdict, **given)


def reminded(world) -> set[str]:
    """Whom the reminders of today went to."""
    before = len(world.all(Message))
    tick(world.store)
    short = {user_id: name for name, user_id in world.ids.items()}
    new = world.all(Message)[before:]
    return {short[mail.recipient_id] for mail in new if mail.kind == "falls_due"}


def test_what_waits_for_the_committee_is_due_on_its_meeting_and_not_with_the_unit(world_on_either):
    world = world_on_either
    edition = before_the_committee(world)
    meets = meeting(world, days=40)
    assert rows(world, edition) == {"committee": [meets]}
    assert world.row(edition).due_on == meets
    later(world, 42)  # a Monday
    decide(world, edition)
    day = in_ten_working_days(world)
    assert rows(world, edition) == {"approval": [day]}
    assert world.row(edition).due_on == day
    assert world.faults() == []


def test_the_committee_is_chased_in_the_meantime_and_the_unit_once_it_can_decide(world, plan):
    for _ in range(15):
        assert reminded(world) <= {"chair", "secretary", "author"}
        later(world, 1)
    later(world, 6)  # a Monday, a week after the day
    assert {"chair", "secretary"} <= reminded(world)
    decide(world, plan)
    assert reminded(world) == set()
    later(world, (rows(world, plan)["approval"][0] - today(world)).days)
    assert reminded(world) == {"strategy", "strategy2"}


def test_the_day_follows_the_meetings(world, plan):
    usual = in_ten_working_days(world)
    assert rows(world, plan) == {"committee": [usual]}
    meets = meeting(world, days=30)
    assert (rows(world, plan), world.row(plan).due_on) == ({"committee": [meets]}, meets)
    meeting(world, days=30, change=take_off_meeting)
    assert (rows(world, plan), world.row(plan).due_on) == ({"committee": [usual]}, usual)


def test_a_committee_that_does_not_agree_has_decided(world, plan):
    decide(world, plan, Verdict.DISAGREE)
    assert rows(world, plan) == {"approval": [in_ten_working_days(world)]}


def test_a_committee_that_puts_it_off_has_it_until_then(world, plan):
    day = today(world) + dt.timedelta(days=60)
    decide(world, plan, Verdict.DEFER, deferred_to=day)
    assert rows(world, plan) == {"deferred_signature": [day]}
    assert world.row(plan).due_on == day
    later(world, 63)
    decide(world, plan)
    assert rows(world, plan) == {"approval": [in_ten_working_days(world)]}


def test_what_waits_for_an_adviser_is_with_the_adviser(world):
    edition = road.assessed(world)
    road.hand_in(world, edition)
    day = in_ten_working_days(world)
    assert rows(world, edition) == {"signature": [day, day]}
    later(world, 14)
    assert reminded(world) == {"adviser", "legal"}
    later(world, 2)
    road.sign_as(world, edition, "assessment", "adviser", SignatureKind.ADVISER)
    assert rows(world, edition) == {"signature": [day]}, "the legal adviser's is still to come"
    road.sign_as(world, edition, "assessment", "legal", SignatureKind.LEGAL)
    assert rows(world, edition) == {"approval": [in_ten_working_days(world)]}
    road.approve(world, edition, "assessment")
    assert "signature" not in rows(world, edition)


def test_while_nobody_is_asked_the_unit_has_it(world):
    """The second signature is somebody's only once somebody was chosen."""
    edition = world.awaiting()
    day = in_ten_working_days(world)
    assert rows(world, edition) == {"approval": [day]}
    later(world, 7)
    day = in_ten_working_days(world)
    ask_for_signature(world.store, assessment_id=edition.assessment_id, kind=SignatureKind.SECOND,
                      actor_id=world.ids["strategy"], asked_ref=world.refs["colleague"],
                      token=world.token())  # fmt: skip
    assert rows(world, edition) == {"signature": [day]}
    assert reminded(world) <= {"colleague"}
    road.sign_as(world, edition, "screening", "colleague", SignatureKind.SECOND)
    assert rows(world, edition) == {"approval": [day]}


def test_a_return_ends_the_wait(world, plan):
    back = today(world) + dt.timedelta(days=10)
    world.act("strategy", plan, Action.RETURN, reason="Name who watches it.", due_on=back,
              return_to=Stage.MONITORING_PLAN,
              seen=road.content_of(world, plan, "monitoring_plan").hash)  # fmt: skip
    assert rows(world, plan) == {"monitoring_plan": [back]}
    road.hand_in(world, plan)
    assert list(rows(world, plan)) == ["committee"]
    assert world.faults() == []
