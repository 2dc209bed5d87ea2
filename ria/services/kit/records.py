"""Adding and changing plain records: rows of one table, each edited in one form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from pydantic import JsonValue
from sqlmodel import Session, SQLModel, select

from ria.db.store import Store
from ria.history import ORGANISATION, SYSTEM, UnitOfWork, unit_of_work
from ria.models.types import sort_key
from ria.permissions.map import Permission, may
from ria.permissions.person import Person
from ria.queries.kit.records import record_state
from ria.services.kit.errors import Forbidden, Invalid, NotFound, Stale
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import the_actor

RecordInput = Mapping[str, JsonValue]
"""The typed values, by field."""


class Named(Protocol):
    """A row that people know by its name."""

    id: int | None
    name: str


Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True)
class PlainRecord(Generic[Row]):
    """A table whose rows are each added and changed in a form.

    `word` is its name in the history: `function` has the events `function_added` and
    `function_changed`, with `function: <id>`. `fields` are the editable columns. `check` turns the
    input into what is stored, or raises `Invalid`; it is given the row to be changed, or None for a
    new one.
    """

    model: type[Row]
    word: str
    may_change: Permission
    fields: tuple[str, ...]
    check: Callable[[Session, RecordInput, Row | None], Mapping[str, Any]]

    def state(self, row: Row) -> str:
        """The state of this row that a page passes on as `seen`."""
        return record_state(row, self.fields)


def add_record(
    store: Store, record: PlainRecord[Any], *, actor_id: int, given: RecordInput, token: str
) -> int:
    """Add a row and return its id. Raises `Invalid`, `Forbidden` or `Taken`."""
    body = [record.word, given]
    with unit_of_work(store) as unit:
        actor = _who_may(unit, record, actor_id)
        unit.hold(record.word)
        before = done_before(unit, actor.id, token, body)
        if before is not None:
            return int(before)
        row_id = _add(unit, record, given, actor.ref)
        remember(unit, actor.id, token, body, str(row_id))
        return row_id


def change_record(
    store: Store,
    record: PlainRecord[Any],
    *,
    row_id: int,
    actor_id: int,
    given: RecordInput,
    seen: str,
    token: str,
) -> None:
    """Change a row. `seen` is the state that the page showed. Raises `Stale`, `Invalid`,
    `Forbidden`, `NotFound` or `Taken`."""
    body = [record.word, row_id, given]
    with unit_of_work(store) as unit:
        actor = _who_may(unit, record, actor_id)
        unit.hold(record.word)
        row = unit.session.get(record.model, row_id)
        if row is None:
            raise NotFound
        if done_before(unit, actor.id, token, body) is not None:
            return
        if record.state(row) != seen:
            raise Stale("Somebody else changed this after you opened it.")
        new = record.check(unit.session, given, row)
        old = {name: getattr(row, name) for name in record.fields}
        for name, value in new.items():
            setattr(row, name, value)
        unit.save(row)
        about = {record.word: row_id, "old": old, "new": dict(new)}
        unit.record(ORGANISATION, f"{record.word}_changed", actor.ref, **about)
        remember(unit, actor.id, token, body, str(row_id))


def ensure_record(
    store: Store, record: PlainRecord[Any], given: RecordInput, actor_ref: str = SYSTEM
) -> int:
    """Return the id of the row with this name, adding the row if there is none."""
    with unit_of_work(store) as unit:
        unit.hold(record.word)
        query = select(record.model).filter_by(name=given["name"])
        found = unit.session.exec(query).first()
        return int(found.id) if found is not None else _add(unit, record, given, actor_ref)


def refuse_same_name(session: Session, model: type[SQLModel], name: str, own: Named | None) -> None:
    """Raise `Invalid` at `name` if another row has this name, ignoring case."""
    rows: Any = session.exec(select(model))
    same = (row.id for row in rows if sort_key(row.name) == sort_key(name))
    if any(row_id != (own.id if own is not None else None) for row_id in same):
        raise Invalid("name", "There is one of this name already")


def _add(unit: UnitOfWork, record: PlainRecord[Any], given: RecordInput, actor_ref: str) -> int:
    new = record.check(unit.session, given, None)
    row = record.model(**new)
    unit.save(row)
    unit.record(ORGANISATION, f"{record.word}_added", actor_ref, **{record.word: row.id}, **new)
    return int(row.id)


def _who_may(unit: UnitOfWork, record: PlainRecord[Any], actor_id: int) -> Person:
    actor = the_actor(unit, actor_id)
    if not may(record.may_change, actor):
        raise Forbidden
    return actor
