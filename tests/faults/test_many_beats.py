"""Two beats, four workers, missed days, a clock that jumps, Redis emptied: each reminder once.

The expected reminders come from a single process that lives through the same days with one tick on
each.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections import Counter

import pytest
from sqlmodel import col, select

from ria.history.verify import verify
from ria.models import MailState, Schedule
from ria.notify.delivery.deliver import deliver
from ria.notify.reminders.tick import tick
from tests.faults.crowd import MONDAY, Pretended, gather, make_world, states
from tests.faults.workers import QUICK, Beat, Worker, environment
from tests.ria.notify.world import World
from tests.support.mail import SmtpSink
from tests.support.processes import eventually
from workflows.levels import Level
from workflows.stages import Stage

pytestmark = [pytest.mark.fault, pytest.mark.timeout(600)]

FIRST = (0, 7, 8)
TWO_COMMANDS = 14
"""A day on which `ria tick` is run by hand, twice at once."""
BACK = 18
"""The day on which both beats are back after three days."""
FAR = 3 * 365
"""A working day in three years. Then the clock goes back."""
AFTER = 21
LAST = 28
DAYS = (*FIRST, TWO_COMMANDS, BACK, FAR, AFTER, LAST)


def make_scene(url, folder, sink) -> tuple[World, Pretended]:
    """Things of several kinds, due on several days, told to one, to two, to everybody."""
    world, time = make_world(url, folder, sink.url)
    gather(world, 40)
    for days, level in ((7, None), (8, Level.HIGH), (16, None), (-40, None)):
        world.due_screening(days, level)
    approval = world.policy(stage=Stage.SCREENING_APPROVAL)
    world.due(approval, "approval", world.today + dt.timedelta(days=14))
    return world, time


def set_day(world: World, time: Pretended, day: int) -> None:
    """Let it be this day. Something new falls due when the clock has come back."""
    time.set(MONDAY + dt.timedelta(days=day))
    if day == AFTER:
        world.due_screening(7)


@pytest.fixture
def wanted(sqlite_template, tmp_path):
    """The reminders and the mails, told by one process alone."""
    folder = tmp_path / "alone"
    folder.mkdir()
    sink = SmtpSink(folder / "mail").start()
    world, time = make_scene(sqlite_template.copy(folder), folder, sink)
    for day in DAYS:
        set_day(world, time, day)
        assert tick(world.store).is_working_day, day
        deliver(world.store)
    yield outcome(world, sink)
    world.store.close()
    sink.stop()


def test_each_reminder_once(wanted, sqlite_url, redis_server, redis_url, smtp_sink, tmp_path):
    world, time = make_scene(sqlite_url, tmp_path / "data", smtp_sink)
    told = environment(sqlite_url, redis_url, smtp_sink.url, tmp_path / "data", time.file)
    workers = [Worker(told, tmp_path / f"worker{n}.log", QUICK) for n in range(4)]
    beats = [Beat(told, tmp_path / f"beat{n}.log", QUICK) for n in range(2)]

    def live(day: int) -> None:
        set_day(world, time, day)
        with redis_server.client() as redis:
            redis.flushall()
        if day == TWO_COMMANDS:
            tick_twice(told)
        eventually(lambda: is_all_told(world), f"everything of day {day} told", 60)

    try:
        for day in DAYS:
            if day == BACK:
                miss_days(world, time, beats)
            live(day)
    finally:
        for program in (*workers, *beats):
            program.kill()
    reminders, mails = outcome(world, smtp_sink)
    assert reminders == wanted[0]
    assert mails == wanted[1]
    ids = Counter(str(mail.message["Message-ID"]) for mail in smtp_sink.received())
    assert set(ids.values()) == {1}
    with world.store.read_session() as session:
        assert verify(session).faults == ()
    world.store.close()


def miss_days(world: World, time: Pretended, beats: list[Beat]) -> None:
    """No beat for three days."""
    for beat in beats:
        beat.kill()
    for day in range(TWO_COMMANDS + 1, BACK):
        set_day(world, time, day)
    for beat in beats:
        beat.start()


def tick_twice(told: dict[str, str]) -> None:
    """`ria tick`, by hand, twice at once."""
    command = [sys.executable, "-m", "ria", "tick"]
    ticks = [subprocess.Popen(command, env=told, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait(60) for process in ticks] == [0, 0]


def outcome(world: World, sink: SmtpSink) -> tuple[Counter, Counter]:
    """Every reminder, and every mail as it arrived."""
    reminders = Counter(
        (r.kind, r.target_id, r.due_on, r.step, r.recipient_id, r.passed_over)
        for r in world.reminders()
    )
    mails = Counter((*mail.recipients, mail.message["Subject"], mail.text)
                    for mail in sink.received())  # fmt: skip
    assert reminders and mails
    return reminders, mails


def is_all_told(world: World) -> bool:
    """Whether nothing fires any more today, and no mail waits."""
    query = select(Schedule.target_id).where(col(Schedule.fires_on) <= world.today).limit(1)
    with world.store.read_session() as session:
        fires = session.exec(query).first() is not None
    return not fires and set(states(world)) <= {MailState.SENT, MailState.NOT_NEEDED}
