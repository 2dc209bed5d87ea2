"""A store with people, policies and an outbox, on the schema of today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from forms.questions.registry import Registry
from ria.clock import FixedClock
from ria.db.engine import asking, open_engine, writing
from ria.db.store import Store
from ria.links import Links
from ria.settings import Settings, load_settings
from tests.ria.notify.world import World

MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING)


def make_store(url: str, clock: FixedClock, **settings) -> Store:
    """A store without question sets: mails need none."""
    engine = open_engine(url)
    found: Settings = load_settings(env="test", database_url=url, **settings)
    return Store(
        found,
        engine,
        clock,
        Registry({}, {}),
        Links(found.base_url),
        writing(engine),
        asking(engine),
    )


@pytest.fixture
def store(sqlite_url, clock, smtp_sink) -> Iterator[Store]:
    """On SQLite, with a sink that takes mail."""
    store = make_store(
        sqlite_url, clock, smtp_url=smtp_sink.url, base_url="https://ria.example.org"
    )
    yield store
    store.close()


@pytest.fixture
def any_store(both_databases, clock, smtp_sink) -> Iterator[Store]:
    """On SQLite and on PostgreSQL."""
    store = make_store(
        both_databases, clock, smtp_url=smtp_sink.url, base_url="https://ria.example.org"
    )
    yield store
    store.close()


@pytest.fixture
def world(store) -> World:
    return World(store)


@pytest.fixture
def any_world(any_store) -> World:
    return World(any_store)


def with_mode(store: Store, mode: str) -> Store:
    """The same store in another mail mode."""
    settings = store.settings.model_copy(update={"mail_mode": mode})
    return replace(store, settings=settings)
