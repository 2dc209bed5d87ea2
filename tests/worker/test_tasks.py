"""The worker is thin: it says when, and `ria` does the rest."""

from __future__ import annotations

import ast
import inspect
from datetime import timedelta
from pathlib import Path

import pytest
from kombu import Connection

from ria.settings import load_settings
from tests.support.redis import RedisServer
from worker import tasks
from worker.base import configuration
from worker.schedule import DELIVER, SCHEDULE, TICK

FUNCTIONS = {
    node.name: node
    for node in ast.parse(inspect.getsource(tasks)).body
    if isinstance(node, ast.FunctionDef)
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_task_opens_a_store_and_calls_one_service(name):
    function = FUNCTIONS[name]
    assert function.end_lineno - function.lineno < 10
    assert not function.args.args, "what a task needs stands in the database"
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    in_body = [ast.unparse(call.func) for call in calls if call.lineno > function.lineno]
    assert len(in_body) == 2 and "store" in in_body


def test_every_beat_is_a_task_that_expires_before_the_next():
    assert {tasks.run_tick.name, tasks.run_deliver.name} == set(SCHEDULE) == {TICK, DELIVER}
    for entry in SCHEDULE.values():
        assert timedelta(seconds=entry["options"]["expires"]) < entry["schedule"]


def test_beats_as_often_as_promised():
    assert SCHEDULE[TICK]["schedule"] == timedelta(minutes=1)
    assert SCHEDULE[DELIVER]["schedule"] == timedelta(seconds=10)


def test_redis_is_waited_for_and_beats_file_lies_in_the_data_directory(tmp_path):
    settings = load_settings(env="test", data_dir=tmp_path, redis_url="redis+socket:///x")
    conf = configuration(settings)
    assert conf["broker_url"] == "redis+socket:///x"
    assert conf["broker_connection_max_retries"] is None
    assert conf["task_ignore_result"] is True
    assert Path(conf["beat_schedule_filename"]).parent == tmp_path


@pytest.mark.fault
def test_a_failed_acknowledgement_takes_no_place(tmp_path):
    """Else a worker that is at work when Redis goes asks for nothing any more, and is deaf."""
    server = RedisServer().start()
    settings = load_settings(env="test", data_dir=tmp_path, redis_url=server.url)
    places = configuration(settings)["worker_prefetch_multiplier"]
    with Connection(server.url) as connection:
        channel = connection.channel()
        channel.basic_qos(0, places, False)
        queue = connection.SimpleQueue("work", no_ack=False)
        queue.put("deliver")
        message = channel.basic_get("work")
        server.discard()
        with pytest.raises(connection.connection_errors):
            message.ack()
        assert channel.qos.can_consume()
