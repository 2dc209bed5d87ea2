"""Delivery against a real SMTP server: what arrives, what waits, what a person must see."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from ria.models import Assessment, HistoryEvent, HistoryPayload, MailState, Message, Policy, User
from ria.notify.delivery import deliver as deliver_module
from ria.notify.delivery.deliver import MOST_RENDERINGS, deliver, wait_after
from ria.notify.delivery.queue import LEASE, LONGEST_WAIT, begin, claim
from ria.notify.reminders.tick import tick
from ria.permissions.person import Grant
from ria.services.accounts.accounts import take_role
from ria.settings import SettingsError
from tests.ria.notify.conftest import with_mode
from tests.support.proof import faults_of
from workflows.roles import Role
from workflows.stages import Stage


def states(world) -> list[MailState]:
    return [message.state for message in world.messages()]


def approval(world) -> int:
    """A mail to a decider about a screening that waits."""
    return world.tell(
        "approval_wanted", world.strategy, world.policy(stage=Stage.SCREENING_APPROVAL)
    )


def test_a_mail_arrives_once_and_is_marked_in_the_history(any_world, smtp_sink):
    approval(any_world)
    store = any_world.store

    assert deliver(store, store.clock).sent == 1
    assert deliver(store, store.clock).sent == 0

    (mail,) = smtp_sink.received()
    (row,) = any_world.messages()
    assert mail.recipients == ("strategy@ria.example",)
    assert mail.message["Message-ID"] == row.message_id
    assert (row.state, row.sent_at, row.attempts) == (MailState.SENT, store.clock.now(), 1)
    with store.read_session() as session:
        event = session.exec(select(HistoryEvent).order_by(HistoryEvent.id.desc())).first()
        assert (event.chain, event.kind) == ("P0001", "mail_sent")
        assert faults_of(session) == ()


def test_many_mails_go_over_one_connection(world, smtp_sink):
    for _ in range(150):  # more than one batch
        approval(world)
    assert deliver(world.store, world.store.clock).sent == 150
    assert len({m.message["Message-ID"] for m in smtp_sink.received()}) == 150


def test_a_mail_that_another_holds_is_left_alone_until_the_lease_is_over(any_world, smtp_sink):
    message_id = approval(any_world)
    clock = any_world.store.clock
    assert claim(any_world.store, "the other", clock.now()) == [message_id]
    assert claim(any_world.store, "a third", clock.now()) == []
    assert deliver(any_world.store, clock).sent == 0
    any_world.wait(seconds=LEASE.total_seconds())
    assert deliver(any_world.store, clock).sent == 1
    assert begin(any_world.store, "the other", message_id, clock.now()) is None


@pytest.mark.parametrize("seconds", [LEASE.total_seconds() / 3, LEASE.total_seconds() + 1])
def test_what_took_long_to_write_is_sent_by_whoever_has_it_then(
    any_world, smtp_sink, monkeypatch, seconds
):
    approval(any_world)
    clock = any_world.store.clock
    writing, others = deliver_module.prepare, []

    def slow(store, message_id):
        ready = writing(store, message_id)
        monkeypatch.setattr(deliver_module, "prepare", writing)
        any_world.wait(seconds=seconds)
        others.append(deliver(store, clock).sent)
        return ready

    monkeypatch.setattr(deliver_module, "prepare", slow)
    mine = deliver(any_world.store, clock).sent
    assert mine + others[0] == 1 == len(smtp_sink.received())
    assert bool(mine) is (seconds < LEASE.total_seconds())


def test_leases_from_a_time_that_was_taken_back_do_not_bind(world, smtp_sink):
    approval(world)
    claim(world.store, "the other", world.store.clock.now() + timedelta(days=1000))
    assert deliver(world.store, world.store.clock).sent == 1


def test_time_over_hands_the_rest_back(world, smtp_sink):
    for _ in range(3):
        approval(world)
    assert deliver(world.store, world.store.clock, seconds=0).sent == 0
    smtp_sink.behave(delay=0.2)
    first = deliver(world.store, world.store.clock, seconds=0.1)
    assert (first.sent, first.handed_back) == (1, 2)
    assert deliver(world.store, world.store.clock).sent == 2


def test_a_temporary_refusal_waits_and_the_others_go(world, smtp_sink):
    approval(world)
    world.tell("approval_wanted", world.strategy2, world.policy(stage=Stage.SCREENING_APPROVAL))
    smtp_sink.behave(refuse={"strategy@ria.example": "451 Try again later"})

    done = deliver(world.store, world.store.clock)
    assert (done.sent, done.delayed) == (1, 1)
    waiting = world.messages()[0]
    assert (waiting.state, waiting.note) == (MailState.WAITING, "451 Try again later")
    assert waiting.next_try_at > world.store.clock.now()

    smtp_sink.behave()
    assert deliver(world.store, world.store.clock).sent == 0, "it waits its time"
    world.wait(minutes=1)
    assert deliver(world.store, world.store.clock).sent == 1
    assert world.messages()[0].attempts == 2
    assert len(smtp_sink.received()) == 2


def test_of_three_only_the_one_that_was_put_off_is_tried_again(world, smtp_sink):
    names = ("owner", "strategy", "strategy2")
    for name in names:
        world.tell("password_asked", getattr(world, name), world.policy())
    smtp_sink.behave(refuse={
        "owner@ria.example": "550 No such user here", "strategy@ria.example": "451 Try again later",
    })  # fmt: skip
    deliver(world.store, world.store.clock)
    assert states(world) == [MailState.FAILED, MailState.WAITING, MailState.SENT]
    smtp_sink.behave()
    world.wait(hours=1)
    assert deliver(world.store, world.store.clock).sent == 1
    assert [m.recipients for m in smtp_sink.received()] == [
        ("strategy2@ria.example",), ("strategy@ria.example",),
    ]  # fmt: skip
    assert [message.attempts for message in world.messages()] == [1, 2, 1]


def test_a_database_that_takes_no_mark_leads_to_no_storm(world, smtp_sink, monkeypatch):
    """Taken by the server, but not marked: once more a minute later, as the same mail."""
    approval(world)

    def locked(*_):
        raise OperationalError("UPDATE message", {}, Exception("database is locked"))

    with monkeypatch.context() as patch:
        patch.setattr("ria.notify.delivery.outcomes.sent", locked)
        for _ in range(2):
            with pytest.raises(OperationalError):
                deliver(world.store, world.store.clock)
            for _ in range(3):
                assert deliver(world.store, world.store.clock).sent == 0
                world.wait(seconds=19)
            world.wait(seconds=3)
    assert deliver(world.store, world.store.clock).sent == 1
    world.wait(days=1)
    assert deliver(world.store, world.store.clock).sent == 0
    assert [m.message["Message-ID"] for m in smtp_sink.received()] == (
        [world.messages()[0].message_id] * 3
    )


def test_a_permanent_refusal_is_an_incident(world, smtp_sink):
    world.tell("password_asked", world.strategy, world.policy())
    smtp_sink.behave(refuse={"strategy@ria.example": "550 No such user here"})
    assert deliver(world.store, world.store.clock).failed == 1
    (row,) = world.messages()
    assert (row.state, row.note) == (MailState.FAILED, "550 No such user here")
    smtp_sink.behave()
    world.wait(days=1)
    assert deliver(world.store, world.store.clock).sent == 0


def test_no_server_costs_no_try_and_leaves_a_note(world, smtp_sink):
    approval(world)
    smtp_sink.stop()
    done = deliver(world.store, world.store.clock)
    (row,) = world.messages()
    assert row.state is MailState.WAITING and row.attempts == 0 and row.lease_by is None
    assert str(smtp_sink.port) in row.note and row.note == done.trouble
    smtp_sink.start()
    assert deliver(world.store, world.store.clock).sent == 1
    assert world.messages()[0].note == ""


def test_hold_sends_nothing_and_send_lets_it_go(world, smtp_sink):
    held = with_mode(world.store, "hold")
    world.store = held
    approval(world)
    assert states(world) == [MailState.HELD]
    assert deliver(held, held.clock).sent == 0
    assert deliver(with_mode(held, "send"), held.clock).sent == 1


def test_redirect_sends_to_one_address_and_says_for_whom(world, smtp_sink):
    approval(world)
    store = with_mode(world.store, "redirect:test@ria.example")
    deliver(store, store.clock)
    (mail,) = smtp_sink.received()
    assert mail.recipients == ("test@ria.example",)
    assert mail.message["To"] == "test@ria.example"
    assert mail.message["X-RIA-Meant-For"] == "The strategy <strategy@ria.example>"


def test_a_changed_address_is_used(world, smtp_sink):
    approval(world)
    world.change(User, world.strategy, email="new@ria.example", email_key="new@ria.example")
    deliver(world.store, world.store.clock)
    assert smtp_sink.received()[0].recipients == ("new@ria.example",)


def test_what_was_decided_needs_no_mail(world, smtp_sink):
    message_id = approval(world)
    world.wait(minutes=5)
    with world.store.read_session() as session:
        assessment_id = session.get(Message, message_id).target_id
    world.change(
        Assessment, assessment_id, stage=Stage.ASSESSMENT, in_stage_since=world.store.clock.now()
    )
    assert deliver(world.store, world.store.clock).not_needed == 1
    assert states(world) == [MailState.NOT_NEEDED]
    assert smtp_sink.received() == []


def test_who_lost_the_role_gets_no_mail(world, smtp_sink):
    approval(world)
    take_role(world.store, "U3", Grant(Role.STRATEGY_UNIT))
    deliver(world.store, world.store.clock)
    assert smtp_sink.received() == []
    assert "no longer theirs" in world.messages()[0].note


def test_news_for_an_inactive_owner_goes_to_the_deputy(any_world, smtp_sink):
    assessment_id = any_world.policy()
    any_world.tell(
        "returned", any_world.owner, assessment_id, reason="Mend it.", due_on="2026-12-18", round=2
    )
    any_world.change(User, any_world.owner, active=False)
    done = deliver(any_world.store, any_world.store.clock)
    assert (done.not_needed, done.sent) == (1, 1)
    assert [m.recipients for m in smtp_sink.received()] == [("deputy@ria.example",)]


def gone(world) -> None:
    """Neither owner nor deputy has an account any more."""
    for user_id in (world.owner, world.deputy):
        world.change(User, user_id, active=False)


def test_with_owner_and_deputy_gone_news_goes_to_the_strategy_unit(any_world, smtp_sink):
    world = any_world
    assessment_id = world.policy()
    world.tell("returned", world.owner, assessment_id, reason="Mend.", due_on="2026-12-18", round=2)
    gone(world)
    deliver(world.store, world.store.clock)
    assert [m.recipients for m in smtp_sink.received()] == [("strategy@ria.example",)]
    with world.store.read_session() as session:
        events = session.exec(select(HistoryEvent).where(HistoryEvent.kind == "mail_not_needed"))
        (event,) = events.all()
        said = json.loads(session.get_one(HistoryPayload, event.id).content)["what"]
        assert (said["to"], said["passed_on_to"]) == ("U1", ["U3"])
        assert faults_of(session) == ()


@pytest.mark.parametrize("number", [1, 2])
def test_reminders_of_owners_who_are_gone_go_to_the_deputy_or_the_unit(world, smtp_sink, number):
    for _ in range(number):
        world.due_screening(days=7)
    tick(world.store)
    world.change(User, world.owner, active=False)
    deliver(world.store, world.store.clock)
    assert [m.recipients for m in smtp_sink.received()] == [("deputy@ria.example",)]

    world.wait(days=7)
    tick(world.store)
    assert world.messages()[-1].recipient_id == world.deputy
    gone(world)
    deliver(world.store, world.store.clock)
    told = {m.recipients[0] for m in smtp_sink.received()[1:]}
    assert told and told <= {"strategy@ria.example", "strategy2@ria.example"}


def test_news_for_a_former_owner_goes_to_the_new_one_once(world, smtp_sink):
    assessment_id = world.policy()
    for _ in range(2):
        world.tell("rejected", world.owner, assessment_id, reason="No.")
    with world.store.read_session() as session:
        policy_id = session.get(Assessment, assessment_id).policy_id
    world.change(Policy, policy_id, owner_id=world.chair, deputy_id=None)
    deliver(world.store, world.store.clock)
    assert [m.recipients for m in smtp_sink.received()] == [("chair@ria.example",)]


def test_a_mail_that_cannot_be_written_becomes_an_incident_and_the_others_go(world, smtp_sink):
    world.tell("returned", world.owner, world.policy())  # without the reason it must have
    for attempt in range(MOST_RENDERINGS):
        approval(world)
        assert deliver(world.store, world.store.clock).sent == 1, attempt
        world.wait(hours=2)
    row = world.messages()[0]
    assert row.state is MailState.FAILED
    assert row.note == "it cannot be written: UndefinedError"
    assert len(smtp_sink.received()) == MOST_RENDERINGS


def test_an_address_that_is_none_is_an_incident(world, smtp_sink):
    world.tell("password_asked", world.strategy, world.policy())
    world.change(User, world.strategy, email="x@y\r\nBcc: evil@ria.example")
    assert deliver(world.store, world.store.clock).failed == 1
    assert smtp_sink.received() == []


def test_a_reason_is_put_on_record_once(world, smtp_sink):
    approval(world)
    smtp_sink.behave(refuse={"strategy@ria.example": "451 Later"})
    for _ in range(4):
        deliver(world.store, world.store.clock)
        world.wait(hours=2)
    with world.store.read_session() as session:
        events = session.exec(select(HistoryEvent.kind)).all()
        assert list(events).count("mail_delayed") == 1
        assert faults_of(session) == ()


@pytest.mark.parametrize("attempt", [1, 2, 7, 40, 10_000])
def test_waits_grow_and_are_capped(attempt):
    waits = [wait_after(attempt) for _ in range(50)]
    longest = min(timedelta(seconds=60 * 2 ** min(attempt - 1, 20)), LONGEST_WAIT)
    assert all(longest / 2 <= wait <= longest for wait in waits)
    assert len(set(waits)) > 1


@pytest.mark.parametrize("url", ["", "localhost", "http://host", "smtp://", "smtp://host:x"])
def test_a_bad_smtp_url_is_named(world, url):
    approval(world)
    settings = world.store.settings.model_copy(update={"smtp_url": url})
    object.__setattr__(world.store, "settings", settings)
    with pytest.raises(SettingsError, match="RIA_SMTP_URL"):
        deliver(world.store)
