"""The statements that write rows, each built once per table and columns: building one takes longer
than running it.

`key_<column>` identifies the row, `new_<column>` is a new value.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Delete,
    Insert,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    update,
)


@cache
def inserting(table: Table) -> Insert:
    """Insert a row of the columns that are given."""
    return insert(table)


@cache
def updating(table: Table, keys: tuple[str, ...], changed: tuple[str, ...]) -> Update:
    """Set the columns `changed` of the row with these values of the columns `keys`."""
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in changed}
    return update(table).where(*_is_row(table, keys)).values(new)


@cache
def deleting(table: Table, keys: tuple[str, ...]) -> Delete:
    """Delete the row with these values of the columns `keys`."""
    return delete(table).where(*_is_row(table, keys))


def _is_row(table: Table, keys: Iterable[str]) -> list[ColumnElement[bool]]:
    return [table.c[name] == bindparam(f"key_{name}") for name in keys]
