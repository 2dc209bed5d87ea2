"""`kill -9` of the Celery worker at any moment: every mail arrives, none twice without a kill."""

from __future__ import annotations

import os
import random
import time
from collections import Counter

import pytest
from celery import Celery

from ria.history.verify import verify
from ria.models import MailState
from tests.faults.workers import Worker
from tests.ria.notify.conftest import make_store
from tests.ria.notify.world import World
from tests.support.processes import eventually
from worker.schedule import DELIVER, QUEUE
from workflows.stages import Stage

MAILS = 200
KILLS = 50
WORKERS = 3
LAST_MOMENT = 1.0
"""Kills are up to so many seconds apart."""

pytestmark = pytest.mark.fault


def environment(url: str, redis_url: str, smtp_url: str, folder) -> dict[str, str]:
    """What a worker is told."""
    return {
        "RIA_ENV": "test",
        "RIA_DATABASE_URL": url,
        "RIA_REDIS_URL": redis_url,
        "RIA_SMTP_URL": smtp_url,
        "RIA_DATA_DIR": str(folder),
    }


@pytest.fixture
def world(sqlite_url, smtp_sink):
    from ria.clock import SystemClock

    store = make_store(sqlite_url, SystemClock(), smtp_url=smtp_sink.url)
    yield World(store)
    store.close()


def test_fifty_kills_lose_nothing(world, sqlite_url, redis_url, smtp_sink, tmp_path):
    seed = int(os.environ.get("RIA_TEST_SEED", time.time_ns() % 10**9))
    print(f"RIA_TEST_SEED={seed}")  # noqa: T201  (shown when the test fails)
    dice = random.Random(seed)
    assessment_id = world.policy(stage=Stage.SCREENING_APPROVAL)
    for _ in range(MAILS):
        world.tell("approval_wanted", world.strategy, assessment_id)
    smtp_sink.behave(delay=0.03)

    settings = environment(sqlite_url, redis_url, smtp_sink.url, tmp_path)
    app = "tests.faults.quick_worker"
    workers = [Worker(settings, tmp_path / f"worker{n}.log", app) for n in range(WORKERS)]
    beat = Celery(broker=redis_url)

    def settled() -> Counter[MailState]:
        beat.send_task(DELIVER, queue=QUEUE, expires=5, ignore_result=True)
        return Counter(message.state for message in world.messages())

    try:
        eventually(lambda: settled()[MailState.SENT], "the first mail", 30)
        at_work = 0
        for _ in range(KILLS):
            waiting = settled()[MailState.WAITING]
            at_work += bool(waiting)
            time.sleep(dice.uniform(0, LAST_MOMENT))
            victim = dice.choice(workers)
            victim.kill()
            victim.start()
        eventually(lambda: settled()[MailState.SENT] == MAILS, "all marked as sent", 60)
    finally:
        for worker in workers:
            worker.kill()
        beat.close()

    sent = {message.message_id for message in world.messages()}
    copies = Counter(str(mail.message["Message-ID"]) for mail in smtp_sink.received())
    assert set(copies) == sent and len(sent) == MAILS
    assert sum(copies.values()) - MAILS <= KILLS
    assert at_work >= KILLS // 2, "most of the kills must fall into the work"
    with world.store.reading() as session:
        assert verify(session).faults == ()
