"""`ria audit verify` finds what was done to the database behind the product's back."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from ria.db.engine import open_engine
from ria.db.migrate import newest
from ria.history.search_documents import INDEX_TABLES
from ria.history.verify import Fault, _contents, verify
from tests.ria.building import World, live
from tests.ria.history.tampering import SEALED, UNSEALED, Tamperer

FIRST_SEED = 20_261_122
LIVED_IN = {
    "account", "assessment", "comment", "committee", "contributor", "judgement", "message",
    "policy", "policy_text", "publication", "role_grant", "section_answers", "sign_off",
    "signature_request", "stage_change", "stage_form", "stored_file", "stored_set", "unit",
}  # fmt: skip


def faults_of(file: Path) -> list[str]:
    """What the verification of this file finds."""
    engine = open_engine(f"sqlite:///{file}")
    try:
        with Session(engine) as session:
            return [str(fault) for fault in verify(session).faults]
    finally:
        engine.dispose()


def faults_in(world: World) -> list[str]:
    """What the verification of this organisation's database finds."""
    with world.store.read_session() as session:
        return [str(fault) for fault in verify(session).faults]


def is_found(file: Path) -> bool:
    """Whether the verification finds anything. It says what is wrong with the contents and what is
    wrong with the schema; so the schema, which takes most of the time, is only looked at where the
    contents are in order."""
    engine = open_engine(f"sqlite:///{file}")
    faults: list[Fault] = []
    try:
        with Session(engine) as session:
            _contents(session, faults, lambda _: None)
    except DatabaseError:
        pass  # the whole verification says how it cannot be read
    finally:
        engine.dispose()
    return bool(faults or faults_of(file))


def harm(file: Path, *statements: str) -> None:
    """Run SQL on the file as a tamperer would, with nothing to stop it."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in ("PRAGMA foreign_keys = OFF", *statements):
            connection.execute(statement)


def without_trigger(file: Path, name: str, *statements: str) -> None:
    """The same, with a trigger out of the way that stands again afterwards, to the letter."""
    with closing(sqlite3.connect(file)) as connection:
        query = "SELECT sql FROM sqlite_master WHERE name = ?"
        (trigger,) = connection.execute(query, [name]).fetchone()
    harm(file, f"DROP TRIGGER {name}", *statements, trigger)


def test_a_life_leaves_no_faults(lived_file):
    assert faults_of(lived_file) == []


def test_the_life_fills_the_tables_that_are_tampered_with(lived_file):
    with closing(sqlite3.connect(lived_file)) as connection:
        filled = {
            table
            for table in SEALED
            if connection.execute(f'SELECT count(*) FROM "{table}"').fetchone() != (0,)
        }
        tables = {row[0] for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%history%'"
        )}  # fmt: skip
    assert filled >= LIVED_IN
    assert tables - INDEX_TABLES == {*SEALED, *UNSEALED, "alembic_version"}


def missed(lived: Path, harmed: Path, seeds: range) -> list[str]:
    """Which of so many random changes, each to a copy of its own, the verification misses."""
    found = []
    for seed in seeds:
        shutil.copy(lived, harmed)
        deed = Tamperer(harmed, seed).strike()
        if not is_found(harmed):
            found.append(f"seed {seed}: {deed}")
    return found


def test_each_of_a_hundred_random_changes_is_found(lived_file, tmp_path):
    seeds = range(FIRST_SEED, FIRST_SEED + 100)
    assert missed(lived_file, tmp_path / "harmed.db", seeds) == []


@pytest.mark.long
@pytest.mark.timeout(900)
def test_each_of_two_thousand_random_changes_is_found(lived_file, tmp_path):
    first = random.SystemRandom().randrange(10**9)
    assert missed(lived_file, tmp_path / "harmed.db", range(first, first + 2_000)) == []


def test_a_fault_names_its_row(lived_copy):
    harm(lived_copy, "UPDATE policy SET title = 'Another title' WHERE id = 2")
    assert faults_of(lived_copy) == ["policy:2: differs from what the history says of it"]


def test_a_row_put_in_and_a_row_taken_out_are_told_apart(lived_copy):
    harm(lived_copy, "UPDATE unit SET id = 9 WHERE id = 1")
    assert faults_of(lived_copy) == [
        "unit:9: the history knows no such row",
        "unit:1: the history has this row, the database does not",
    ]


def test_a_value_written_in_another_way_is_found(lived_copy):
    harm(lived_copy, "UPDATE assessment SET is_open = 2 WHERE is_open = 1")
    assert faults_of(lived_copy) == ["assessment:1: is_open is not written as it would be here"]


def test_an_instant_in_another_notation_is_found(lived_copy):
    other = "UPDATE stored_set SET first_used_at = replace(first_used_at, 'T', ' ') WHERE id = 1"
    harm(lived_copy, other)
    assert faults_of(lived_copy) == [
        "stored_set:1: first_used_at is not written as it would be here"
    ]


def test_what_no_column_can_hold_is_found(lived_copy):
    harm(
        lived_copy,
        "PRAGMA ignore_check_constraints = ON",
        "UPDATE assessment SET stage = 'finished' WHERE id = 1",
    )
    assert faults_of(lived_copy) == [
        "database: integrity check: CHECK constraint failed in assessment",
        "assessment:1: stage holds what no such column can hold",
    ]


def test_text_that_is_no_text_is_found(lived_copy):
    harm(lived_copy, "UPDATE policy SET title = CAST(x'fffe' AS TEXT) WHERE id = 1")
    (fault,) = faults_of(lived_copy)
    assert fault.startswith("database: cannot be read")


def test_an_erased_payload_is_found(lived_copy):
    # The trigger lets a payload be erased. Nothing in the product does so yet.
    harm(lived_copy, "UPDATE history_payload SET content = '', salt = '' WHERE event_id = 1")
    assert "organisation event 1: its payload was changed or erased" in faults_of(lived_copy)


def test_a_history_rewritten_with_all_its_hashes_is_found_by_its_rows(lived_copy):
    """Whoever recomputes a whole chain still has to rewrite the rows, or the rows tell."""
    without_trigger(
        lived_copy,
        "history_payload_only_erased",
        "UPDATE history_payload SET content = replace(content, 'Media', 'Medium')",
    )
    assert any("its payload was changed" in fault for fault in faults_of(lived_copy))


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("ALTER TABLE comment ADD COLUMN secret TEXT", "remove column comment secret"),
        ("CREATE TABLE shadow (id INTEGER)", "remove table shadow"),
        ("DROP TABLE reminder", "add table reminder"),
        ("DROP INDEX one_open_edition", "add index one_open_edition"),
        ("DROP TRIGGER no_contributor_signs", "the trigger no_contributor_signs is missing"),
        ("UPDATE alembic_version SET version_num = 'x'", f"its schema is not marked as {newest()}"),
    ],
)
def test_a_changed_schema_is_found(lived_copy, statement, fault):
    harm(lived_copy, statement)
    assert any(fault in found for found in faults_of(lived_copy))


def test_a_loosened_trigger_is_found(lived_copy):
    without_trigger(lived_copy, "history_event_no_update")
    assert faults_of(lived_copy) == []
    with closing(sqlite3.connect(lived_copy)) as connection:
        (sql,) = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'history_event_no_update'"
        ).fetchone()
    harm(lived_copy, "DROP TRIGGER history_event_no_update", sql.replace("1 = 1", "1 = 0"))
    assert faults_of(lived_copy) == [
        "database: the trigger history_event_no_update was changed or switched off"
    ]


@pytest.mark.postgres
class TestOnPostgres:
    """The same on PostgreSQL, whose triggers and types are other ones."""

    @pytest.fixture
    def lived(self, world_on_postgres):
        live(world_on_postgres)
        return world_on_postgres

    def strike(self, world, *statements):
        with world.store.engine.connect() as connection:
            connection.execute(text("SET session_replication_role = replica"))  # no triggers now
            for statement in statements:
                connection.execute(text(statement))
            connection.execute(text("SET session_replication_role = origin"))
            connection.commit()

    def test_a_life_leaves_no_faults(self, lived):
        assert faults_in(lived) == []

    @pytest.mark.parametrize(
        ("statement", "fault"),
        [
            ("UPDATE policy SET title = 'x' WHERE id = 1", "policy:1: differs"),
            ("UPDATE history_event SET kind = 'x' WHERE id = 3", "its hash is not"),
            ("UPDATE history_payload SET salt = 'x' WHERE event_id = 3", "its payload was"),
            ("DELETE FROM comment", "comment:1: the history has this row"),
            (
                "UPDATE section_answers SET answers = (answers::text || ' ')::json WHERE id = 1",
                "section_answers:1: answers is not written",
            ),
            (
                "ALTER TABLE history_event DISABLE TRIGGER history_event_no_update",
                "the trigger history_event_no_update was changed or switched off",
            ),
            (
                "CREATE OR REPLACE FUNCTION no_contributor_signs() RETURNS trigger "
                "LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "the trigger no_contributor_signs was changed",
            ),
            ("ALTER TABLE comment ADD COLUMN secret TEXT", "remove column comment secret"),
        ],
    )
    def test_what_was_done_is_found(self, lived, statement, fault):
        self.strike(lived, statement)
        assert any(fault in found for found in faults_in(lived)), faults_in(lived)
