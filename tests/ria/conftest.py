"""An organisation built by the real commands, on SQLite or on both databases."""

from __future__ import annotations

import os
import time

import pytest

from tests.ria.building import World, build_world, copied_world


@pytest.fixture
def world(sqlite_url, tmp_path):
    """An organisation on an SQLite file of this test's own."""
    built = copied_world(sqlite_url, tmp_path / "data")
    yield built
    built.store.close()


@pytest.fixture
def world_on_both(both_databases, tmp_path):
    """The test runs twice, with the organisation on SQLite and on PostgreSQL."""
    build = copied_world if both_databases.startswith("sqlite") else build_world
    built: World = build(both_databases, tmp_path / "data")
    yield built
    built.store.close()


@pytest.fixture
def world_on_either(either_database, tmp_path):
    """As `world_on_both`, but on PostgreSQL only among the long tests."""
    build = copied_world if either_database.startswith("sqlite") else build_world
    built: World = build(either_database, tmp_path / "data")
    yield built
    built.store.close()


@pytest.fixture
def world_on_postgres(postgres_url, tmp_path):
    """The organisation on PostgreSQL alone."""
    built = build_world(postgres_url, tmp_path / "data")
    yield built
    built.store.close()


@pytest.fixture(params=["UTC", "America/New_York", "Pacific/Kiritimati"])
def server_zone(request, monkeypatch):
    """The server's own time zone, which nothing should ask for."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield os.environ["TZ"]
    monkeypatch.undo()
    time.tzset()
