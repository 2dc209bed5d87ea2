"""Targets other than assessments use the same ladder and mails."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import String, cast
from sqlmodel import col

from ria.history import ORGANISATION, SYSTEM, unit_of_work
from ria.models import Committee, Meeting, Schedule, Target
from ria.notify.delivery.deliver import deliver
from ria.notify.reminders.due import held_by
from ria.notify.reminders.tick import tick
from ria.queries.deadlines.due_kinds import DUE_KINDS, DueKind
from ria.queries.deadlines.due_targets import DUE_TARGETS, DueTarget
from ria.queries.deadlines.long_overdue import board_pack, open_things
from ria.queries.deadlines.overdue import OverdueFilters, overdue, overdue_by_committee
from ria.services.deadlines.schedule import fall_due, settle
from tests.support.proof import faults_of

MINUTES = DueKind("minutes", "the minutes", "Minutes of", target="meeting")
MEETING = DueTarget(
    id="meeting",
    table=Meeting,
    joined=lambda query: query.join(Committee, col(Committee.id) == col(Meeting.committee_id)),
    title=col(Committee.name),
    reference=cast(col(Meeting.held_on), String),
    reference_key=cast(col(Meeting.held_on), String),
    link=lambda links, due: links.to(f"/meetings/{due.target_id}"),
    owner_id=col(Meeting.set_by),
    committee_id=col(Meeting.committee_id),
)


@pytest.fixture
def meeting(any_world, monkeypatch) -> Target:
    """A meeting that was held today, whose minutes the owner is to write in a week."""
    monkeypatch.setitem(DUE_KINDS, "minutes", MINUTES)
    monkeypatch.setitem(DUE_TARGETS, "meeting", MEETING)
    world = any_world
    with unit_of_work(world.store) as unit:
        row = Meeting(
            committee_id=world.committee, held_on=unit.today, set_by=world.owner, set_at=unit.now
        )
        unit.save(row)
        fall_due(unit, Target("meeting", row.id), "minutes", unit.today + timedelta(days=7))
        unit.record(ORGANISATION, "meeting_set", SYSTEM)
        return Target("meeting", row.id)


def sent(world, smtp_sink) -> list[tuple[str, str]]:
    """To whom something went since the last time, with its subject."""
    before = len(smtp_sink.received())
    deliver(world.store, world.store.clock)
    return [
        (m.recipients[0].partition("@")[0], str(m.message["Subject"]))
        for m in smtp_sink.received()[before:]
    ]


def test_it_is_told_chased_and_settled(any_world, meeting, smtp_sink):
    world = any_world
    screening = world.due_screening(days=7)  # has the same id as the meeting
    assert screening == meeting.id
    assert tick(world.store).things == 2
    assert [line.due.title for line in tick(world.store, dry_run=True).told] == []
    assert sent(world, smtp_sink) == [("owner", "2 things are due this week")]
    mail = smtp_sink.received()[-1]
    assert 'Minutes of "Operations Committee" (2026-11-23) is due in 7 days' in mail.text
    assert "Screening of" in mail.text

    with unit_of_work(world.store) as unit:
        unit.delete(unit.session.get_one(Schedule, (screening, "screening", 0)))
    world.wait(days=8)
    tick(world.store)
    words = "Minutes of “Operations Committee” is 1 day overdue"
    assert sent(world, smtp_sink) == [("owner", words)]
    assert f"/meetings/{meeting.id}" in smtp_sink.received()[-1].text

    world.wait(days=13)
    tick(world.store)
    assert [name for name, _ in sent(world, smtp_sink)] == ["owner", "chair"]

    with unit_of_work(world.store) as unit:
        settle(unit, meeting, "minutes")
        unit.record(ORGANISATION, "minutes_written", SYSTEM)
    world.wait(days=20)
    assert tick(world.store).things == 0
    with world.store.read_session() as session:
        assert faults_of(session) == ()


def test_lists_of_what_is_due_have_it_beside_assessments(any_world, meeting):
    world = any_world
    world.due_screening(days=9)
    world.wait(days=80)
    with world.store.read_session() as session:
        page = overdue(session, OverdueFilters(), world.today)
        assert [(row.what, row.reference) for row in page.rows] == [
            ("The minutes", "2026-11-23"),
            ("The screening", "P0001"),
        ]
        assert page.total == 2
        first = page.rows[0]
        assert (first.committee, first.unit, first.holder) == (
            "Operations Committee",
            "",
            "The owner",
        )
        assert overdue_by_committee(session, [world.committee], world.today) == {world.committee: 2}
        assert [line.words for line in board_pack(session, world.today)] == [
            "the minutes",
            "the screening",
        ]
        (thing,) = open_things(session, meeting, world.today)
        assert not thing.has_pause_page
        assert [due.kind for due in held_by(session, [world.owner], 10)] == ["minutes", "screening"]


def test_a_meeting_is_named_to_nobody_outside(any_world, meeting):
    world = any_world
    world.wait(days=120)
    assert tick(world.store).things > 0
    assert all(line.named_from is None for line in tick(world.store, dry_run=True).planned)
