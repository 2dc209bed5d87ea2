"""Migrations run up and down with data, and lay just what the models say, on both databases."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from functools import partial

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

import ria.models  # noqa: F401  (fills the metadata)
from ria.db import migrate
from ria.db.engine import open_engine
from ria.db.migrate import SchemaError, check, downgrade, fingerprint, newest, upgrade
from ria.history.schema import is_described
from ria.history.search_documents import INDEX_TABLES, INDEXES
from tests.ria.building import build_world, live


@pytest.fixture
def bare(both_bare_databases):
    """An engine on a database without a schema."""
    engine = open_engine(both_bare_databases)
    yield engine
    engine.dispose()


def tables(engine):
    """The tables that the models describe, and none of the search indexes, if all of these are."""
    names = set(inspect(engine).get_table_names()) - {"alembic_version"}
    assert names.isdisjoint(INDEXES) or names.issuperset(INDEXES)
    return names - INDEX_TABLES


def test_up_down_and_up_again(bare):
    upgrade(bare)
    assert tables(bare) == set(SQLModel.metadata.tables)
    check(bare)
    downgrade(bare, "base")
    assert tables(bare) == set()
    upgrade(bare)
    check(bare)


def test_the_schema_is_what_the_models_say(bare):
    upgrade(bare)
    with bare.connect() as connection:
        opts = {"compare_type": True, "include_name": is_described}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_a_database_with_policies_in_it_goes_down_and_up(bare, tmp_path):
    upgrade(bare)
    world = build_world(bare.url.render_as_string(hide_password=False), tmp_path / "data")
    live(world)
    world.store.close()
    downgrade(bare, "base")
    assert tables(bare) == set()
    upgrade(bare)
    check(bare)
    with bare.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM policy")).scalar_one() == 0


def test_going_up_twice_changes_nothing(bare):
    upgrade(bare)
    upgrade(bare)
    check(bare)


def test_a_failing_migration_leaves_nothing(bare, monkeypatch):
    def fail(*_arguments):
        raise RuntimeError("in the middle")

    monkeypatch.setattr("ria.db.migrations.triggers.op.execute", fail)
    with pytest.raises(RuntimeError, match="in the middle"):
        upgrade(bare)
    assert tables(bare) == set()


@pytest.mark.postgres
def test_text_is_compared_byte_by_byte_on_postgres(postgres_url):
    """Else the two databases would sort, and so export, differently."""
    engine = open_engine(postgres_url)
    with engine.connect() as connection:
        otherwise = connection.execute(text(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'text' "
            "AND collation_name IS DISTINCT FROM 'C'"
        )).all()  # fmt: skip
    engine.dispose()
    assert otherwise == []


# --- What `check` says, in one line -----------------------------------------------------------


def refusal(url: str) -> str:
    """The one line with which a database is refused."""
    engine = open_engine(url)
    try:
        with pytest.raises(SchemaError) as caught:
            check(engine)
    finally:
        engine.dispose()
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_an_empty_database_is_refused(both_bare_databases):
    assert refusal(both_bare_databases) == "the database is empty: run `ria db upgrade`"


def test_an_older_schema_is_refused(both_databases, monkeypatch):
    monkeypatch.setattr(migrate, "newest", lambda: "0099")
    assert refusal(both_databases) == "the database has an older schema: run `ria db upgrade`"


@pytest.mark.parametrize("change", [upgrade, partial(downgrade, to="base")])
@pytest.mark.parametrize("revision", ["0019", "9999"])
def test_the_schema_of_another_version_is_refused_and_left_alone(both_databases, revision, change):
    engine = open_engine(both_databases)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
    line = refusal(both_databases)
    assert line == (
        f"the database has the schema of another version of RIA ({revision}): "
        "install that version, or begin with an empty database"
    )
    with pytest.raises(SchemaError, match=f"({revision})"):
        change(engine)
    assert tables(engine) == set(SQLModel.metadata.tables)
    engine.dispose()


def test_a_changed_migration_has_another_fingerprint(tmp_path, monkeypatch):
    before = fingerprint()
    monkeypatch.setattr(migrate, "HERE", shutil.copytree(migrate.HERE, tmp_path / "migrations"))
    assert fingerprint() == before
    with (migrate.HERE / "triggers.py").open("a", encoding="utf-8") as file:
        file.write("# another rule\n")
    assert fingerprint() != before


def test_a_file_that_is_no_database_is_refused(tmp_path):
    file = tmp_path / "letter.db"
    file.write_text("Dear Sir or Madam, " * 100)
    line = refusal(f"sqlite:///{file}")
    assert line == "the database cannot be used: file is not a database"


def test_a_file_that_cannot_be_reached_is_refused(tmp_path):
    line = refusal(f"sqlite:///{tmp_path}/nowhere/ria.db")
    assert line == "the database cannot be used: unable to open database file"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ria@127.0.0.1:9/ria?connect_timeout=2",
        "postgresql://ria@/ria?host=/nowhere/at/all",
    ],
)
def test_a_server_that_does_not_answer_is_refused(url):
    assert refusal(url).startswith("the database cannot be used: ")


@pytest.mark.postgres
def test_a_database_that_does_not_exist_is_refused(postgres):
    line = refusal(postgres.url("nothing_of_this_name"))
    assert line.startswith("the database cannot be used: ")
    assert "nothing_of_this_name" in line


def test_the_newest_schema_is_the_last_migration():
    versions = sorted(path.name for path in (migrate.HERE / "versions").glob("[0-9]*.py"))
    assert newest() == versions[-1][:4]


def test_the_triggers_are_laid_to_the_letter(sqlite_url):
    from ria.db.migrations.triggers import IN_FORCE

    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection:
        laid = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        assert dict(laid.fetchall()) == {trigger.name: trigger.sqlite for trigger in IN_FORCE}
