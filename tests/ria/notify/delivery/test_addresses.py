"""A mail to the address of somebody who has no account: sent, refused, told of, and on record."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from ria.history import ORGANISATION, SYSTEM, unit_of_work
from ria.models import Assessment, HistoryEvent, HistoryPayload, MailState, target_of
from ria.notify.delivery.deliver import MOST_RENDERINGS, deliver
from ria.notify.mails.catalogue import CATALOGUE
from ria.notify.reminders.incidents import KIND, tell_of_incidents
from ria.outbox import enqueue
from ria.services.mail.mails import retry
from tests.support.proof import faults_of
from workflows.roles import Role
from workflows.stages import Stage

READER = "reader@elsewhere.example"
WHY = "You get this mail because this address asked to be told of this policy."


@pytest.fixture
def told(any_world, monkeypatch):
    """A world in which news of a publication may go to an address, and one such mail."""
    kind = replace(CATALOGUE["published"], why_to_address=WHY)
    monkeypatch.setitem(CATALOGUE, "published", kind)
    write(any_world, "published")
    return any_world


def write(world, kind: str) -> None:
    edition = world.policy(stage=Stage.CURRENT)
    with unit_of_work(world.store) as unit:
        about = target_of(unit.session.get_one(Assessment, edition))
        enqueue(unit, kind, address=READER, about=about)
        unit.record(ORGANISATION, "test_mail", SYSTEM)


def test_it_goes_there_and_says_why(told, smtp_sink, caplog):
    assert deliver(told.store, told.store.clock).sent == 1
    (mail,) = smtp_sink.received()
    assert mail.recipients == (READER,)
    assert mail.text.startswith("Dear reader,\n\n")
    assert WHY in mail.text
    assert "/register/P0001" in mail.text
    assert READER not in caplog.text


def test_its_address_stands_only_in_what_can_be_erased(told, smtp_sink):
    deliver(told.store, told.store.clock)
    with told.store.read_session() as session:
        query = select(HistoryEvent).where(HistoryEvent.kind == "mail_sent")
        event = session.exec(query).one()
        assert READER not in str(event.model_dump())
        said = json.loads(session.get_one(HistoryPayload, event.id).content)["what"]
        assert (event.chain, said["to"], said["address"]) == ("P0001", None, READER)
        assert faults_of(session) == ()


def test_a_refusal_is_an_incident_that_an_administrator_sees_and_can_retry(told, smtp_sink):
    admin = told.person("admin", Role.ADMINISTRATOR)
    smtp_sink.behave(refuse={READER: "550 5.1.1 No such user here"})
    assert deliver(told.store, told.store.clock).failed == 1
    assert tell_of_incidents(told.store) == 1
    first, notice = told.messages()
    assert (first.state, notice.kind, notice.recipient_id) == (MailState.FAILED, KIND, admin)
    smtp_sink.behave()
    assert retry(told.store, first.id, actor_id=admin)
    deliver(told.store, told.store.clock)
    assert [mail.state for mail in told.messages()] == [MailState.SENT, MailState.NOT_NEEDED]


def test_a_kind_that_says_nothing_to_an_address_never_goes_there(any_world, smtp_sink):
    write(any_world, "approved")
    for _ in range(MOST_RENDERINGS):
        deliver(any_world.store, any_world.store.clock)
        any_world.wait(hours=2)
    (mail,) = any_world.messages()
    assert (mail.state, mail.note) == (MailState.FAILED, "it cannot be written: ValueError")
    assert smtp_sink.received() == []


@pytest.mark.parametrize("readers", [{}, {"recipient_id": 1, "address": READER}])
def test_a_mail_has_one_reader(any_world, readers):
    with pytest.raises(IntegrityError), unit_of_work(any_world.store) as unit:
        enqueue(unit, "approved", **readers)
        unit.record(ORGANISATION, "test_mail", SYSTEM)


def test_no_kind_of_today_goes_to_an_address():
    """The first that does says so here, and its words are read by somebody outside."""
    assert [kind.id for kind in CATALOGUE.values() if kind.why_to_address] == []
