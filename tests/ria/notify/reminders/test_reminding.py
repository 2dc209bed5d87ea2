"""Whom a reminder chases, when it waits, what is held, and what is said before a public naming."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import select

from ria.history import ORGANISATION, SYSTEM, unit_of_work
from ria.models import (
    Condition,
    HeldRun,
    Schedule,
    Setting,
    SignatureKind,
    SignOff,
    User,
    Verdict,
)  # fmt: skip
from ria.notify.delivery.deliver import deliver
from ria.notify.delivery.prepare import prepare
from ria.notify.reminders.calendar import calendar_of
from ria.notify.reminders.held_runs import release, waiting_run
from ria.notify.reminders.plan import NEVER
from ria.notify.reminders.tick import tick
from ria.queries.deadlines.long_overdue import board_pack
from ria.queries.organisation.setting_catalogue import BY_ID
from ria.queries.organisation.settings import setting_values, settings_state
from ria.services.deadlines.reminding import choose_mails, pause_reminders
from ria.services.kit.errors import Forbidden, Invalid, NotFound
from ria.services.organisation.settings import change_settings
from tests.ria.notify.reminders.test_tick import live, told
from tests.ria.services.deadlines.test_calendar_feed import events
from tests.support.proof import faults_of
from workflows.roles import Role
from workflows.stages import Stage

LONG = "The court decides on it next week."


def set_to(world, name: str, value: str) -> None:
    """Set something for the organisation, as canonical JSON."""
    with unit_of_work(world.store) as unit:
        row = unit.session.get(Setting, name) or Setting(name=name, value=value)
        row.value = value
        unit.save(row)
        unit.record(ORGANISATION, "settings_changed", SYSTEM)


def go_on_to_a_working_day(world):
    """Tick until it is a working day; the report of that day."""
    while not (report := tick(world.store)).is_working_day:
        world.wait(days=1)
    return report


def add(world, row) -> int:
    with unit_of_work(world.store) as unit:
        unit.save(row)
        unit.record(ORGANISATION, "test_row", SYSTEM)
        return row.id


def test_the_decision_is_chased_with_whoever_claimed_it_and_never_with_the_owner(world):
    edition = world.policy(stage=Stage.ASSESSMENT_APPROVAL, claimed_by=world.strategy2)
    world.due(edition, "approval", world.today)
    live(world, 29)
    assert {user for _, user in told(world)} == {world.strategy2, world.chair}


def test_a_committees_decision_is_chased_with_its_chair_and_secretary(world):
    secretary = world.person("secretary", Role.SECRETARY, committee_id=world.committee)
    world.person("other", Role.CHAIR)
    world.due(world.policy(stage=Stage.MONITORING_PLAN_APPROVAL), "committee", world.today)
    tick(world.store)
    assert {user for _, user in told(world)} == {world.chair, secretary}


def test_a_chair_hears_of_what_is_late_and_the_secretary_not(world):
    secretary = world.person("secretary", Role.SECRETARY, committee_id=world.committee)
    other = world.person("other", Role.CHAIR)
    world.due_screening(days=0)
    live(world, 14)
    assert [step for step, user in told(world) if user == world.chair] == [14]
    assert {secretary, other}.isdisjoint(user for _, user in told(world))


def test_a_condition_and_a_signature_put_off_are_chased_with_the_one_they_are_with(
    world, smtp_sink
):
    colleague = world.person("colleague", Role.DEVELOPER)
    edition = world.policy(stage=Stage.APPROVED)
    sign_off = add(world, SignOff(
        assessment_id=edition, stage=Stage.MONITORING_PLAN, kind=SignatureKind.ADVISER,
        verdict=Verdict.DEFER, reason="Figures are to come", decided_on=world.today,
        content_hash="", signed_by=world.adviser, signed_at=world.store.clock.now(),
    ))  # fmt: skip
    condition = add(world, Condition(
        sign_off_id=sign_off, assessment_id=edition, text="Publish the figures",
        owner_id=colleague, due_on=world.today, before_publication=True,
    ))  # fmt: skip
    world.due(edition, "condition", world.today, item=condition)
    world.due(edition, "deferred_signature", world.today, item=sign_off)
    tick(world.store)
    assert {user for _, user in told(world)} == {colleague, world.adviser}
    deliver(world.store, world.store.clock)
    (mail,) = (m for m in smtp_sink.received() if "colleague" in m.recipients[0])
    assert f"/assessments/{edition}/conditions/{condition}" in mail.text


def test_while_the_owner_is_away_with_nobody_named_the_deputy_is_told(world):
    world.due_screening(days=0)
    away = {"away_from": world.today, "away_until": world.today + timedelta(days=5)}
    world.change(User, world.owner, **away)
    tick(world.store)
    assert told(world) == [(0, world.deputy)]


def test_nothing_due_before_the_service_went_live_is_told(world):
    old = world.due_screening(days=-400)
    world.due_screening(days=7)
    set_to(world, "go_live", f'"{world.today - timedelta(days=30)}"')
    report = tick(world.store)
    assert [t.due.due_on for t in report.told] == [world.today + timedelta(days=7)]
    with world.store.read_session() as session:
        assert session.get(Schedule, (old, "screening", 0)).fires_on == NEVER
        assert board_pack(session, world.today) == []


def test_steps_before_the_service_went_live_are_dropped(world):
    edition = world.policy()
    long_ago = world.today - timedelta(days=60)
    world.due(edition, "screening", world.today + timedelta(days=20), since=long_ago)
    set_to(world, "go_live", f'"{world.today}"')
    assert tick(world.store).mails == 0
    live(world, 13)
    assert [(r.step, r.passed_over) for r in world.reminders()] == [(-7, False)]


def test_a_reminder_that_waits_is_not_sent_once_the_service_is_said_to_live_since_later(
    world, smtp_sink
):
    world.due_screening(days=-3)
    tick(world.store)
    set_to(world, "go_live", f'"{world.today}"')
    deliver(world.store, world.store.clock)
    assert smtp_sink.received() == []


@pytest.mark.parametrize(("part", "steps"), [("eng", [0, 1]), ("sct", [1])])
def test_whose_bank_holidays_count_is_set(world, part, steps):
    """Saint Andrew's Day, a Monday, is one in Scotland alone: nobody is told before Tuesday."""
    set_to(world, "holidays", f'"{part}"')
    world.wait(days=7)
    world.due_screening(days=0)
    assert tick(world.store).is_working_day is (part == "eng")
    world.wait(days=1)
    tick(world.store)
    assert told(world) == [(step, world.owner) for step in steps]


def test_with_an_earlier_day_of_going_live_what_fell_silent_is_told(world):
    world.due_screening(days=-3)
    admin = world.person("admin", Role.ADMINISTRATOR)

    def goes_live(day):
        with world.store.read_session() as session:
            seen = settings_state(setting_values(session))
        given = {"go_live": day and str(day)}
        change_settings(
            world.store, actor_id=admin, given=given, seen=seen, token=f"{day} {len(told(world))}"
        )

    goes_live(world.today)
    tick(world.store)
    assert told(world) == []
    goes_live(None)
    tick(world.store)
    assert {user for _, user in told(world)} >= {world.owner}


def test_what_is_not_to_be_done_at_this_stage_is_told_nowhere(world):
    world.due(world.policy(stage=Stage.SCREENING_APPROVAL), "screening", date(2026, 8, 3))
    assert tick(world.store).told == []
    with world.store.read_session() as session:
        assert board_pack(session, world.today) == []
        owner = session.get_one(User, world.owner)
        assert events(calendar_of(session, world.store, owner, world.today)) == []


@pytest.mark.parametrize(("days", "files"), [(7, 1), (0, 1), (-1, 0)])
def test_a_day_ahead_comes_as_a_calendar_file_and_a_past_one_does_not(world, days, files):
    world.due_screening(days=days)
    tick(world.store)
    [mail] = [m for m in world.messages() if m.recipient_id == world.owner]
    found = [events(one.get_payload(decode=True))
             for one in prepare(world.store, mail.id).mime_message.iter_attachments()]  # fmt: skip
    assert [day for [(day, _, _)] in found] == [world.today + timedelta(days=days)] * files


class TestPause:
    """The Strategy Unit's pause of the reminders of one thing."""

    def pause(self, world, edition, days, reason=LONG, actor=None):
        pause_reminders(
            world.store, assessment_id=edition, kind="screening", item=0,
            until=world.today + timedelta(days=days), reason=reason,
            actor_id=actor or world.strategy,
        )  # fmt: skip

    def test_it_holds_reminders_back_and_moves_no_day(self, world, smtp_sink):
        edition = world.due_screening(days=7)
        tick(world.store)
        self.pause(world, edition, 10)
        assert deliver(world.store, world.store.clock).not_needed == 1
        live(world, 10)
        assert told(world) == [(-7, world.owner)]
        live(world, 3)
        assert told(world)[1][0] == 1
        with world.store.read_session() as session:
            row = session.get(Schedule, (edition, "screening", 0))
            assert row.due_on == world.today - timedelta(days=6)
            assert faults_of(session) == ()

    def test_it_needs_a_reason_a_near_day_and_the_strategy_unit(self, world):
        edition = world.due_screening(days=7)
        for days, reason in ((29, LONG), (-1, LONG), (5, "short")):
            with pytest.raises(Invalid):
                self.pause(world, edition, days, reason)
        with pytest.raises(Forbidden):
            self.pause(world, edition, 5, actor=world.owner)
        with pytest.raises(NotFound):
            pause_reminders(
                world.store, assessment_id=edition, kind="review", item=0, until=world.today,
                reason=LONG, actor_id=world.strategy,
            )  # fmt: skip


class TestTooMany:
    """More mails than go out without an administrator's word."""

    @pytest.fixture
    def many(self, any_world):
        """Two people to be told, where one goes out without asking."""
        set_to(any_world, "most_mails", "1")
        any_world.due_screening(days=7)
        any_world.due(any_world.policy(stage=Stage.SCREENING_APPROVAL, claimed_by=any_world.chair),
                      "approval", any_world.today + timedelta(days=7))  # fmt: skip
        return any_world

    def test_they_wait_and_go_out_once(self, many):
        for _ in range(3):
            assert tick(many.store).is_held
        assert many.messages() == [] and many.reminders() == []
        with many.store.read_session() as session:
            assert waiting_run(session, many.today).mails == 2
            assert len(session.exec(select(HeldRun)).all()) == 1
        with pytest.raises(Forbidden):
            release(many.store, many.strategy)
        admin = many.person("admin", Role.ADMINISTRATOR)
        for _ in range(2):
            release(many.store, admin)
        assert tick(many.store).mails == 2
        assert tick(many.store).mails == 0
        assert len(many.messages()) == 2
        with many.store.read_session() as session:
            assert waiting_run(session, many.today) is None
            assert faults_of(session) == ()

    def test_as_many_as_go_out_without_asking_do(self, many):
        assert BY_ID["most_mails"].default == 500
        set_to(many, "most_mails", "2")
        assert tick(many.store).mails == 2

    def test_a_word_given_at_night_counts_in_the_morning_and_no_longer(self, many):
        tick(many.store)
        many.wait(days=1)
        release(many.store)
        assert tick(many.store).mails == 2
        many.wait(days=7)
        assert tick(many.store).is_held

    def test_a_run_held_on_a_day_that_a_clock_pretended_blocks_no_other(self, many):
        """Three years on, back, and on again: each time somebody can let them go."""
        now, later = many.store.clock.at, many.store.clock.at + timedelta(days=3 * 364)
        for at in (later, now, later):
            many.store.clock.at = at
            assert tick(many.store).is_held
        for at in (now, later):
            many.store.clock.at = at
            with many.store.read_session() as session:
                assert waiting_run(session, many.today).day == many.today
            release(many.store)
            assert not tick(many.store).is_held

    def test_a_dry_run_says_that_they_would_wait_and_holds_nothing(self, many):
        report = tick(many.store, dry_run=True)
        assert report.is_held and report.mails == 2
        with many.store.read_session() as session:
            assert waiting_run(session, many.today) is None


class TestOnOnesOwnDay:
    """Reminders of what is not due yet come together on the day somebody chose."""

    def test_they_wait_for_that_day_and_what_is_due_does_not(self, world):
        choose_mails(world.store, actor_id=world.owner, mail_day=4, with_calendar=False)
        world.due_screening(days=8)  # a Monday: a week before is Tuesday
        live(world, 8)
        days = [message.created_at.date() for message in world.messages()]
        assert told(world) == [(-7, world.owner), (0, world.owner)]
        assert [day.isoweekday() for day in days] == [4, 2]

    def test_a_holiday_on_that_day_puts_it_off_by_a_day(self, world):
        choose_mails(world.store, actor_id=world.owner, mail_day=5, with_calendar=True)
        world.store.clock.at += timedelta(days=28)  # Monday 21 December
        world.due_screening(days=9)
        live(world, 9)
        assert world.messages()[0].created_at.date() == date(2026, 12, 29)

    def test_there_are_six_ways(self, world):
        with pytest.raises(Invalid):
            choose_mails(world.store, actor_id=world.owner, mail_day=6, with_calendar=True)
