"""The fixtures every test may ask for. Servers start on first use and end with the session."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.ria import kept
from tests.support.browser import launch, new_context
from tests.support.databases import PostgresTemplate, SqliteTemplate
from tests.support.mail import SmtpSink
from tests.support.passwords import cheapen
from tests.support.postgres import PostgresCluster
from tests.support.redis import RedisServer
from tests.support.routing import compile_rules_once
from tests.support.statements import compile_statements_once
from tests.support.templates import CompiledOnce

# Every test makes its own application; compiling templates and routes anew took most of that.
Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": CompiledOnce()}

compile_rules_once()

compile_statements_once()

cheapen()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what only reads the demonstration come last: one worker lives through its two years,
    and the other would wait for it."""
    items.sort(key=lambda item: item.path.name == "test_showcase.py")


def pytest_collection_finish() -> None:
    """Spare the collector of garbage what stays for good: modules, mappers, the tests themselves.
    It looked through all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(autouse=True)
def _what_patched_code_does_is_kept_for_nobody(request: pytest.FixtureRequest) -> Iterator[None]:
    kept.AS_WRITTEN = "monkeypatch" not in request.fixturenames
    yield
    kept.AS_WRITTEN = True


# --- Servers --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A private Redis, shared by the session and emptied by `redis_url`."""
    server = RedisServer().start()
    yield server
    server.discard()


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The address of an empty Redis."""
    with redis_server.client() as client:
        client.flushall()
    return redis_server.url


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresCluster]:
    """A private PostgreSQL cluster, one per session (and so one per xdist worker)."""
    cluster = PostgresCluster().start()
    yield cluster
    cluster.discard()


@pytest.fixture
def smtp_sink(tmp_path: Path) -> Iterator[SmtpSink]:
    """An SMTP server in this process that keeps what it gets."""
    sink = SmtpSink(tmp_path / "mail").start()
    yield sink
    sink.stop()


# --- Databases ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    """A file with the newest schema, to copy."""
    return SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresCluster) -> PostgresTemplate:
    """A PostgreSQL database with the newest schema, to copy."""
    return PostgresTemplate(postgres)


@pytest.fixture
def sqlite_url(sqlite_template: SqliteTemplate, tmp_path: Path) -> str:
    """An SQLite file of this test's own: newest schema, no rows."""
    return sqlite_template.copy(tmp_path)


@pytest.fixture
def postgres_url(postgres_template: PostgresTemplate) -> Iterator[str]:
    """A PostgreSQL database of this test's own: newest schema, no rows."""
    with postgres_template.copy() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def both_databases(request: pytest.FixtureRequest) -> str:
    """The test runs twice: on an SQLite file and on PostgreSQL; newest schema, no rows."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.long]),
    ]
)
def either_database(request: pytest.FixtureRequest) -> str:
    """As `both_databases`, for journeys of some length: on PostgreSQL only among the long tests."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def both_bare_databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """As `both_databases`, but without a schema: for tests of the migrations."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    cluster: PostgresCluster = request.getfixturevalue("postgres")
    name = cluster.create()
    yield cluster.url(name)
    cluster.drop(name)


# --- Browser --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed Chromium."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def new_session(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser sessions, one per person; `java_script_enabled=False` among the options."""
    contexts: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        contexts.append(new_context(browser, **options))
        return contexts[-1]

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_session: Callable[..., BrowserContext]) -> Page:
    """A page in a fresh browser session."""
    return new_session().new_page()
