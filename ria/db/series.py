"""Insert or update many rows that share most of their values, given as JSON in one statement.

The JSON is an object with `runs`. Each run gives the column values that its rows share (`alike`),
the `values` of the column that varies (with several such columns, a list for each row) and the key
of its `first` row; the other rows have consecutive keys. The database unpacks the JSON itself,
which is the fastest way to write many rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, and_, text, update


def insert_series(connection: Connection, table: Table, each: Sequence[str], runs: str) -> None:
    """Insert the rows of these runs, given as JSON. The runs hold every column but `id` and `each`
    under `alike`, and the columns `each` under `values`.
    """
    alike = [column.name for column in table.columns if column.name not in ("id", *each)]
    names = ", ".join(("id", *each, *alike))
    insert = f"INSERT INTO {table.name} ({names}) SELECT {names} FROM given"  # noqa: S608
    _execute(connection, table, each, alike, runs, insert)


def update_series(
    connection: Connection,
    table: Table,
    each: str,
    changed: str,
    keys: Iterable[str],
    runs: str,
    among: str,
) -> None:
    """Set one column of many rows. The runs identify the rows by `keys` and `each`. `among` is a
    condition that an index can use and that holds for all of these rows.
    """
    found = " AND ".join(f"{table.name}.{name} = given.{name}" for name in (*keys, each))
    update = (
        f"UPDATE {table.name} SET {changed} = given.{changed} FROM given "  # noqa: S608
        f"WHERE {found} AND {among}"
    )
    _execute(connection, table, [each], [*keys, changed], runs, update)


def update_alike(
    connection: Connection,
    table: Table,
    keys: Mapping[str, Any],
    changed: Mapping[str, Any],
    among: str,
) -> None:
    """Set columns of all rows that have these keys. `among` is a condition that an index can use
    and that holds for all of these rows.
    """
    same = and_(*(table.c[name] == value for name, value in keys.items()))
    connection.execute(update(table).where(same, text(among)).values(dict(changed)))


def _execute(
    connection: Connection,
    table: Table,
    each: Sequence[str],
    alike: list[str],
    runs: str,
    statement: str,
) -> None:
    """Run a statement that reads rows from `given`. Names of tables and columns are the models'."""
    given = _on_postgres if connection.dialect.name == "postgresql" else _on_sqlite
    connection.execute(text(f"{given(table, each, alike)} {statement}"), {"runs": runs})


def _on_sqlite(_table: Table, each: Sequence[str], alike: list[str]) -> str:
    # Extract the parts of each run first: extracting from a JSON text costs time in proportion to
    # its length.
    taken = ", ".join(f"json_extract(alike, '$.{name}') AS {name}" for name in alike)
    several = (f"json_extract(one.value, '$[{n}]') AS {name}" for n, name in enumerate(each))
    values = f"one.value AS {each[0]}" if len(each) == 1 else ", ".join(several)
    return (
        "WITH part AS MATERIALIZED ("  # noqa: S608
        "SELECT json_extract(value, '$.first') AS first_key, "
        "json_extract(value, '$.alike') AS alike, json_extract(value, '$.values') AS several "
        "FROM json_each(:runs, '$.runs')), "
        f"run AS MATERIALIZED (SELECT first_key, several, {taken} FROM part), "
        f"given AS (SELECT run.first_key + one.key AS id, {values}, {', '.join(alike)} "
        "FROM run, json_each(run.several) AS one)"
    )


def _on_postgres(table: Table, each: Sequence[str], alike: list[str]) -> str:
    def typed(value: str, name: str) -> str:
        kind = table.c[name].type.compile(None)
        return f"CAST({value} AS {kind}) AS {name}"

    taken = (typed(f"value #>> '{{alike,{name}}}'", name) for name in alike)
    paths = ["{}"] if len(each) == 1 else [f"{{{n}}}" for n in range(len(each))]
    values = (
        typed(f"one.value #>> '{path}'", name) for path, name in zip(paths, each, strict=True)
    )
    return (
        "WITH run AS MATERIALIZED ("  # noqa: S608
        "SELECT CAST(value ->> 'first' AS integer) AS first_key, value -> 'values' AS several, "
        f"{', '.join(taken)} FROM json_array_elements(CAST(:runs AS json) -> 'runs')), "
        "given AS MATERIALIZED ("
        f"SELECT run.first_key + one.key - 1 AS id, {', '.join(values)}, {', '.join(alike)} "
        "FROM run, json_array_elements(run.several) WITH ORDINALITY AS one(value, key))"
    )
