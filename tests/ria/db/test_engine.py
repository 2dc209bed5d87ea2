"""SQLite set up so that a save survives, and PostgreSQL by the driver that is installed."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from ria.db.engine import open_engine, writing


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 10_000),
        ("recursive_triggers", 1),
    ],
)
def test_sqlite_is_set_up(sqlite_url, pragma, value):
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == value
    engine.dispose()


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgres_is_spoken_to_with_psycopg_3(scheme):
    engine = open_engine(f"{scheme}://ria@localhost/ria")
    assert (engine.dialect.name, engine.dialect.driver) == ("postgresql", "psycopg")


def test_a_writer_takes_the_lock_when_it_begins_and_a_reader_does_not(sqlite_url):
    engine = open_engine(sqlite_url)
    with writing(engine).connect() as writer, engine.connect() as reader:
        writer.execute(text("SELECT 1"))
        assert reader.execute(text("SELECT count(*) FROM policy")).scalar_one() == 0
    engine.dispose()


def test_foreign_keys_hold_on_both(both_databases):
    engine = open_engine(both_databases)
    with engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text(
            "INSERT INTO role_grant (user_id, role) VALUES (4711, 'developer')"
        ))  # fmt: skip
    engine.dispose()
