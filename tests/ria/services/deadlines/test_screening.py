"""When a screening is due, whatever opened the edition."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import Schedule
from ria.services.process.editions import Because
from tests.ria import reviewing
from workflows.actions import Action


def due(world, edition):
    """The day on the pages and the day that is reminded of: they must be the same."""
    rows = [r for r in world.all(Schedule) if r.target_id == edition.assessment_id]
    (found,) = (row.due_on for row in rows if row.kind == "screening")
    assert world.row(edition).due_on == found
    return found


def in_days(world, days):
    return world.clock.now().date() + dt.timedelta(days=days)


def registered(world):
    return world.register()


def called_for_by_a_review(world):
    first = reviewing.current_low(world)
    reviewing.later(world, 300)
    reviewing.hand_in_review(world, first)
    reviewing.approve_review(world, first)
    return reviewing.leading(world, first)


def taken_up_again(world):
    first = world.screened_out()
    reviewing.later(world, 40)
    return reviewing.reopen(world, first, Because.SCREEN_AGAIN)


@pytest.mark.parametrize("opened", [registered, called_for_by_a_review, taken_up_again])
def test_it_is_due_so_many_days_after_the_edition_was_opened(world, opened):
    edition = opened(world)
    assert due(world, edition) == in_days(world, 28)


def test_it_stays_due_when_it_is_started_and_today_if_that_is_late(world):
    edition, late = world.register(), world.register(title="Media policy")
    by = in_days(world, 28)
    reviewing.later(world, 10)
    world.act("author", edition, Action.START)
    assert due(world, edition) == by
    reviewing.later(world, 30)
    world.act("author", late, Action.START)
    assert due(world, late) == in_days(world, 0)


def test_a_later_edition_counts_from_its_own_opening(world):
    edition = called_for_by_a_review(world)
    by = due(world, edition)
    reviewing.later(world, 10)
    world.act("author", edition, Action.START)
    assert due(world, edition) == by
