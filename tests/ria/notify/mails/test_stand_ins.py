"""Mails to somebody who is away: to whoever stands in, if they may read them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ria.models import MailState, User
from ria.notify.delivery.deliver import deliver
from workflows.stages import Stage


def away(world, user_id, stand_in_id):
    """Somebody is away this week."""
    world.change(
        User,
        user_id,
        away_from=world.today,
        away_until=world.today + timedelta(days=6),
        stand_in_id=stand_in_id,
    )


def send(world, smtp_sink):
    """Deliver until nothing is left; who got what."""
    for _ in range(3):
        deliver(world.store, world.store.clock)
    return [(mail.recipients[0], mail.message) for mail in smtp_sink.received()]


@pytest.fixture
def helper(world):
    """Somebody without any office."""
    return world.person("helper")


def test_what_the_owner_would_get_goes_to_who_stands_in_and_says_so(world, helper, smtp_sink):
    away(world, world.owner, helper)
    world.tell("approved", world.owner, world.policy())
    ((to, mail),) = send(world, smtp_sink)
    text = mail.get_body(("plain",)).get_content()
    assert to == "helper@ria.example"
    assert "you stand in for The owner, who is away" in " ".join(text.split())
    assert "because you own this policy" not in text
    first, second = world.messages()
    assert (first.state, second.state) == (MailState.NOT_NEEDED, MailState.SENT)
    assert second.details["for_ref"].startswith("U")


def test_a_reminder_follows(world, helper, smtp_sink):
    from ria.notify.reminders.tick import tick

    world.due_screening(days=0)
    away(world, world.owner, helper)
    tick(world.store)
    assert [to for to, _ in send(world, smtp_sink)] == ["helper@ria.example"]


def test_who_is_back_reads_their_own(world, helper, smtp_sink):
    away(world, world.owner, helper)
    world.change(User, world.owner, away_until=world.today - timedelta(days=1))
    world.tell("approved", world.owner, world.policy())
    assert [to for to, _ in send(world, smtp_sink)] == ["owner@ria.example"]


def test_an_office_is_not_lent(world, helper, smtp_sink):
    """A mail to a decider stays with them unless whoever stands in is a decider too."""
    away(world, world.strategy, helper)
    world.tell("approval_wanted", world.strategy, world.policy(stage=Stage.SCREENING_APPROVAL))
    assert [to for to, _ in send(world, smtp_sink)] == ["strategy@ria.example"]


def test_nobody_gets_the_same_news_twice(world, smtp_sink):
    away(world, world.strategy, world.strategy2)
    waiting = world.policy(stage=Stage.SCREENING_APPROVAL)
    for decider in (world.strategy, world.strategy2):
        world.tell("approval_wanted", decider, waiting)
    assert [to for to, _ in send(world, smtp_sink)] == ["strategy2@ria.example"]


def test_a_link_that_sets_a_password_goes_to_nobody_else(world, helper, smtp_sink):
    away(world, world.owner, helper)
    world.tell("password_asked", world.owner, world.policy())
    assert [to for to, _ in send(world, smtp_sink)] == ["owner@ria.example"]


def test_who_is_away_as_well_gets_nothing(world, helper, smtp_sink):
    away(world, world.owner, helper)
    away(world, helper, world.adviser)
    world.tell("approved", world.owner, world.policy())
    assert [to for to, _ in send(world, smtp_sink)] == ["owner@ria.example"]
