"""Days are London's, whatever the server thinks, on the days the clocks change as on any other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ria.clock import london_date
from ria.notify.delivery.deliver import deliver
from ria.notify.reminders.tick import tick
from tests.ria.notify.reminders.test_tick import told

TOLD_ON = date(2027, 7, 1)


def at(world, *moment: int) -> None:
    world.store.clock.at = datetime(*moment, tzinfo=UTC)


def test_the_same_day_on_every_server(server_zone, world, smtp_sink):
    at(world, 2027, 6, 24, 9)
    edition = world.policy()
    world.due(edition, "screening", TOLD_ON, since=date(2027, 6, 25))
    at(world, 2027, 6, 30, 22, 59)  # 23:59 in London
    assert tick(world.store).mails == 0
    at(world, 2027, 6, 30, 23, 0)  # 1 July there
    assert tick(world.store).mails == 1
    deliver(world.store, world.store.clock)
    (mail,) = smtp_sink.received()
    assert "is due today" in mail.text and "1 July 2027" in mail.text


@pytest.mark.parametrize(
    ("sunday", "days", "steps"),
    [
        # 01:30 does not exist. It is Easter, from Good Friday to Monday: all is told on Thursday.
        (date(2027, 3, 28), [-3], [0, 0]),
        # 01:30 comes twice. Told on Friday, and on Monday both what is due then and what is late.
        (date(2027, 10, 31), [-2, 1], [0, 0, 1]),
    ],
)
def test_one_mail_each_over_the_hour_that_is_missing_or_doubled(world, sunday, days, steps):
    at(world, sunday.year, sunday.month, sunday.day)
    world.wait(days=-3)
    world.due(world.policy(), "screening", sunday)
    world.due(world.policy("Dress code"), "screening", sunday + timedelta(days=1))
    for _ in range(2 * 24 * 5 - 4):  # each half hour, into Monday evening
        tick(world.store)
        world.wait(minutes=30)
    assert sorted(told(world)) == [(step, world.owner) for step in steps]
    written = [london_date(message.created_at) - sunday for message in world.messages()]
    assert [day.days for day in written] == days


def test_a_beat_that_was_dead_for_three_days_over_a_due_day_tells_of_it_once(world, smtp_sink):
    world.due_screening(days=1)
    world.wait(days=4)  # Friday
    for _ in range(3):
        tick(world.store)
        deliver(world.store, world.store.clock)
    (mail,) = smtp_sink.received()
    assert "is 3 days overdue" in mail.text
    assert "overdue since 24 November 2026" in mail.text
    world.wait(days=-1)
    assert tick(world.store).mails == 0


def test_a_day_that_is_moved_away_and_back_is_told_once(world):
    """Moving anew begins the ladder anew; what was told of a day is never told of it again."""
    from ria.history import ORGANISATION, SYSTEM, unit_of_work
    from ria.models import Assessment
    from ria.services.deadlines.schedule import fall_due

    edition = world.policy()

    def due_in(days: int) -> None:
        with unit_of_work(world.store) as unit:
            assessment = unit.session.get_one(Assessment, edition)
            fall_due(unit, assessment, "screening", unit.today + timedelta(days=days))
            unit.record(ORGANISATION, "test_due", SYSTEM)

    due_in(7)
    assert tick(world.store).mails == 1
    due_in(30)
    assert tick(world.store).mails == 1
    due_in(7)
    assert tick(world.store).mails == 0
    assert {r.due_on for r in world.reminders()} == {
        world.today + timedelta(days=7),
        world.today + timedelta(days=30),
    }
