"""Seals: every event holds the digest of each row that its command wrote.

So a row that was changed without a command differs from the last seal in the chain, and `ria audit
verify` names it. A row of a sealed table that has no seal was inserted without a command; a seal
that has no row means that the row was deleted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import JSON, inspect
from sqlmodel import SQLModel

from ria.history.canonical import canonical, digest
from ria.models import (
    Counter,
    Evidence,
    Heartbeat,
    HistoryEvent,
    HistoryHead,
    HistoryPayload,
    IdempotencyToken,
    Message,
    Schedule,
    ThrottleCount,
)

UNSEALED_TABLES: tuple[type[SQLModel], ...] = (
    HistoryEvent,  # the chain itself
    HistoryPayload,
    HistoryHead,
    IdempotencyToken,  # forgotten after some days
    Counter,
    ThrottleCount,  # forgotten after some minutes
    Heartbeat,  # about processes, and overwritten all the time
    Schedule,  # derived: rebuilt from the assessments
)

UNSEALED_COLUMNS: dict[type[SQLModel], frozenset[str]] = {
    Message: frozenset({"attempts", "next_try_at", "lease_until", "lease_by"}),
    Evidence: frozenset({"search_text"}),  # derived from the others
}


def sealed_models() -> list[type[SQLModel]]:
    """Return the models whose rows are sealed, ordered by table name."""
    mapped = [mapper.class_ for mapper in SQLModel._sa_registry.mappers]
    return sorted(
        (model for model in mapped if model not in UNSEALED_TABLES),
        key=lambda model: str(model.__tablename__),
    )


@cache
def sealed_columns(model: type[SQLModel]) -> tuple[str, ...]:
    """Return the columns of a model that its seal covers."""
    left_out = UNSEALED_COLUMNS.get(model, frozenset())
    columns = inspect(model).column_attrs
    return tuple(each.key for each in columns if each.key not in left_out)


@cache
def json_columns(model: type[SQLModel]) -> frozenset[str]:
    """Return the columns that hold JSON. A series holds them as text, exactly as stored."""
    columns = inspect(model).column_attrs
    return frozenset(each.key for each in columns if isinstance(each.columns[0].type, JSON))


def is_sealed(model: type[SQLModel]) -> bool:
    """Whether changes to rows of this model belong in the history."""
    return model not in UNSEALED_TABLES


def name_of(model: type[SQLModel], key: Iterable[object]) -> str:
    """Return the name of a row, such as `policy:12`: the table and the primary key."""
    return f"{model.__tablename__}:{','.join(str(part) for part in key)}"


def seal_of(values: Mapping[str, Any]) -> str:
    """Return the digest of a row's sealed columns, given their values."""
    return digest(canonical(values))


def series_seals(series: Mapping[str, Any]) -> dict[str, str]:
    """Return the seals of rows that an event holds in full. They are grouped by table, in runs
    whose rows differ only in the columns `each` (see `UnitOfWork.add_series`).
    """
    models = {str(model.__tablename__): model for model in sealed_models()}
    return {
        name_of(models[table], [row["id"]]): seal_of(row)
        for table, said in series.items()
        for row in _rows(said, models[table])
    }


def _rows(said: Mapping[str, Any], model: type[SQLModel]) -> Iterator[dict[str, Any]]:
    """Yield the rows of the runs, each with its sealed columns."""
    is_one = isinstance(said["each"], str)
    each: list[str] = [said["each"]] if is_one else said["each"]
    sealed, as_text = frozenset(sealed_columns(model)), json_columns(model)
    for run in said["runs"]:
        alike = {
            name: json.loads(value) if name in as_text else value
            for name, value in run["alike"].items()
            if name in sealed
        }
        for key, value in enumerate(run["values"], run["first"]):
            own = zip(each, [value] if is_one else value, strict=True)
            yield {**alike, "id": key, **dict(own)}
