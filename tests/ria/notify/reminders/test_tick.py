"""Reminders: nobody is forgotten, nobody is told twice, whatever the clock and the runs do."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest

from ria.models import Assessment, MailState, Policy, Schedule, User
from ria.notify.delivery.deliver import deliver
from ria.notify.reminders.plan import NEVER
from ria.notify.reminders.tick import tick
from tests.support.proof import faults_of
from workflows.ladder import LADDER
from workflows.levels import Level
from workflows.stages import Stage

BEFORE_SUNDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


def told(world) -> list[tuple[int, int]]:
    """(step, recipient) of every reminder that went out."""
    return [(r.step, r.recipient_id) for r in world.reminders() if not r.passed_over]


def live(world, days: int) -> None:
    """So many days pass, with a tick and a delivery on each."""
    for _ in range(days):
        world.wait(days=1)
        tick(world.store)
        deliver(world.store, world.store.clock)


def test_before_the_first_step_nobody_is_told(world):
    world.due_screening(days=28)
    assert tick(world.store).mails == 0
    assert world.messages() == []


def test_the_holder_is_told_at_each_step_before_it_is_due(any_world, smtp_sink):
    any_world.due_screening(days=28)
    live(any_world, 28)
    assert told(any_world) == [(-7, any_world.owner), (0, any_world.owner)]
    texts = [mail.text for mail in smtp_sink.received()]
    assert "is due in 7 days" in texts[0] and "is due today" in texts[1]
    with any_world.store.read_session() as session:
        assert faults_of(session) == ()


def test_the_whole_ladder_over_half_a_year(world, smtp_sink):
    assessment_id = world.due_screening(days=28)
    live(world, 28 + 120)
    counted = Counter(recipient for _, recipient in told(world))
    assert counted[world.chair] == 1
    assert counted[world.strategy] == counted[world.strategy2] == counted[world.adviser] == 1
    # -7, 0, +1, weekly from +7 to +84; the warning (+76) falls on a Sunday and so joins +77
    assert counted[world.owner] == 2 + 1 + 12
    assert len(smtp_sink.received()) == len(told(world))
    with world.store.read_session() as session:
        assert session.get(Schedule, (assessment_id, "screening", 0)).fires_on == NEVER


def test_a_high_level_is_chased_twice_as_fast(world):
    world.due_screening(days=28, level=Level.HIGH)
    live(world, 28 + 9)  # a week, and the working day after it
    assert any(r.step == 14 and r.recipient_id == world.chair for r in world.reminders())


@pytest.mark.parametrize("missed", [1, 3, 10, 45, 400])
def test_missed_days_are_made_up_for_with_one_mail_each(world, missed):
    world.due_screening(days=7)
    world.wait(days=7 + missed)
    while not tick(world.store).is_working_day:
        world.wait(days=1)
    by_recipient = Counter(message.recipient_id for message in world.messages())
    assert by_recipient and set(by_recipient.values()) == {1}
    assert len(told(world)) == len(by_recipient)
    assert len({(r.step, r.recipient_id) for r in world.reminders()}) == len(world.reminders())


def test_what_a_person_was_not_told_is_marked_as_passed_over(world):
    world.due_screening(days=7)
    world.wait(days=7 + 21)
    tick(world.store)
    steps = {r.step for r in world.reminders() if r.recipient_id == world.owner and r.passed_over}
    assert steps == {-7, 0, 1, 7, 14}
    assert (21, world.owner) in told(world)


def test_running_again_does_nothing(any_world):
    any_world.due_screening(days=7)
    any_world.wait(days=7)
    assert tick(any_world.store).mails == 1
    assert tick(any_world.store).mails == 0
    assert len(any_world.messages()) == 1


def test_many_at_once_tell_once(any_world):
    for _ in range(5):
        any_world.due_screening(days=7)
    any_world.wait(days=7)
    ticks = [Thread(target=tick, args=[any_world.store]) for _ in range(6)]
    for thread in ticks:
        thread.start()
    for thread in ticks:
        thread.join()
    assert len(any_world.messages()) == 1
    assert len(told(any_world)) == 5


def test_a_tick_killed_in_the_middle_goes_on_where_it_stopped(any_world, monkeypatch):
    """Of two transactions, the first has told the owner; the second dies before it commits."""
    any_world.due_screening(days=7)
    approval = any_world.policy(stage=Stage.SCREENING_APPROVAL, claimed_by=any_world.strategy)
    any_world.due(approval, "approval", any_world.today + timedelta(days=7))

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("ria.notify.reminders.tick.BATCH", 1)
        patch.setattr("ria.notify.reminders.tick._advance", killed)
        with pytest.raises(KeyboardInterrupt):
            tick(any_world.store)
    assert told(any_world) == [(-7, any_world.owner)]
    assert tick(any_world.store).mails == 1
    assert told(any_world) == [(-7, any_world.owner), (-7, any_world.strategy)]
    assert tick(any_world.store).mails == 0
    assert len(any_world.messages()) == 2
    with any_world.store.read_session() as session:
        assert faults_of(session) == ()


def test_three_years_on_and_back_again(world, smtp_sink):
    world.due_screening(days=28)
    start = world.store.clock.at
    world.wait(days=3 * 365)
    while not tick(world.store).is_working_day:
        world.wait(days=1)
    deliver(world.store, world.store.clock)
    first = len(smtp_sink.received())
    people = {r.recipient_id for r in world.reminders()}
    assert first == len(people) and world.owner in people

    world.store.clock.at = start
    for _ in range(40):
        world.wait(days=1)
        assert tick(world.store).mails == 0
    assert len(world.messages()) == first


def test_one_person_gets_one_mail_for_many_things(world, smtp_sink):
    for number in range(3):
        world.policy(f"Policy {number}", stage=Stage.SCREENING)
        world.due(number + 1, "screening", world.today + timedelta(days=7))
    tick(world.store)
    (message,) = world.messages()
    assert message.target_id is None and len(message.details["items"]) == 1
    assert [told.message_id for told in world.reminders()] == [message.id] * 3
    deliver(world.store, world.store.clock)
    (mail,) = smtp_sink.received()
    assert all(f"Policy {number}" in mail.text for number in range(3))


def test_weekends_and_bank_holidays_are_left_alone(world):
    world.store.clock.at = BEFORE_SUNDAY
    world.due_screening(days=9)  # a Sunday: told on the Friday before
    live(world, 40)
    assert told(world)[:2] == [(-7, world.owner), (0, world.owner)]
    days = [message.created_at.date() for message in world.messages()]
    assert all(day.weekday() < 5 for day in days)
    assert date(2026, 12, 25) not in days and date(2026, 12, 28) not in days


def test_a_decision_is_chased_with_the_strategy_unit(world, smtp_sink):
    assessment_id = world.policy(stage=Stage.SCREENING_APPROVAL)
    world.due(assessment_id, "approval", world.today + timedelta(days=14))
    live(world, 14)
    assert set(told(world)) == {
        (step, user) for step in (-7, 0) for user in (world.strategy, world.strategy2)
    }
    assert f"/assessments/{assessment_id}/decision" in smtp_sink.received()[0].text


@pytest.mark.parametrize("stage", [Stage.SCREENING_APPROVAL, Stage.WITHDRAWN, Stage.COVERED])
def test_done_in_time_or_given_up_means_no_mail(world, smtp_sink, stage):
    assessment_id = world.due_screening(days=7)
    world.wait(days=7)
    tick(world.store)
    world.change(Assessment, assessment_id, stage=stage)
    assert deliver(world.store, world.store.clock).not_needed == 1
    assert smtp_sink.received() == []
    assert world.messages()[0].state is MailState.NOT_NEEDED


def test_a_review_that_was_held_meanwhile_means_no_mail(world, smtp_sink):
    """It is due again, but on another day."""
    assessment_id = world.policy(stage=Stage.REVIEW)
    world.due(assessment_id, "review", world.today)
    tick(world.store)
    world.change(Assessment, assessment_id, stage=Stage.CURRENT)
    with world.store.writer() as session:
        row = session.get(Schedule, (assessment_id, "review", 0))
        row.due_on += timedelta(days=365)
        session.add(row)
        session.commit()
    assert deliver(world.store, world.store.clock).not_needed == 1
    assert smtp_sink.received() == []


def test_a_moved_date_is_a_new_reminder_and_moving_back_repeats_nothing(world):
    assessment_id = world.due_screening(days=7)
    tick(world.store)

    def move(days: int) -> None:
        with world.store.writer() as session:
            row = session.get(Schedule, (assessment_id, "screening", 0))
            row.due_on, row.fires_on = world.today + timedelta(days=days), world.today
            session.add(row)
            session.commit()

    move(4)
    assert tick(world.store).mails == 0, "the seven-day step lies before the task's creation"
    move(7)
    assert tick(world.store).mails == 0
    move(0)
    assert tick(world.store).mails == 1


def test_a_new_owner_is_told_in_the_old_ones_place(world, smtp_sink):
    assessment_id = world.due_screening(days=7)
    tick(world.store)
    with world.store.read_session() as session:
        policy_id = session.get(Assessment, assessment_id).policy_id
    world.change(Policy, policy_id, owner_id=world.deputy, deputy_id=None)
    deliver(world.store, world.store.clock)
    assert [m.recipients for m in smtp_sink.received()] == [("deputy@ria.example",)]


def test_the_deputy_stands_in_for_an_owner_without_account(world):
    world.change(User, world.owner, active=False)
    world.due_screening(days=7)
    tick(world.store)
    assert told(world) == [(-7, world.deputy)]


def test_a_dry_run_says_who_and_why_and_writes_nothing(world):
    assessment_id = world.due_screening(days=7)
    monday = world.today + timedelta(days=7)
    report = tick(world.store, as_of=monday, dry_run=True)
    (line,) = report.told
    assert (line.due.target_id, line.recipient.name) == (assessment_id, "The owner")
    assert (line.step, [t.value for t in line.told]) == (0, ["holder"])
    assert world.messages() == [] and world.reminders() == []
    assert tick(world.store, as_of=monday).mails == 1


def test_what_waits_while_held_goes_out_as_it_then_stands(world, smtp_sink):
    world.due_screening(days=7)
    tick(world.store)
    world.wait(days=10)
    deliver(world.store, world.store.clock)
    assert "is 3 days overdue" in smtp_sink.received()[0].text
    assert world.messages()[0].state is MailState.SENT


def test_every_step_of_the_ladder_has_somebody_or_no_mail(world):
    """The board's pack and the public list are no mails: every other audience has people here."""
    world.due_screening(days=0)
    world.wait(days=200)
    while not tick(world.store).is_working_day:
        world.wait(days=1)
    reached = {reminder.step for reminder in world.reminders()}
    assert reached == {step.days for step in LADDER if step.days >= 0} - {60, 90}
