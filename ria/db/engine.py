"""Engines for SQLite and PostgreSQL that behave alike where it matters.

SQLite: a writing transaction takes its lock at once (``BEGIN IMMEDIATE``). A transaction that has
read and then writes cannot wait for a second writer: it fails with "database is locked" however
long the busy timeout is. So writers ask first, and readers never write.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

BUSY_TIMEOUT_MS = 10_000
WRITING = "ria_writing"


def open_engine(url: str) -> Engine:
    """An engine for `url`. psycopg 3 is meant where a PostgreSQL URL names no driver."""
    if url.startswith("sqlite"):
        return _sqlite(url)
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            url = "postgresql+psycopg://" + url.removeprefix(prefix)
    return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10)


def writing(engine: Engine) -> Engine:
    """The same engine and pool, whose transactions take the write lock when they begin."""
    return engine.execution_options(**{WRITING: True})


def asking(engine: Engine) -> Engine:
    """The same engine and pool for single statements that read. On PostgreSQL there is no
    transaction around them, which costs as many messages as the statement; on SQLite it is free."""
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})

    @event.listens_for(engine, "connect")
    def _configure(dbapi_connection: Any, _record: object) -> None:
        dbapi_connection.isolation_level = None  # the begin event below says how to begin
        cursor = dbapi_connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # a save that was answered survives a power cut
            "foreign_keys=ON",
            "recursive_triggers=ON",  # else a REPLACE deletes behind the delete triggers' back
            f"busy_timeout={BUSY_TIMEOUT_MS}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        is_writer = connection.get_execution_options().get(WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")

    return engine
