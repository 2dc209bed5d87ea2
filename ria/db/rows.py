"""Insert, update and delete one row. Each statement is built once per table and columns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Table, Update, bindparam, delete, insert, update


def insert_row(connection: Connection, table: Table, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Insert a row and return its primary key. `values` gives every column but a key that the
    database counts up.
    """
    key = connection.execute(_insert(table), values).inserted_primary_key
    assert key is not None  # only an insertion of many rows has none
    return tuple(key)


def update_row(
    connection: Connection, table: Table, key: tuple[Any, ...], changed: Mapping[str, Any]
) -> None:
    """Set the columns `changed` of the row with this primary key, which exists."""
    values = {f"new_{name}": value for name, value in changed.items()}
    done = connection.execute(_update(table, tuple(changed)), _keyed(table, key) | values)
    assert done.rowcount == 1, table.name


def delete_row(connection: Connection, table: Table, key: tuple[Any, ...]) -> None:
    """Delete the row with this primary key, which exists."""
    done = connection.execute(_delete(table), _keyed(table, key))
    assert done.rowcount == 1, table.name


def _keyed(table: Table, key: tuple[Any, ...]) -> dict[str, Any]:
    return {f"key_{c.name}": part for c, part in zip(table.primary_key, key, strict=True)}


@cache
def _insert(table: Table) -> Insert:
    return insert(table)


@cache
def _update(table: Table, columns: tuple[str, ...]) -> Update:
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
    return update(table).where(*_is_row(table)).values(new)


@cache
def _delete(table: Table) -> Delete:
    return delete(table).where(*_is_row(table))


def _is_row(table: Table) -> list[Any]:
    return [column == bindparam(f"key_{column.name}") for column in table.primary_key]
