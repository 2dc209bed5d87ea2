"""Events onto their chains: many at once cost a handful of statements, whatever their number."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Table, bindparam, insert, update
from sqlmodel import Session, SQLModel, col, select

from ria.history.canonical import GENESIS, canonical, event_hash, payload_digest
from ria.models import HistoryEvent, HistoryHead, HistoryPayload
from ria.models.types import instant_text

T = TypeVar("T")

MOST_AT_ONCE = 500
"""Names in one list of a query: well under what either database takes."""


@dataclass
class Happening:
    """What happened on one chain. `rows` are the seals it carries."""

    chain: str
    kind: str
    actor_ref: str
    what: dict[str, Any]
    rows: dict[str, str | None] = field(default_factory=dict)


class _End(NamedTuple):
    seq: int
    hash: str


def append(
    session: Session, at: datetime, happenings: Sequence[Happening], hold: Callable[[str], None]
) -> None:
    """Add these events, in this order, each to the end of its chain.

    They must be sorted by chain, so that two writers take the locks of the ends in one order.
    `hold` takes a named lock: two first events of one chain take turns.
    """
    chains = list(dict.fromkeys(happening.chain for happening in happenings))
    found = _ends(session, chains)
    new = [chain for chain in chains if chain not in found]
    for chain in new:
        hold(f"chain:{chain}")
    found |= _ends(session, new)
    ends = dict(found)
    events: list[dict[str, Any]] = []
    payloads: list[dict[str, Any]] = []
    for happening in happenings:
        end = ends.get(happening.chain, _End(0, GENESIS))
        content = canonical({"what": happening.what, "rows": happening.rows})
        salt = secrets.token_hex(16)
        event = _event(happening, end, instant_text(at), payload_digest(salt, content))
        ends[happening.chain] = _End(event["seq"], event["hash"])
        events.append(event)
        payloads.append({"salt": salt, "content": content})
    for event_id, payload in zip(insert_many(session, HistoryEvent, events), payloads, strict=True):
        payload["event_id"] = event_id
    session.connection().execute(insert(table_of(HistoryPayload)), payloads)
    _write_ends(session, ends, known=found.keys())


def insert_many(session: Session, model: type[SQLModel], rows: list[dict[str, Any]]) -> list[int]:
    """Insert rows of a table with one integer key; their ids, in the same order."""
    table = table_of(model)
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(session.connection().execute(statement, rows).scalars())


def table_of(model: type[SQLModel]) -> Table:
    """The table of a model."""
    return model.__table__  # type: ignore[attr-defined, no-any-return]


def in_parts(values: Iterable[T], size: int = MOST_AT_ONCE) -> Iterator[list[T]]:
    """The values in lists that one query can take."""
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part


def _event(happening: Happening, end: _End, at: str, digest: str) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "prev": end.hash,
        "chain": happening.chain,
        "seq": end.seq + 1,
        "at": at,
        "actor_ref": happening.actor_ref,
        "kind": happening.kind,
    }
    return {**parts, "payload_digest": digest, "hash": event_hash(**parts, payload=digest)}


def _ends(session: Session, chains: list[str]) -> dict[str, _End]:
    """Where these chains end, locked; those that have not begun are left out."""
    ends: dict[str, _End] = {}
    for part in in_parts(chains):
        query = (
            select(HistoryHead.chain, HistoryHead.seq, HistoryHead.hash)
            .where(col(HistoryHead.chain).in_(part))
            .order_by(col(HistoryHead.chain))
            .with_for_update()
        )
        ends |= {chain: _End(seq, found) for chain, seq, found in session.exec(query)}
    return ends


def _write_ends(session: Session, ends: dict[str, _End], known: Iterable[str]) -> None:
    table = table_of(HistoryHead)
    connection = session.connection()
    old = set(known)
    moved = [{"of": c, "seq": e.seq, "hash": e.hash} for c, e in ends.items() if c in old]
    begun = [{"chain": c, "seq": e.seq, "hash": e.hash} for c, e in ends.items() if c not in old]
    if moved:
        connection.execute(update(table).where(table.c.chain == bindparam("of")), moved)
    if begun:
        connection.execute(insert(table), begun)
