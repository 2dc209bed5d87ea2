"""Rows exactly as the database holds them, for the verification.

Every value is read raw and also as the product reads it. Reading it only as the product does would
miss some changes: a `2` instead of a `1` in a boolean column, white space in stored JSON, or an
instant in another notation. So the raw value must equal what the product would write.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import JSON, Connection, String, cast, inspect, select, type_coerce
from sqlalchemy.types import NullType
from sqlmodel import SQLModel

from ria.history.seals import name_of, seal_of, sealed_columns

Way = Callable[[Any], Any]


class NotOurs(Exception):
    """A stored value that this product never writes. The message names the column."""


def stored_seals(
    connection: Connection, model: type[SQLModel]
) -> Iterator[tuple[str, str | None, str]]:
    """Yield name and seal of every row of a model. Without a seal, the third value says why."""
    mapper = inspect(model)
    names = sealed_columns(model)
    readers = [_reader(name, mapper.columns[name].type, connection) for name in names]
    keys = [names.index(mapper.get_property_by_column(c).key) for c in mapper.primary_key]
    raw = select(*(_raw(mapper.columns[name], connection) for name in names))
    for row in connection.execute(raw.execution_options(yield_per=1000)):
        named = name_of(model, (row[at] for at in keys))
        try:
            values = dict(zip(names, map(_read, readers, row), strict=True))
            yield named, seal_of(values), ""
        except NotOurs as error:
            yield named, None, str(error)


def _raw(column: Any, connection: Connection) -> Any:
    """Return the column without the product's conversion. PostgreSQL's driver would parse JSON."""
    if isinstance(column.type, JSON) and connection.dialect.name == "postgresql":
        return cast(column, String)
    return type_coerce(column, NullType())


def _read(reader: Way, value: Any) -> Any:
    return None if value is None else reader(value)


def _ways(kind: Any, connection: Connection) -> tuple[Way, Way]:
    """Return the conversion from the stored value to the product's, and the one back."""
    if isinstance(kind, JSON):
        return json.loads, json.dumps
    dialect = connection.dialect
    own = kind.dialect_impl(dialect)
    return own.result_processor(dialect, None) or _as_is, own.bind_processor(dialect) or _as_is


def _as_is(value: Any) -> Any:
    return value


def _reader(name: str, kind: Any, connection: Connection) -> Way:
    """Read a raw value as the product does. Raises `NotOurs` if it would write it differently."""
    load, dump = _ways(kind, connection)

    def read(raw: Any) -> Any:
        if isinstance(raw, bytes):
            raise NotOurs(f"{name} holds a BLOB, which no column here does")
        try:
            value = load(raw)
            again = dump(value)
        except (LookupError, ValueError, TypeError, AttributeError):
            raise NotOurs(f"{name} holds what no such column can hold") from None
        if type(again) is not type(raw) or again != raw:
            raise NotOurs(f"{name} is not written as it would be here")
        return value

    return read
