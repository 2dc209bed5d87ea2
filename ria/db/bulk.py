"""Insert and update many rows in few statements, in the way that is fastest on each database.

SQLite is fastest with one statement executed once for each row. On PostgreSQL every execution is a
network round trip, so many rows are sent in one statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    Executable,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    column,
    func,
    select,
    update,
)
from sqlalchemy import values as sql_values

from ria.db.statements import inserting, updating

T = TypeVar("T")

MOST_AT_ONCE = 500
"""The most values in one list of a query: well below the limit of either database."""
_A_STATEMENT = 2_000
"""The most rows in one statement on PostgreSQL."""


def in_parts(values: Iterable[T], size: int = MOST_AT_ONCE) -> Iterator[list[T]]:
    """Split the values into lists short enough for one query."""
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part


def new_keys(connection: Connection, table: Table, number: int) -> Sequence[int]:
    """Return `number` unused values of a table's integer key `id`. On SQLite the caller must hold
    the write lock, so that nobody else inserts meanwhile.
    """
    if connection.dialect.name == "postgresql":
        return list(connection.execute(_next_keys(table), {"number": number}).scalars())
    last = connection.execute(_last_key(table)).scalar_one()
    return range(last + 1, last + 1 + number)


@cache
def _next_keys(table: Table) -> Select[int]:
    sequence = func.pg_get_serial_sequence(table.name, "id")
    numbers = func.generate_series(1, bindparam("number", type_=Integer()))
    return select(func.nextval(sequence)).select_from(numbers)


@cache
def _last_key(table: Table) -> Select[int]:
    return select(func.coalesce(func.max(table.c.id), 0))


def new_keys_in_a_row(connection: Connection, table: Table, number: int) -> int:
    """Return the first of `number` unused key values without a gap. The caller must hold the lock
    that keeps others from inserting; on PostgreSQL that is a named lock.
    """
    if connection.dialect.name != "postgresql":
        return new_keys(connection, table, number)[0]
    sequence = func.pg_get_serial_sequence(table.name, "id")
    last = select(func.setval(sequence, func.nextval(sequence) + number - 1))
    return int(connection.execute(last).scalar_one()) - number + 1


def insert_many(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows that all have the same columns."""
    if not rows:
        return
    statement: Executable = inserting(table)
    if connection.dialect.name == "postgresql":
        statement = _inserting_at_once(table)
    connection.execute(statement, rows)


@cache
def _inserting_at_once(table: Table) -> Executable:
    """RETURNING makes it one statement for many rows."""
    return inserting(table).returning(*table.primary_key.columns)


def update_many(
    connection: Connection, table: Table, keys: Sequence[str], rows: list[dict[str, Any]]
) -> None:
    """Update rows. Each dictionary identifies its row by `keys` and holds the new values."""
    if not rows:
        return
    changed = tuple(name for name in rows[0] if name not in keys)
    if connection.dialect.name == "postgresql":
        for part in in_parts(rows, _A_STATEMENT):
            _update_joined(connection, table, keys, changed, part)
        return
    connection.execute(
        updating(table, tuple(keys), changed),
        [
            {f"{'key' if name in keys else 'new'}_{name}": value for name, value in row.items()}
            for row in rows
        ],
    )


def _update_joined(
    connection: Connection,
    table: Table,
    keys: Sequence[str],
    changed: Sequence[str],
    rows: list[dict[str, Any]],
) -> None:
    names = [*keys, *changed]
    given = sql_values(*(column(name, table.c[name].type) for name in names), name="given").data(
        [tuple(row[name] for name in names) for row in rows]
    )
    connection.execute(
        update(table)
        .where(and_(*(table.c[name] == given.c[name] for name in keys)))
        .values({name: given.c[name] for name in changed})
    )
