"""A whole organisation behind its pages, on either database."""

from __future__ import annotations

import pytest

from tests.ria.building import build_world, copied_world
from tests.ria.web.conftest import build_site, lent_site


@pytest.fixture
def site(sqlite_url, tmp_path):
    """The application on SQLite."""
    yield from _site(sqlite_url, tmp_path)


@pytest.fixture
def site_on_both(both_databases, tmp_path):
    """The application on SQLite and on PostgreSQL."""
    yield from _site(both_databases, tmp_path)


@pytest.fixture
def site_on_either(either_database, tmp_path):
    """The application on SQLite, and among the long tests on PostgreSQL."""
    yield from _site(either_database, tmp_path)


@pytest.fixture
def two_sites(sqlite_url, postgres_url, tmp_path):
    """The same organisation twice: on SQLite and on PostgreSQL."""
    worlds = [
        build_world(url, tmp_path / name)
        for url, name in ((sqlite_url, "sqlite"), (postgres_url, "postgres"))
    ]
    yield [build_site(world) for world in worlds]
    for world in worlds:
        world.store.close()


def _site(url, folder):
    build = copied_world if url.startswith("sqlite") else build_world
    world = build(url, folder / "data")
    with lent_site(world) as lent:
        yield lent
    world.store.close()
