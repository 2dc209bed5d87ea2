"""A mail is a row of the transaction that it tells about."""

from __future__ import annotations

import pytest

from ria.history import ORGANISATION, SYSTEM, unit_of_work
from ria.models import MailState, Message
from ria.outbox import enqueue
from tests.ria.building import MORNING, build_world


def put(world, **details):
    with unit_of_work(world.store) as unit:
        enqueue(unit, "returned", recipient_id=world.ids["author"], **details)
        unit.record(ORGANISATION, "noted", SYSTEM)


def test_a_mail_waits_with_what_its_text_needs(world):
    put(world, reason="Say for whom.", round=2)
    (mail,) = world.all(Message)
    assert (mail.kind, mail.recipient_id) == ("returned", world.ids["author"])
    assert mail.details == {"reason": "Say for whom.", "round": 2}
    assert (mail.state, mail.attempts, mail.created_at) == (MailState.WAITING, 0, MORNING)


def test_without_its_commit_there_is_no_mail(world):
    with pytest.raises(ZeroDivisionError), unit_of_work(world.store) as unit:
        enqueue(unit, "returned", recipient_id=world.ids["author"])
        raise ZeroDivisionError
    assert world.all(Message) == []


def test_each_mail_has_an_identity_of_its_own(world):
    put(world)
    put(world)
    first, second = (mail.message_id for mail in world.all(Message))
    assert first != second
    assert first.endswith("@localhost>")


@pytest.mark.parametrize(
    ("mode", "state"),
    [
        ("send", MailState.WAITING),
        ("hold", MailState.HELD),
        ("redirect:tester@ria.example", MailState.WAITING),
    ],
)
def test_mails_are_held_where_the_organisation_says_so(sqlite_url, tmp_path, mode, state):
    world = build_world(sqlite_url, tmp_path / "data", mail_mode=mode, mail_from="a@b.example")
    put(world)
    (mail,) = world.all(Message)
    assert mail.state is state
    assert mail.message_id.endswith("@b.example>")
    world.store.close()
