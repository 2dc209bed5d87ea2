"""What was due before the service went live is overdue nowhere, and is kept all the same."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.history import unit_of_work
from ria.models import Naming, Schedule
from ria.queries.deadlines.overdue import named_in_public
from ria.services.deadlines.calendar_feed import make_feed
from tests.ria.services.deadlines.test_calendar_feed import events


@pytest.fixture
def late(site):
    """A policy whose screening is long overdue, and another whose decision is."""
    registered, awaiting = (
        site.world.register(title="Old one"),
        site.world.awaiting(title="Handed in"),
    )
    site.world.clock.at += dt.timedelta(days=100)
    return registered, awaiting


def went_live(site, days_ago):
    """The administrator says since when the service is live."""
    today = site.world.clock.now().date()
    site.world.set(go_live=str(today - dt.timedelta(days=days_ago)))


def text(site, who, address):
    visitor = site.visitor(who)
    visitor.get(address)
    return visitor.text()


PLACES = [
    ("author", "/work", "Overdue by"),
    ("strategy", "/work", "Overdue in all: 2"),
    ("strategy", "/work", "Overdue by"),
    ("strategy", "/overdue", "Old one"),
    ("strategy", "/overdue.csv", "Handed in"),
    ("strategy", "/desk", "govuk-tag--red"),
    ("strategy", "/desk?show=late", "Handed in"),
    ("chair", "/work", "(2 overdue)"),
    ("chair", "/committees/{committee}/agenda", "Overdue by"),
    ("author", "/policies/{registered}", "This is overdue."),
    ("author", "/policies/{registered}/lateness", "The screening"),
    ("strategy", "/reminders/overdue", "Old one"),
]


def found(site, late):
    """The places at which something is said to be overdue."""
    words = {"committee": site.world.committee_id, "registered": late[0].reference}
    visitors = {who: site.visitor(who) for who, _, _ in PLACES}

    def is_said(who, address, sign):
        answer = visitors[who].client.get(address.format(**words))
        assert answer.status_code == 200, address
        return sign in answer.get_data(as_text=True)

    return [place for place in PLACES if is_said(*place)]


def test_it_is_overdue_in_no_list_and_on_no_page(site, late):
    assert found(site, late) == PLACES
    went_live(site, 99)
    assert found(site, late) == PLACES
    went_live(site, 1)
    assert found(site, late) == []
    assert "Due before this service went live" in text(site, "author", "/work")


def test_it_is_in_no_calendar(site, late):
    token = make_feed(site.world.store, site.world.ids["author"])
    feed = f"/calendar/{token}.ics"
    assert [e[1] for e in events(site.visitor().client.get(feed).data)] == [
        "Due: Screening of Old one"
    ]
    went_live(site, 1)
    assert events(site.visitor().client.get(feed).data) == []


def test_it_is_not_named_in_public_though_its_owner_was_warned(site, late):
    today = site.world.clock.now().date()
    with unit_of_work(site.world.store) as unit:
        row = unit.session.get_one(Schedule, (late[0].assessment_id, "screening", 0))
        naming = Naming(target=row.target, target_id=row.target_id, policy_id=row.policy_id,
                        kind="screening", due_on=row.due_on, warned_on=today,
                        named_from=today)  # fmt: skip
        unit.save(naming)
        unit.record(late[0].reference, "naming_warned", "system")

    def is_named():
        with site.world.store.read_session() as session:
            return named_in_public(session, late[0].reference, today) is not None

    assert is_named()
    went_live(site, 1)
    assert not is_named()
