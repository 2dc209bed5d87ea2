"""`kill -9` of workers and beats at any moment: every reminder arrives, none twice without a kill.

Four kills in five hit the process that does the work, which its worker replaces; the others a whole
worker, or a beat, which the test starts again.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress

import pytest

from ria.history.verify import verify
from ria.models import MailState
from tests.faults.crowd import at_work, gather, make_world, states
from tests.faults.workers import QUICK, Beat, Worker, environment
from tests.ria.notify.world import World
from tests.support.processes import eventually

WORKERS = 4
GAP = 0.3
"""Kills are up to so many seconds apart."""

pytestmark = pytest.mark.fault


@pytest.fixture
def world(sqlite_url, smtp_sink, tmp_path):
    made, _ = make_world(sqlite_url, tmp_path / "data", smtp_sink.url)
    yield made
    made.store.close()


@pytest.mark.parametrize(
    ("reminders", "kills"),
    [(300, 20), pytest.param(10_000, 1_000, marks=[pytest.mark.long])],
)
@pytest.mark.timeout(3_600)
def test_kills_lose_nothing(world, sqlite_url, redis_url, smtp_sink, tmp_path, reminders, kills):
    seed = int(os.environ.get("RIA_TEST_SEED", time.time_ns() % 10**9))
    print(f"RIA_TEST_SEED={seed}")  # noqa: T201  (shown when the test fails)
    dice = random.Random(seed)
    gather(world, reminders)
    smtp_sink.behave(delay=0.04, dawdle=0.02)  # kills fall before and after a mail is taken
    folder = tmp_path / "data"
    told = environment(sqlite_url, redis_url, smtp_sink.url, folder, folder / "now")
    beats = [Beat(told, tmp_path / "beat.log", QUICK)]
    workers = [Worker(told, tmp_path / f"worker{n}.log", QUICK) for n in range(WORKERS)]
    began = time.monotonic()
    try:
        eventually(lambda: states(world).total(), "the first reminders", 60)
        hits = 0
        for _ in range(kills):
            time.sleep(dice.uniform(0, GAP))
            hits += kill(dice, world, workers, beats)
        ended = time.monotonic()
        smtp_sink.behave()
        eventually(lambda: states(world)[MailState.SENT] == reminders, "all sent", 300)
        recovered = time.monotonic() - ended
    finally:
        for program in (*workers, *beats):
            program.kill()

    sent = {message.message_id for message in world.messages()}
    copies = Counter(str(mail.message["Message-ID"]) for mail in smtp_sink.received())
    extra = copies.total() - reminders
    print(  # noqa: T201  (the figures, with `pytest -s`)
        f"{kills} kills in {ended - began:.0f} s, {hits} with mails in hand; {extra} extra copies; "
        f"the rest was sent {recovered:.0f} s after the last"
    )
    assert set(copies) == sent and len(sent) == reminders
    told_once = Counter((r.target_id, r.step, r.recipient_id) for r in world.reminders())
    assert len(told_once) == reminders == told_once.total()
    assert extra <= kills
    assert hits >= kills // 2, "most of the kills must fall into the work"
    with world.store.read_session() as session:
        assert verify(session).faults == ()


def kill(dice: random.Random, world: World, workers: list[Worker], beats: list[Beat]) -> bool:
    """One kill. Whether it hit a process with mails in hand."""
    at = dice.random()
    if at < 0.2:
        victim = dice.choice(beats) if at < 0.04 else dice.choice(workers)
        victim.kill()
        victim.start()
        return False
    busy = eventually(lambda: at_work(world), "somebody at work", 60)
    with suppress(ProcessLookupError):
        os.kill(dice.choice(busy), signal.SIGKILL)
    return True
