"""What falls due: set down once for each kind and item, gone when it is done or its stage ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from ria.history import ORGANISATION, SYSTEM, unit_of_work
from ria.links import Links
from ria.models import Assessment, Schedule
from ria.queries.deadlines.due_kinds import DUE_KINDS
from ria.services.deadlines.schedule import fall_due, nothing_due, settle
from workflows.stages import Stage


@pytest.fixture
def edition(world):
    """The store, and an edition in its assessment."""
    return world.store, world.policy(stage=Stage.ASSESSMENT)


def change(edition, *steps) -> list[tuple[str, int]]:
    """Do this to the edition in one command; what is due afterwards."""
    store, assessment_id = edition
    with unit_of_work(store) as unit:
        assessment = unit.session.get_one(Assessment, assessment_id)
        for step in steps:
            step(unit, assessment)
        unit.record(ORGANISATION, "test_change", SYSTEM)
    with store.read_session() as session:
        return sorted((row.kind, row.item) for row in session.exec(select(Schedule)))


def due(kind, days=28, item=0):
    return lambda unit, edition: fall_due(
        unit, edition, kind, unit.today + timedelta(days=days), item
    )


def move(stage):
    def step(unit, edition):
        edition.stage = stage
        nothing_due(unit, edition)

    return step


def test_things_of_one_kind_are_told_apart_and_settled_alone(edition):
    both = [("condition", 3), ("condition", 4)]
    assert change(edition, due("condition", item=3), due("condition", item=4)) == both
    assert change(edition, lambda unit, e: settle(unit, e, "condition", 3)) == [("condition", 4)]
    assert change(edition, lambda unit, e: settle(unit, e, "condition", 3)) == [("condition", 4)]


def test_a_move_takes_back_what_belongs_to_the_stage_and_nothing_else(edition):
    change(edition, due("assessment"), due("condition", item=3))
    assert change(edition, move(Stage.ASSESSMENT_APPROVAL)) == [("condition", 3)]
    assert change(edition, move(Stage.APPROVED), move(Stage.CURRENT)) == [("condition", 3)]
    assert change(edition, move(Stage.SUPERSEDED)) == []


def test_a_move_forgets_the_day_of_what_it_takes_back(edition):
    def with_due(unit, e):
        e.due_on = unit.today + timedelta(days=28)

    change(edition, due("assessment"), with_due)
    change(edition, move(Stage.WITHDRAWN))
    store, assessment_id = edition
    with store.read_session() as session:
        assert session.get_one(Assessment, assessment_id).due_on is None


def test_what_is_settled_takes_no_day_from_what_is_due_on_the_same(edition):
    """The committee's word and the approval may be wanted by one day."""

    def with_due(unit, e):
        e.due_on = unit.today + timedelta(days=28)

    change(edition, move(Stage.ASSESSMENT_APPROVAL), due("approval"), due("committee"), with_due)
    change(edition, lambda unit, e: settle(unit, e, "committee"))
    store, assessment_id = edition
    with store.read_session() as session:
        assert session.get_one(Assessment, assessment_id).due_on is not None


def test_another_day_moves_it_and_the_same_day_changes_nothing(edition):
    store, _ = edition
    change(edition, due("assessment", 40))
    store.clock.at += timedelta(days=12)
    change(edition, due("assessment", 28))
    with store.read_session() as session:
        (row,) = session.exec(select(Schedule)).all()
        assert (row.due_on - row.since).days == 40
    change(edition, due("assessment", 29))
    with store.read_session() as session:
        (row,) = session.exec(select(Schedule)).all()
        assert (row.due_on - row.since).days == 29


def test_what_no_reminder_knows_cannot_fall_due(edition):
    with pytest.raises(AssertionError):
        change(edition, due("a_birthday"))


@pytest.mark.parametrize("stage", [Stage.APPROVED, Stage.CURRENT, Stage.REVOKED, Stage.CLOSED])
def test_the_committees_word_on_urgent_action_is_awaited_at_every_later_stage(stage):
    kind = DUE_KINDS["ratification"]
    assert not kind.ends_at(stage)
    there = {"reference": "P0001", "assessment_id": 7, "stage": stage, "item": 3}
    assert kind.link(Links("https://ria.example"), **there).endswith("/7/ratification/3")
