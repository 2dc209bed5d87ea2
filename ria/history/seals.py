"""Seals: each event carries the digest of every row its command wrote.

So a row that was changed behind the product's back differs from the last seal the chain holds for
it, and `ria audit verify` names it. A row of a sealed table without a seal was smuggled in; a seal
without a row was taken out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
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
)

UNSEALED_TABLES: tuple[type[SQLModel], ...] = (
    HistoryEvent,  # the chain itself
    HistoryPayload,
    HistoryHead,
    IdempotencyToken,  # forgotten after some days
    Counter,
    Heartbeat,  # about processes, and overwritten all the time
    Schedule,  # derived: rebuilt from the assessments
)

UNSEALED_COLUMNS: dict[type[SQLModel], frozenset[str]] = {
    Message: frozenset({"attempts", "next_try_at", "lease_until", "lease_by"}),
    Evidence: frozenset({"search_text"}),  # derived from the others
}


def sealed_models() -> list[type[SQLModel]]:
    """The models whose rows are sealed, in the order of their tables' names."""
    mapped = [mapper.class_ for mapper in SQLModel._sa_registry.mappers]
    return sorted(
        (model for model in mapped if model not in UNSEALED_TABLES),
        key=lambda model: str(model.__tablename__),
    )


def sealed_columns(model: type[SQLModel]) -> list[str]:
    """The columns of a model that its seal covers."""
    left_out = UNSEALED_COLUMNS.get(model, frozenset())
    return [each.key for each in inspect(model).column_attrs if each.key not in left_out]


def json_columns(model: type[SQLModel]) -> frozenset[str]:
    """The columns that hold JSON. A series has them as the text that stands in the row."""
    columns = inspect(model).column_attrs
    return frozenset(each.key for each in columns if isinstance(each.columns[0].type, JSON))


def is_sealed(row: object) -> bool:
    """Whether changes to this row belong into the history."""
    return isinstance(row, SQLModel) and not isinstance(row, UNSEALED_TABLES)


def name_of(model: type[SQLModel], key: Iterable[object]) -> str:
    """`policy:12`, after the table and the primary key."""
    return f"{model.__tablename__}:{','.join(str(part) for part in key)}"


def row_name(row: SQLModel) -> str:
    """The name of a row that is in the database."""
    return name_of(type(row), inspect(row).identity)


def seal(row: SQLModel) -> str:
    """The digest of a row's sealed columns."""
    return seal_of({name: getattr(row, name) for name in sealed_columns(type(row))})


def seal_of(values: Mapping[str, Any]) -> str:
    """The digest of a row's sealed columns and their values."""
    return digest(canonical(values))


def series_seals(series: Mapping[str, Any]) -> dict[str, str]:
    """The seals of rows that stand in an event in full: by table, in runs whose rows are alike but
    for the columns in `each` (see `UnitOfWork.add_series`)."""
    models = {str(model.__tablename__): model for model in sealed_models()}
    return {
        name_of(models[table], [row["id"]]): seal_of(row)
        for table, said in series.items()
        for row in _rows(said, models[table])
    }


def _rows(said: Mapping[str, Any], model: type[SQLModel]) -> Iterator[dict[str, Any]]:
    """The rows of runs, with the columns that are sealed."""
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


def changes_seal(row: SQLModel) -> bool:
    """Whether a dirty row differs in a column that is sealed."""
    return changes(row, sealed_columns(type(row)))


def changes(row: SQLModel, columns: Iterable[str]) -> bool:
    """Whether a dirty row differs in one of these columns."""
    attributes = inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in columns)
