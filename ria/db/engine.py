"""Engines for SQLite and PostgreSQL that behave alike where it matters.

On SQLite a writing transaction takes the write lock when it begins (``BEGIN IMMEDIATE``). A
transaction that has already read and then wants to write cannot wait for another writer: it fails
with "database is locked", however long the busy timeout is. So writers take the lock first, and
readers never write.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

BUSY_TIMEOUT_MS = 10_000
WRITING = "ria_writing"


def open_engine(url: str) -> Engine:
    """Open an engine for `url`. A PostgreSQL URL that names no driver uses psycopg 3."""
    if url.startswith("sqlite"):
        return _sqlite(url)
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            url = "postgresql+psycopg://" + url.removeprefix(prefix)
    return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10)


def writing(engine: Engine) -> Engine:
    """Return the same engine and pool; its transactions take the write lock when they begin."""
    return engine.execution_options(**{WRITING: True})


def asking(engine: Engine) -> Engine:
    """Return the same engine and pool for reading with single statements, in autocommit mode. On
    PostgreSQL this saves the round trips of a transaction. On SQLite it is the engine itself.
    """
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})

    @event.listens_for(engine, "connect")
    def _configure(dbapi_connection: Any, _record: object) -> None:
        dbapi_connection.isolation_level = None  # transactions begin in _begin, below
        cursor = dbapi_connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # a confirmed save survives a power cut
            "foreign_keys=ON",
            "recursive_triggers=ON",  # else REPLACE does not fire the delete triggers
            f"busy_timeout={BUSY_TIMEOUT_MS}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        is_writer = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")

    return engine
