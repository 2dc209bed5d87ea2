"""Redis emptied, stopped and started again: mail is late, never lost, and nobody restarts."""

from __future__ import annotations

import pytest

from ria.clock import SystemClock
from tests.faults.test_worker_killed import environment
from tests.faults.workers import Worker
from tests.ria.notify.conftest import make_store
from tests.ria.notify.world import World
from tests.support.redis import RedisServer
from workflows.stages import Stage

pytestmark = pytest.mark.fault


@pytest.fixture
def redis():
    server = RedisServer().start()
    yield server
    server.discard()


def test_the_worker_goes_on_when_redis_is_back(sqlite_url, smtp_sink, redis, tmp_path):
    store = make_store(sqlite_url, SystemClock(), smtp_url=smtp_sink.url)
    world = World(store)
    assessment_id = world.policy(stage=Stage.SCREENING_APPROVAL)

    def tell() -> None:
        world.tell("approval_wanted", world.strategy, assessment_id)

    settings = environment(sqlite_url, redis.url, smtp_sink.url, tmp_path)
    worker = Worker(settings, tmp_path / "worker.log", "worker.app", "--beat")
    try:
        tell()
        smtp_sink.wait_for(1, 30)
        with redis.client() as client:
            client.flushall()
        tell()
        smtp_sink.wait_for(2, 30)
        redis.stop()
        tell()  # saving goes on without Redis
        assert len(smtp_sink.received()) == 2
        redis.start()
        assert len(smtp_sink.wait_for(3, 60)) == 3
        assert worker.process.poll() is None
    finally:
        worker.stop()
        store.close()
