"""Redis away for ten minutes: people go on working, mail is late, nobody restarts anything."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections import Counter
from contextlib import contextmanager

import pytest

from ria.models import MailState
from tests.faults.crowd import MONDAY, Pretended, states
from tests.faults.workers import QUICK, Worker, environment
from tests.journeys.life import decide, hand_in, register_and_start
from tests.ria.building import build_world
from tests.ria.web.client import Visitor
from tests.ria.web.conftest import build_site
from tests.ria.web.filling import fill_in
from tests.support.processes import eventually
from tests.support.redis import RedisServer
from workflows.stages import Stage

pytestmark = pytest.mark.fault

PROMPT = 2.0
"""Seconds within which every page must answer, Redis or no Redis."""
APPROVE = {"decision": "approve", "due_regard": "yes"}
REAL = "worker.app"


@pytest.fixture
def redis():
    server = RedisServer().start()
    yield server
    server.discard()


@pytest.fixture
def site(sqlite_url, tmp_path, redis):
    world = build_world(sqlite_url, tmp_path / "data", redis_url=redis.url)
    yield build_site(world)
    world.store.close()


@pytest.mark.parametrize(
    ("app", "outage", "back_within"),
    [(QUICK, 8, 120), pytest.param(REAL, 600, 300, marks=[pytest.mark.long])],
)
@pytest.mark.timeout(1_200)
def test_people_go_on(site, redis, sqlite_url, smtp_sink, tmp_path, app, outage, back_within):
    world, now = site.world, Pretended(tmp_path / "data")
    told = environment(sqlite_url, redis.url, smtp_sink.url, tmp_path / "data", now.file)
    worker = Worker(told, tmp_path / "worker.log", app, "--beat", "-s", str(tmp_path / "schedule"))
    author, unit = site.visitor("author"), site.visitor("strategy")
    try:
        policy_to_assessment(author, unit)  # every template is compiled now
        with prompt():
            policy_to_assessment(author, unit)
        eventually(lambda: is_all_sent(world), "the mails of the first policies", 90)
        eventually(lambda: ready(site) == "ready", "both runs", 90)

        redis.stop()
        stopped, policies = time.monotonic(), 0
        while not policies or time.monotonic() - stopped < outage:
            with prompt():
                edition = policy_to_assessment(author, unit)
            assert world.row(edition).stage is Stage.ASSESSMENT
            policies += 1
            time.sleep(min(5, outage / 20))
        with late_after(outage / 2):
            assert ready(site) == "degraded"
        before = len(smtp_sink.received())
        redis.start()
        started = time.monotonic()
        eventually(lambda: is_all_sent(world), "what was written meanwhile", back_within)
        took = time.monotonic() - started

        now.set(MONDAY + dt.timedelta(days=(world.row(edition).due_on - MONDAY.date()).days - 7))
        with redis.client() as client:
            client.flushall()
        eventually(lambda: any("due in 7 days" in m.text for m in smtp_sink.received()),
                   "a reminder", 90)  # fmt: skip
        assert worker.process.poll() is None
    finally:
        worker.kill()
    mails = smtp_sink.received()
    print(  # noqa: T201  (the figures, with `pytest -s`)
        f"{policies} policies in {outage} s without Redis; {len(mails) - before} mails followed, "
        f"the last {took:.0f} s after its return"
    )
    copies = Counter(str(mail.message["Message-ID"]) for mail in mails)
    assert set(copies.values()) == {1}
    assert copies.total() == states(world)[MailState.SENT]
    assert world.faults() == []


def policy_to_assessment(author: Visitor, unit: Visitor):
    """A policy registered, screened, handed in and approved, page by page."""
    edition = register_and_start(author, "Contacts with the press and the public")
    fill_in(author, edition, "media_policy", "U1")
    hand_in(author, edition)
    decide(unit, edition, APPROVE)
    return edition


@contextmanager
def prompt():
    """Every page opened within answers in time."""
    send, slowest = Visitor._send, [0.0]

    def timed(self, *args, **options):
        began = time.monotonic()
        answer = send(self, *args, **options)
        slowest[0] = max(slowest[0], time.monotonic() - began)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Visitor, "_send", timed)
        yield
    assert slowest[0] < PROMPT, slowest


@contextmanager
def late_after(seconds: float):
    """A run counts as late sooner: with the long outage just when it does for everybody."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ria.queries.kit.heartbeat.LATE_AFTER", dt.timedelta(seconds=seconds))
        yield


def is_all_sent(world) -> bool:
    """Whether no mail waits."""
    return set(states(world)) <= {MailState.SENT, MailState.NOT_NEEDED}


def ready(site) -> str:
    """What `/readyz` says."""
    visitor = site.visitor()
    visitor.get("/readyz")
    return json.loads(visitor.response.text)["status"]
