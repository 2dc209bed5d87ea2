"""Named in public: on its day, two weeks after a warning, and only what is public business."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from ria.models import ASSESSMENT, Naming
from ria.notify.delivery.deliver import deliver
from ria.notify.reminders.tick import tick
from ria.queries.deadlines.due_kinds import DUE_KINDS
from ria.queries.deadlines.long_overdue import board_pack
from ria.queries.deadlines.overdue import NOT_PUBLIC, named_in_public
from tests.ria.notify.reminders.test_reminding import add, go_on_to_a_working_day, set_to
from tests.support.proof import faults_of
from workflows.levels import Level


def test_what_comes_late_into_the_register_is_told_at_once_with_a_warning_before_the_naming(world):
    edition = world.due_screening(days=-400)
    tick(world.store)
    (reminder,) = (r for r in world.reminders() if r.recipient_id == world.owner
                   and not r.passed_over)  # fmt: skip
    assert reminder.step == 84
    with world.store.read_session() as session:
        naming = session.exec(select(Naming)).one()
        assert naming.named_from == world.today + timedelta(days=14)
        assert [row.target_id for row in board_pack(session, world.today)] == [edition]
        assert named_in_public(session, "P0001", world.today) is None
        assert named_in_public(session, "P0001", naming.named_from) is not None


@pytest.fixture
def warned(world):
    """An edition whose screening is so late that its owner was warned today."""
    edition = world.due_screening(days=0, level=Level.HIGH)
    world.wait(days=31)
    go_on_to_a_working_day(world)
    return edition


def test_the_mail_names_the_day_and_nobody_is_named_before_it(world, warned, smtp_sink):
    deliver(world.store, world.store.clock)
    assert "the public register may name" in smtp_sink.received()[0].text
    with world.store.read_session() as session:
        day = session.exec(select(Naming)).one().named_from
        assert day == world.today + timedelta(days=14)
        assert named_in_public(session, "P0001", day - timedelta(days=1)) is None
        assert named_in_public(session, "P0001", day).what == "The screening"
        assert faults_of(session) == ()


@pytest.mark.parametrize(
    ("level", "warned", "board", "named"),
    [(None, 76, 60, 90), (Level.LOW, 76, 60, 90), (Level.HIGH, 31, 30, 45)],
)
def test_the_board_and_the_public_read_of_it_on_their_days(world, level, warned, board, named):
    world.store.clock.at = datetime(2027, 1, 8, 9, tzinfo=UTC)
    edition, due = world.due_screening(days=0, level=level), world.today

    def days_on(days: int):
        world.store.clock.at = datetime(2027, 1, 8, 9, tzinfo=UTC) + timedelta(days=days)
        tick(world.store)
        with world.store.read_session() as session:
            pack = [row.target_id for row in board_pack(session, world.today)]
            return pack, named_in_public(session, "P0001", world.today)

    found = {days: days_on(days) for days in sorted(
        {board - 1, board, warned - 1, warned, named - 1, named}
    )}  # fmt: skip
    assert (found[board - 1][0], found[board][0]) == ([], [edition])
    assert found[named - 1][1] is None
    assert found[named][1].since == due
    with world.store.read_session() as session:
        naming = session.exec(select(Naming)).one()
        assert (naming.warned_on - due).days == warned
        assert (naming.named_from - due).days == named


@pytest.mark.parametrize("kind", sorted(NOT_PUBLIC))
def test_what_is_between_those_who_sign_is_named_to_nobody(world, kind):
    edition = world.policy(stage=sorted(DUE_KINDS[kind].stages)[0])
    due = world.today - timedelta(days=100)
    world.due(edition, kind, due)
    assert tick(world.store).told
    with world.store.read_session() as session:
        assert session.exec(select(Naming)).all() == []
    long_ago = {"warned_on": due, "named_from": due}
    add(
        world,
        Naming(
            target=ASSESSMENT, target_id=edition, policy_id=1, kind=kind, due_on=due, **long_ago
        ),
    )
    with world.store.read_session() as session:
        assert named_in_public(session, "P0001", world.today) is None


def test_nobody_is_warned_where_nothing_is_named(world):
    set_to(world, "named_in_public", '"no"')
    world.due_screening(days=-80)
    world.due(world.policy(restricted=True), "screening", world.today - timedelta(days=80))
    assert tick(world.store).told
    with world.store.read_session() as session:
        assert session.exec(select(Naming)).all() == []
