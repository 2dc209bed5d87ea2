"""At most one edition of a policy is open, and one current: two indexes hold it."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from ria.history import unit_of_work
from ria.models import Assessment
from tests.ria.building import MORNING
from workflows.stages import Stage


def another(edition, number, *, is_open, is_current):
    stage = Stage.REGISTERED if is_open else Stage.CURRENT if is_current else Stage.CLOSED
    return Assessment(
        policy_id=edition.policy_id, edition=number, frame="psed-2010", stage=stage,
        is_open=is_open, is_current=is_current, opened_because="Test", in_stage_since=MORNING,
    )  # fmt: skip


def add(world, reference, *rows):
    with unit_of_work(world.store) as unit:
        for row in rows:
            unit.save(row)
        unit.record(reference, "noted", "system")


def test_a_second_open_edition_is_refused(world_on_both):
    edition = world_on_both.register()
    first = world_on_both.row(edition)
    with pytest.raises(IntegrityError):
        add(world_on_both, edition.reference, another(first, 2, is_open=True, is_current=False))


def test_a_second_current_edition_is_refused(world_on_both):
    edition = world_on_both.register()
    first = world_on_both.row(edition)
    rows = [another(first, number, is_open=False, is_current=True) for number in (2, 3)]
    with pytest.raises(IntegrityError):
        add(world_on_both, edition.reference, *rows)


def test_ended_editions_may_be_many(world_on_both):
    edition = world_on_both.register()
    first = world_on_both.row(edition)
    rows = [another(first, number, is_open=False, is_current=False) for number in (2, 3, 4)]
    add(world_on_both, edition.reference, *rows)
    assert len(world_on_both.all(Assessment)) == 4


def test_an_editions_number_is_its_own(world):
    edition = world.register()
    first = world.row(edition)
    with pytest.raises(IntegrityError):
        add(world, edition.reference, another(first, 1, is_open=False, is_current=False))
