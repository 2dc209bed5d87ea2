"""Seals: each event carries the digest of every row its command wrote.

So a row that was changed behind the product's back differs from the last seal the chain holds for
it, and `ria audit verify` names it. A row of a sealed table without a seal was smuggled in; a seal
without a row was taken out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import inspect
from sqlmodel import SQLModel

from ria.history.canonical import canonical, digest
from ria.models import (
    Counter,
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
    Schedule,  # derived: rebuilt from the assessments
)

UNSEALED_COLUMNS: dict[type[SQLModel], frozenset[str]] = {
    Message: frozenset({"attempts", "next_try_at", "lease_until", "lease_by"}),
}


def sealed_models() -> list[type[SQLModel]]:
    """The models whose rows are sealed, in the order of their tables' names."""
    mapped = [mapper.class_ for mapper in SQLModel._sa_registry.mappers]
    return sorted(
        (model for model in mapped if model not in UNSEALED_TABLES),
        key=lambda model: str(model.__tablename__),
    )


def is_sealed(row: object) -> bool:
    """Whether changes to this row belong into the history."""
    return isinstance(row, SQLModel) and not isinstance(row, UNSEALED_TABLES)


def row_name(row: object) -> str:
    """`policy:12`."""
    identity = inspect(row).identity
    key = ",".join(str(part) for part in identity)
    return f"{type(row).__tablename__}:{key}"  # type: ignore[attr-defined]


def seal(row: object) -> str:
    """The digest of a row's sealed columns."""
    left_out = UNSEALED_COLUMNS.get(type(row), frozenset())  # type: ignore[arg-type]
    columns = inspect(type(row)).column_attrs.keys()
    values: dict[str, Any] = {name: getattr(row, name) for name in columns if name not in left_out}
    return digest(canonical(values))


def changes_seal(row: object) -> bool:
    """Whether a dirty row differs in a column that is sealed."""
    left_out = UNSEALED_COLUMNS.get(type(row), frozenset())  # type: ignore[arg-type]
    state = inspect(row)
    names: Iterable[str] = state.mapper.column_attrs.keys()
    return any(state.attrs[name].history.has_changes() for name in names if name not in left_out)
