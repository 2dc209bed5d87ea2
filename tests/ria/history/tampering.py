"""Random changes to a database file, made the way a tamperer would: past the product, with SQL.

The tamperer knows the schema. Triggers that stand in the way are dropped and put back to the
letter, checks and foreign keys are switched off, so that nothing but the change itself is left to
be found.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from ria.history.seals import UNSEALED_COLUMNS, UNSEALED_TABLES, sealed_models

CHAIN = ("history_event", "history_payload", "history_head")
SEALED = tuple(str(model.__tablename__) for model in sealed_models())
LEFT_OUT = {
    (str(model.__tablename__), column)
    for model, columns in UNSEALED_COLUMNS.items()
    for column in columns
}
UNSEALED = {str(model.__tablename__) for model in UNSEALED_TABLES} - set(CHAIN)

VALUES = (
    "", " ", "0", "1", "-1", "none", "null", "{}", "[]", '""', "x'00'", "high", "approve",
    "2026-11-22T09:00:00.000000+00:00", "2026-11-22", "U1", "P0001", "\u202e\u0000é",
    0, 1, -1, 2, 7, 10**15, 1.5, None, b"", b"\x00\xff", b"approve",
)  # fmt: skip


class Tamperer:
    """One seeded hand on one database file. `deed` says what it did."""

    def __init__(self, file: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.file = file
        self.deed = ""

    def strike(self) -> str:
        """Do one random thing, and say what."""
        weighted: dict[Callable[[], bool], int] = {
            self.change_a_cell: 60,
            self.swap_two_cells: 12,
            self.delete_a_row: 8,
            self.insert_a_copy: 6,
            self.cut_a_tail: 6,
            self.change_a_trigger: 4,
            self.change_the_schema: 4,
        }
        with closing(sqlite3.connect(self.file, isolation_level=None)) as self.connection:
            self._loosen()
            while not self.random.choices(list(weighted), weighted.values())[0]():
                pass
            self._tighten()
        return self.deed

    # --- What can be done --------------------------------------------------------------------

    def change_a_cell(self) -> bool:
        table, column = self._a_column()
        row = self._a_row(table)
        if row is None:
            return False
        old = self._cell(table, column, row)
        return self._set(table, column, row, self._another(old))

    def swap_two_cells(self) -> bool:
        table, column = self._a_column()
        one, other = self._a_row(table), self._a_row(table)
        if one is None or one == other:
            return False
        first, second = self._cell(table, column, one), self._cell(table, column, other)
        if first == second or not self._set(table, column, one, f"parked {first!r}"):
            return False
        self._set(table, column, other, first)
        self._set(table, column, one, second)
        self.deed = f"swap {table}.{column} of rows {one} and {other}: {first!r}, {second!r}"
        return True

    def delete_a_row(self) -> bool:
        table = self._a_table()
        row = self._a_row(table)
        if row is None:
            return False
        self.connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', [row])
        self.deed = f"delete row {row} of {table}"
        return True

    def insert_a_copy(self) -> bool:
        table = self._a_table()
        row = self._a_row(table)
        if row is None:
            return False
        columns = self._columns(table)
        values = [self._cell(table, column, row) for column in columns]
        changed = [f"{v} again" if isinstance(v, str) else v for v in values]
        changed[0] = f"{values[0]} again" if isinstance(values[0], str) else values[0] + 100_000
        marks = ", ".join("?" * len(columns))
        try:
            self.connection.execute(f'INSERT INTO "{table}" VALUES ({marks})', changed)
        except sqlite3.Error:
            return False
        self.deed = f"insert a copy of row {row} into {table}"
        return True

    def cut_a_tail(self) -> bool:
        """Take the last events of a chain away, their payloads too, and mend its head or not."""
        chains = [row[0] for row in self.connection.execute("SELECT chain FROM history_head")]
        chain = self.random.choice(chains)
        events = self.connection.execute(
            "SELECT e.id, e.seq, e.prev, p.content FROM history_event e "
            "JOIN history_payload p ON p.event_id = e.id WHERE chain = ? ORDER BY seq DESC",
            [chain],
        ).fetchall()
        tail = events[: self.random.randint(1, len(events))]
        mended = self.random.random() < 0.5
        if mended and not any(json.loads(content)["rows"] for *_, content in tail):
            return False  # that takes a checkpoint to find: it has a test of its own
        for event_id, *_ in tail:
            self.connection.execute("DELETE FROM history_event WHERE id = ?", [event_id])
            self.connection.execute("DELETE FROM history_payload WHERE event_id = ?", [event_id])
        if mended and len(tail) == len(events):
            self.connection.execute("DELETE FROM history_head WHERE chain = ?", [chain])
        elif mended:
            self.connection.execute(
                "UPDATE history_head SET seq = ?, hash = ? WHERE chain = ?",
                [tail[-1][1] - 1, tail[-1][2], chain],
            )
        self.deed = f"cut {len(tail)} events off {chain}, head {'mended' if mended else 'left'}"
        return True

    def change_a_trigger(self) -> bool:
        name = self.random.choice(list(self.triggers))
        statement = self.triggers.pop(name)
        how = self.random.choice(("gone", "loosened", "added"))
        if how == "loosened":
            self.triggers[name] = statement.replace(" WHEN ", " WHEN 1 = 0 AND ", 1)
        if how == "added":
            self.triggers[name] = statement
            self.triggers["extra"] = (
                "CREATE TRIGGER extra AFTER INSERT ON comment BEGIN "
                "UPDATE policy SET title = 'changed later'; END"
            )
        self.deed = f"trigger {name} {how}"
        return True

    def change_the_schema(self) -> bool:
        statement = self.random.choice(
            (
                'ALTER TABLE "comment" ADD COLUMN secret TEXT',
                "ALTER TABLE policy DROP COLUMN urgent_reason",
                "CREATE TABLE shadow (id INTEGER)",
                "DROP TABLE reminder",
                "DROP INDEX one_open_edition",
                "UPDATE alembic_version SET version_num = '0000'",
            )
        )
        self.connection.execute(statement)
        self.deed = statement
        return True

    # --- How ---------------------------------------------------------------------------------

    def _loosen(self) -> None:
        self.connection.execute("PRAGMA foreign_keys = OFF")
        self.connection.execute("PRAGMA ignore_check_constraints = ON")
        found = self.connection.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'")
        self.triggers = dict(found.fetchall())
        for name in self.triggers:
            self.connection.execute(f"DROP TRIGGER {name}")

    def _tighten(self) -> None:
        for statement in self.triggers.values():
            self.connection.execute(statement)

    def _a_table(self) -> str:
        return self.random.choice((*SEALED, *CHAIN))

    def _columns(self, table: str) -> list[str]:
        return [row[1] for row in self.connection.execute(f'PRAGMA table_info("{table}")')]

    def _a_column(self) -> tuple[str, str]:
        table = self._a_table()
        columns = [c for c in self._columns(table) if (table, c) not in LEFT_OUT]
        return table, self.random.choice(columns)

    def _a_row(self, table: str) -> int | None:
        rows = [row[0] for row in self.connection.execute(f'SELECT rowid FROM "{table}"')]
        return self.random.choice(rows) if rows else None

    def _cell(self, table: str, column: str, row: int) -> object:
        found = self.connection.execute(f'SELECT "{column}" FROM "{table}" WHERE rowid = ?', [row])
        return found.fetchone()[0]

    def _another(self, old: object) -> object:
        """A value near the old one, or any at all."""
        if isinstance(old, str) and old and self.random.random() < 0.6:
            at = self.random.randrange(len(old))
            return self.random.choice(
                (old[:at] + "~" + old[at:], old[:at] + old[at + 1 :], old.swapcase(), old + " ",
                 f" {old}", old.replace("T", " "), old.encode())
            )  # fmt: skip
        if isinstance(old, int) and self.random.random() < 0.6:
            return old + self.random.choice((-1, 1, 2, 100))
        return self.random.choice(VALUES)

    def _set(self, table: str, column: str, row: int, new: object) -> bool:
        """Change one cell; False if the database would not have it, or nothing changed by it."""
        old = self._cell(table, column, row)
        try:
            self.connection.execute(
                f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', [new, row]
            )
        except sqlite3.Error:
            return False
        kept = row if self._has(table, row) else new  # the column may be the row's own number
        now = self._cell(table, column, kept)
        self.deed = f"{table}.{column} of row {row}: {old!r} -> {now!r}"
        return (type(old), old) != (type(now), now)

    def _has(self, table: str, row: int) -> bool:
        found = self.connection.execute(f'SELECT 1 FROM "{table}" WHERE rowid = ?', [row])
        return found.fetchone() is not None
