"""Insert, update and delete one row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table

from ria.db.statements import deleting, inserting, updating


def insert_row(connection: Connection, table: Table, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Insert a row and return its primary key. `values` gives every column but a key that the
    database counts up.
    """
    key = connection.execute(inserting(table), values).inserted_primary_key
    assert key is not None  # only an insertion of many rows has none
    return tuple(key)


def update_row(
    connection: Connection, table: Table, key: tuple[Any, ...], changed: Mapping[str, Any]
) -> None:
    """Set the columns `changed` of the row with this primary key, which exists."""
    statement = updating(table, _key(table), tuple(changed))
    new = {f"new_{name}": value for name, value in changed.items()}
    done = connection.execute(statement, {**_keyed(table, key), **new})
    assert done.rowcount == 1, table.name


def delete_row(connection: Connection, table: Table, key: tuple[Any, ...]) -> None:
    """Delete the row with this primary key, which exists."""
    done = connection.execute(deleting(table, _key(table)), _keyed(table, key))
    assert done.rowcount == 1, table.name


def _key(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key)


def _keyed(table: Table, key: tuple[Any, ...]) -> dict[str, Any]:
    return {f"key_{name}": part for name, part in zip(_key(table), key, strict=True)}
