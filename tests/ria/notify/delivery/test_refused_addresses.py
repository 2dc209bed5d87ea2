"""An address that a server refuses: until it is mended, its mail reaches somebody else, once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from ria.clock import SystemClock
from ria.history import SYSTEM, unit_of_work
from ria.models import (
    HistoryEvent,
    HistoryPayload,
    MailState,
    Message,
    SignatureRequest,
    User,
)
from ria.notify.delivery.deliver import MOST_ATTEMPTS, deliver
from ria.notify.mails.fallback_recipients import MOST_PASSES
from ria.notify.reminders.tick import tick
from ria.permissions.person import Grant
from ria.queries.accounts.accounts import account_state
from ria.queries.accounts.people import user_by_ref
from ria.services.accounts.addresses import use_address
from ria.services.accounts.administration import AccountInput, change_account
from ria.services.mail.mails import retry
from tests.ria.notify.conftest import with_mode
from tests.support.proof import faults_of
from workflows.levels import Level
from workflows.roles import Role
from workflows.stages import Stage

GONE = "550 5.1.1 No such user here"
RETURNED = {"reason": "Mend it.", "due_on": "2026-12-18", "round": 2}


def refuse(smtp_sink, *names: str, reply: str = GONE) -> None:
    smtp_sink.behave(refuse={f"{name}@ria.example": reply for name in names})


def send(world, times: int = 1) -> None:
    for _ in range(times):
        deliver(world.store, world.store.clock)


def readers(smtp_sink) -> list[str]:
    """Who got something so far, in order."""
    return [mail.recipients[0].partition("@")[0] for mail in smtp_sink.received()]


def is_refused(world, user_id: int) -> bool:
    with world.store.read_session() as session:
        return session.get_one(User, user_id).mail_fails_since is not None


def events(world, kind: str) -> list[dict]:
    """What the history says in events of a kind; the whole of it holds."""
    with world.store.read_session() as session:
        assert faults_of(session) == ()
        ids = session.exec(select(HistoryEvent.id).where(HistoryEvent.kind == kind)).all()
        return [json.loads(session.get_one(HistoryPayload, i).content)["what"] for i in ids]


@pytest.fixture
def admin(world) -> int:
    return world.person("admin", Role.ADMINISTRATOR)


def test_news_that_is_refused_goes_to_the_deputy_once_and_says_whose_it_is(any_world, smtp_sink):
    world = any_world
    refuse(smtp_sink, "owner")
    world.tell("returned", world.owner, world.policy(), **RETURNED)
    send(world, times=2)

    (mail,) = smtp_sink.received()
    assert mail.recipients == ("deputy@ria.example",)
    assert mail.text.startswith(
        "Dear The deputy,\n\nThis is for The owner, but could not be delivered. "
        "It comes to you so that it is not lost.\n\n"
    )
    assert "This is for The owner, but could not be delivered." in mail.html
    assert "because it could not be delivered to The owner" in mail.text
    first, second = world.messages()
    assert (first.state, first.note) == (MailState.FAILED, GONE)
    assert (second.state, first.details["passed_on_to"]) == (MailState.SENT, [second.id])
    (said,) = events(world, "mail_failed")
    assert (said["to"], said["passed_on_to"]) == ("U1", ["U2"])
    assert events(world, "address_fails") == [{"account": "U1"}]


def test_later_news_and_reminders_go_there_without_another_try(any_world, smtp_sink):
    world = any_world
    refuse(smtp_sink, "owner")
    edition = world.policy()
    waiting = world.tell("approved", world.owner, edition)
    world.tell("returned", world.owner, edition, **RETURNED)
    send(world)
    second = next(mail for mail in world.messages() if mail.id == waiting + 1)
    assert (second.state, second.note, second.attempts) == (
        MailState.NOT_NEEDED, "the address is refused", 1,
    )  # fmt: skip
    world.due_screening(days=7)
    tick(world.store)
    send(world, times=2)
    assert readers(smtp_sink) == ["deputy"] * 3
    assert sum(mail.state is MailState.FAILED for mail in world.messages()) == 1


def test_a_reminder_that_is_refused_goes_to_whoever_is_chased_next(world, smtp_sink):
    for days in (7, 0):
        world.due_screening(days=days)
    tick(world.store)
    refuse(smtp_sink, "owner")
    send(world, times=2)
    (mail,) = smtp_sink.received()
    assert mail.recipients == ("deputy@ria.example",)
    assert mail.message["Subject"] == "2 things are due, 1 of them today"
    assert "This is for The owner" in mail.text

    world.wait(days=1)
    tick(world.store)
    assert world.messages()[-1].recipient_id == world.deputy


@pytest.mark.parametrize("kind", ["returned", "reminder"])
def test_where_every_address_is_refused_it_ends(any_world, smtp_sink, kind):
    """On a clock that runs, as in production: what was written later is no news of its own."""
    world = any_world
    refuse(smtp_sink, "owner", "deputy", "strategy", "strategy2")
    if kind == "returned":
        world.tell("returned", world.owner, world.policy(), **RETURNED)
    else:
        world.due_screening(days=0)
        tick(world.store)
    running = replace(world.store, clock=SystemClock())
    for _ in range(3):
        deliver(running)
    told = [mail.recipient_id for mail in world.messages()]
    assert len(told) == len(set(told)) <= MOST_PASSES + 1
    assert {mail.state for mail in world.messages()} == {MailState.FAILED}
    assert told[:2] == [world.owner, world.deputy] and world.strategy in told


def test_with_nobody_reached_it_is_tried_where_it_belongs(world, smtp_sink):
    """So that it arrives if the trouble was the server's, and is an incident if not."""
    for user_id in (world.owner, world.deputy, world.strategy, world.strategy2):
        world.change(User, user_id, mail_fails_since=world.store.clock.now())
    world.tell("returned", world.owner, world.policy(), **RETURNED)
    send(world)
    assert readers(smtp_sink) == ["owner"]
    assert not is_refused(world, world.owner), "what was taken shows that it works"
    assert events(world, "address_works") == [{"account": "U1"}]


def test_a_signature_that_was_asked_of_one_person_is_shown_to_the_unit(world, smtp_sink):
    edition = world.policy(stage=Stage.SCREENING_APPROVAL)
    with unit_of_work(world.store) as unit:
        unit.save(
            SignatureRequest(
                assessment_id=edition, stage=Stage.SCREENING, kind="adviser",
                asked_id=world.adviser, asked_by=world.strategy, asked_at=unit.now,
            )
        )  # fmt: skip
        unit.record("P0001", "test_change", SYSTEM)
    world.tell("signature_wanted", world.adviser, edition, signature="adviser")
    refuse(smtp_sink, "adviser")
    send(world, times=2)
    (mail,) = smtp_sink.received()
    assert mail.recipients == ("strategy@ria.example",)
    page = f"https://ria.example.org/assessments/{edition}/signatures"
    assert f"Ask somebody else to sign:\n{page}\n" in mail.text


def test_what_every_decider_was_told_is_told_nobody_twice(world, smtp_sink):
    edition = world.policy(stage=Stage.SCREENING_APPROVAL)
    for decider in (world.strategy, world.strategy2):
        world.tell("approval_wanted", decider, edition)
    refuse(smtp_sink, "strategy")
    send(world, times=2)
    assert readers(smtp_sink) == ["strategy2"]
    assert len(world.messages()) == 2


def test_two_news_of_one_kind_are_both_passed_on(world, smtp_sink):
    edition = world.policy(stage=Stage.CURRENT)
    refuse(smtp_sink, "strategy")
    for number in (1, 2):
        world.tell("report_filed", world.strategy, edition, number=number, report_id=number,
                   days_late=0)  # fmt: skip
    send(world, times=2)
    assert readers(smtp_sink) == ["strategy2", "strategy2"]


def test_what_the_chair_and_the_adviser_watch_is_shown_to_the_unit(world, smtp_sink):
    for user_id in (world.chair, world.adviser):
        world.change(User, user_id, mail_fails_since=world.store.clock.now())
    world.due(world.policy(level=Level.LOW), "screening", world.today - timedelta(days=15))
    tick(world.store)
    told = {mail.recipient_id for mail in world.messages()}
    assert told == {world.owner, world.strategy, world.strategy2}


def test_who_stands_in_comes_before_the_deputy(world, smtp_sink):
    helper = world.person("helper")
    world.change(User, world.owner, mail_fails_since=world.store.clock.now(), stand_in_id=helper,
                 away_from=world.today, away_until=world.today)  # fmt: skip
    world.due_screening(days=0)
    tick(world.store)
    world.tell("approved", world.owner, world.policy())
    send(world, times=2)
    assert readers(smtp_sink) == ["helper", "helper"]


def test_a_stand_in_whose_address_is_refused_is_passed_over(world, smtp_sink):
    helper = world.person("helper")
    world.change(User, helper, mail_fails_since=world.store.clock.now())
    world.change(User, world.owner, stand_in_id=helper, away_from=world.today,
                 away_until=world.today)  # fmt: skip
    world.due_screening(days=0)
    tick(world.store)
    world.tell("approved", world.owner, world.policy())
    send(world, times=2)
    assert readers(smtp_sink) == ["deputy", "owner"]


def test_a_refusal_of_the_senders_rights_blames_no_address(world, smtp_sink):
    refuse(smtp_sink, "owner", reply="550 5.7.1 You may not relay here")
    world.tell("approved", world.owner, world.policy())
    send(world, times=2)
    assert readers(smtp_sink) == ["deputy"], "but the mail is not lost"
    assert not is_refused(world, world.owner)


def test_what_is_put_off_for_six_days_is_refused(world, smtp_sink):
    refuse(smtp_sink, "owner", reply="452 4.2.2 The mailbox is full")
    mail = world.tell("approved", world.owner, world.policy())
    send(world)
    assert not is_refused(world, world.owner)
    world.change(Message, mail, attempts=MOST_ATTEMPTS - 1)
    world.wait(hours=2)
    send(world, times=2)
    assert is_refused(world, world.owner)
    assert readers(smtp_sink) == ["deputy"]


def test_an_address_that_is_none_is_passed_over_as_well(world, smtp_sink):
    world.change(User, world.owner, email="")
    world.tell("approved", world.owner, world.policy())
    send(world, times=2)
    assert readers(smtp_sink) == ["deputy"]
    assert is_refused(world, world.owner)


def test_a_link_that_sets_a_password_goes_to_nobody_else(world, smtp_sink):
    refuse(smtp_sink, "owner")
    world.tell("password_asked", world.owner, world.policy())
    send(world, times=2)
    assert readers(smtp_sink) == []
    smtp_sink.behave()
    world.tell("password_asked", world.owner, world.policy())
    send(world)
    assert readers(smtp_sink) == ["owner"]
    assert not is_refused(world, world.owner)


def test_the_address_of_a_redirection_blames_nobody(world, smtp_sink):
    refuse(smtp_sink, "test")
    world.tell("approved", world.owner, world.policy())
    store = with_mode(world.store, "redirect:test@ria.example")
    deliver(store, store.clock)
    assert [mail.state for mail in world.messages()] == [MailState.FAILED]
    assert not is_refused(world, world.owner)


class TestMending:
    @pytest.fixture
    def refused(self, world, smtp_sink):
        """The id of a mail to the owner that was refused, and passed on."""
        refuse(smtp_sink, "owner")
        mail = world.tell("approved", world.owner, world.policy())
        send(world, times=2)
        smtp_sink.behave()
        smtp_sink.clear()
        return mail

    def told_next(self, world, smtp_sink) -> list[str]:
        world.tell("returned", world.owner, world.policy(), **RETURNED)
        send(world, times=2)
        return readers(smtp_sink)

    def test_until_then_it_stays_refused(self, world, smtp_sink, refused):
        world.wait(days=200)
        assert self.told_next(world, smtp_sink) == ["deputy"]

    def test_an_administrator_says_that_it_works(self, world, smtp_sink, refused, admin):
        for _ in range(2):
            use_address(world.store, ref="U1", actor_id=admin, token="once")
        assert self.told_next(world, smtp_sink) == ["owner"]
        assert events(world, "address_works") == [{"account": "U1"}]

    def test_a_new_address_is_trusted_and_the_old_one_never_written_to(
        self, world, smtp_sink, refused, admin
    ):
        with world.store.read_session() as session:
            seen = account_state(user_by_ref(session, "U1"))
        given = AccountInput(
            name="The owner", email="new@ria.example", grants=(Grant(Role.DEVELOPER),)
        )
        change_account(world.store, ref="U1", actor_id=admin, given=given, seen=seen, token="once")
        assert self.told_next(world, smtp_sink) == ["new"]

    def test_another_change_of_the_account_mends_nothing(self, world, smtp_sink, refused, admin):
        with world.store.read_session() as session:
            seen = account_state(user_by_ref(session, "U1"))
        given = AccountInput(
            name="A new name", email="owner@ria.example", grants=(Grant(Role.DEVELOPER),)
        )
        change_account(world.store, ref="U1", actor_id=admin, given=given, seen=seen, token="once")
        assert is_refused(world, world.owner)

    def test_sending_it_again_tries_the_address(self, world, smtp_sink, refused, admin):
        assert retry(world.store, refused, actor_id=admin)
        send(world)
        assert readers(smtp_sink) == ["owner"]
        assert not is_refused(world, world.owner)

    def test_refused_again_it_is_told_nobody_twice(self, world, smtp_sink, refused, admin):
        refuse(smtp_sink, "owner")
        retry(world.store, refused, actor_id=admin)
        send(world, times=2)
        assert readers(smtp_sink) == []
        assert is_refused(world, world.owner)


class TestClosedAccounts:
    def test_the_mail_says_whose_it_was(self, world, smtp_sink):
        world.tell("approved", world.owner, world.policy())
        world.change(User, world.owner, active=False)
        send(world, times=2)
        (mail,) = smtp_sink.received()
        assert "This is for The owner, whose account is closed." in mail.text
        assert "because the account of The owner is closed" in " ".join(mail.text.split())

    def test_what_a_decider_was_told_comes_to_an_end(self, world, smtp_sink):
        """It goes to another decider, or where all were told to nobody; never round and round."""
        world.tell("approval_wanted", world.strategy, world.policy(stage=Stage.SCREENING_APPROVAL))
        world.change(User, world.strategy, active=False)
        running = replace(world.store, clock=SystemClock())
        done = deliver(running, seconds=10)
        assert (done.sent, done.not_needed) == (1, 1)
        assert readers(smtp_sink) == ["strategy2"]


def test_the_digests_of_two_absent_people_reach_who_stands_in_for_both(world, smtp_sink):
    """A digest of one's own is not the news of another's."""
    second = world.person("second", Role.DEVELOPER)
    for owner in (world.owner, second):
        for days in (0, 7):
            edition = world.policy()
            world.due(edition, "screening", world.today + timedelta(days=days))
            world.give(edition, owner)
    for absent in (world.owner, second):
        world.change(User, absent, stand_in_id=world.adviser, away_from=world.today,
                     away_until=world.today)  # fmt: skip
    tick(world.store)
    send(world, times=2)
    assert readers(smtp_sink) == ["adviser", "adviser"]
