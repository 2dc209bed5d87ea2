"""`ria schedule rebuild`: what was lost, added or moved behind the product's back comes right."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlmodel import select

from ria.history.verify import verify
from ria.models import Assessment, HistoryEvent, Schedule
from ria.services.deadlines.rebuild import rebuild_schedule
from ria.services.kit.errors import Unmet
from tests.ria.building import live


def days(world) -> dict:
    return {(row.target_id, row.kind, row.item): row.due_on for row in world.all(Schedule)}


def shown(world) -> dict:
    return {row.id: row.due_on for row in world.all(Assessment)}


def behind_its_back(world, statement: str, **values) -> None:
    with world.store.writer() as session:
        session.execute(text(statement), values)
        session.commit()


def told(world) -> list[str]:
    with world.store.read_session() as session:
        return list(session.exec(select(HistoryEvent.kind)))


def test_a_schedule_that_agrees_is_left_alone_and_nothing_is_written(world_on_either):
    live(world_on_either)
    before = told(world_on_either)
    assert rebuild_schedule(world_on_either.store) == []
    assert told(world_on_either) == before


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM schedule",
        "UPDATE schedule SET due_on = '2031-05-01'",
        "INSERT INTO schedule (target_id, target, kind, item, policy_id, fires_on, due_on, since) "
        "SELECT target_id, target, kind, 77, policy_id, fires_on, due_on, since FROM schedule",
        "UPDATE assessment SET due_on = '2031-05-01'",
    ],
)
def test_what_differs_comes_right_with_one_event(world_on_either, statement):
    world = world_on_either
    live(world)
    due, pages = days(world), shown(world)
    assert due
    behind_its_back(world, statement)
    assert rebuild_schedule(world.store)
    assert (days(world), shown(world)) == (due, pages)
    assert told(world).count("schedule_rebuilt") == 1
    assert rebuild_schedule(world.store) == []
    with world.store.read_session() as session:
        assert [f for f in verify(session).faults if "schedule" in f.where] == []


def test_a_history_of_which_a_part_was_erased_is_not_trusted_with_it(world_on_either):
    world = world_on_either
    live(world)
    behind_its_back(world, "UPDATE history_payload SET content = '', salt = '' WHERE event_id = 1")
    before = days(world)
    with pytest.raises(Unmet):
        rebuild_schedule(world.store)
    assert days(world) == before
