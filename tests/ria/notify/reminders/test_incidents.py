"""Mails that failed are told of: once, to administrators, and never in a storm."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.history import ORGANISATION, SYSTEM, unit_of_work
from ria.models import MailState, Message
from ria.notify.reminders.incidents import KIND, tell_of_incidents
from ria.notify.reminders.tick import tick
from ria.outbox import enqueue
from tests.ria.building import build_world


@pytest.fixture
def house(sqlite_url, tmp_path):
    """An organisation with one administrator."""
    built = build_world(sqlite_url, tmp_path / "data")
    yield built
    built.store.close()


def fail(house, kind="handed_over", name="author"):
    """A mail that will never go out."""
    with unit_of_work(house.store) as unit:
        message = enqueue(unit, kind, recipient_id=house.ids[name], policies=["P0001"])
        message.state = MailState.FAILED
        unit.save(message)
        unit.record(ORGANISATION, "mail_failed", SYSTEM)
        return message.id


def notices(house):
    return [message for message in house.all(Message) if message.kind == KIND]


def test_nothing_failed_and_nobody_is_told(house):
    assert tell_of_incidents(house.store) == 0
    assert notices(house) == []


def test_administrators_are_told_of_each_failed_mail_once(house):
    first, second = fail(house), fail(house, name="deputy")
    assert tell_of_incidents(house.store) == 2
    assert tell_of_incidents(house.store) == 0
    [notice] = notices(house)
    assert notice.recipient_id == house.ids["admin"]
    assert notice.details["mails"] == [first, second]
    house.clock.at += dt.timedelta(days=1)
    assert tell_of_incidents(house.store) == 0
    assert house.faults() == []


def test_the_tick_tells_of_them_also_when_nothing_is_due(house):
    fail(house)
    tick(house.store, dry_run=True)
    assert notices(house) == []
    tick(house.store)
    assert len(notices(house)) == 1


def test_what_fails_later_the_same_day_waits_for_the_next(house):
    fail(house)
    tell_of_incidents(house.store)
    later = fail(house)
    assert tell_of_incidents(house.store) == 0
    house.clock.at += dt.timedelta(days=1)
    assert tell_of_incidents(house.store) == 1
    assert notices(house)[-1].details["mails"] == [later]


def test_a_notice_that_fails_is_no_incident_of_its_own(house):
    fail(house)
    tell_of_incidents(house.store)
    with unit_of_work(house.store) as unit:
        message = unit.session.get(Message, notices(house)[0].id)
        message.state = MailState.FAILED
        unit.save(message)
        unit.save(message)
        unit.record(ORGANISATION, "mail_failed", SYSTEM)
    house.clock.at += dt.timedelta(days=1)
    assert tell_of_incidents(house.store) == 0
