"""Append events to their chains. Any number of events costs only a handful of statements."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Table, bindparam
from sqlmodel import Session, SQLModel, col, select

from ria.db.bulk import in_parts, insert_many, new_keys, update_many
from ria.db.rows import insert_row
from ria.history.canonical import GENESIS, canonical, event_hash, payload_digest
from ria.models import HistoryEvent, HistoryHead, HistoryPayload
from ria.models.types import instant_text


@dataclass
class NewEvent:
    """An event to be appended to one chain. `rows` maps the rows it wrote to their seals; `series`
    holds rows in full; `due` holds what its command changed in the schedule.
    """

    chain: str
    kind: str
    actor_ref: str
    what: dict[str, Any]
    rows: dict[str, str | None] = field(default_factory=dict)
    series: str = ""
    due: list[list[Any]] = field(default_factory=list)

    @property
    def content(self) -> str:
        """Return the event's payload as canonical JSON. The series are canonical JSON already."""
        rows, what = canonical(self.rows), canonical(self.what)
        series = f'"series":{self.series},' if self.series else ""
        due = f'"due":{canonical(self.due)},' if self.due else ""
        return f'{{{due}"rows":{rows},{series}"what":{what}}}'


class _End(NamedTuple):
    seq: int
    hash: str


def append(
    session: Session, at: datetime, recorded: Sequence[NewEvent], hold: Callable[[str], None]
) -> None:
    """Append these events, in this order, each to the end of its chain.

    The events must be sorted by chain, so that two writers lock the chain heads in the same order.
    `hold` takes a named lock, which serialises two writers that both begin the same chain.
    """
    chains = list(dict.fromkeys(pending.chain for pending in recorded))
    found = _ends(session, chains)
    new = [chain for chain in chains if chain not in found]
    for chain in new:
        hold(f"chain:{chain}")
    found |= _ends(session, new)
    ends = dict(found)
    events: list[dict[str, Any]] = []
    payloads: list[dict[str, Any]] = []
    for pending in recorded:
        end = ends.get(pending.chain, _End(0, GENESIS))
        content = pending.content
        salt = secrets.token_hex(16)
        event = _event(pending, end, instant_text(at), payload_digest(salt, content))
        ends[pending.chain] = _End(event["seq"], event["hash"])
        events.append(event)
        payloads.append({"salt": salt, "content": content})
    add_rows(session, HistoryEvent, events)
    for event, payload in zip(events, payloads, strict=True):
        payload["event_id"] = event["id"]
    insert_many(session.connection(), table_of(HistoryPayload), payloads)
    _write_ends(session, ends, known=found.keys())


def add_rows(session: Session, model: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    """Insert rows of a table with one integer key `id`, and assign each row its key."""
    connection, table = session.connection(), table_of(model)
    if len(rows) == 1:
        [row] = rows
        [row["id"]] = insert_row(connection, table, row)
        return
    for row, key in zip(rows, new_keys(connection, table, len(rows)), strict=True):
        row["id"] = key
    insert_many(connection, table, rows)


def table_of(model: type[SQLModel]) -> Table:
    """Return the table of a model."""
    return model.__table__  # type: ignore[attr-defined, no-any-return]


def _event(pending: NewEvent, end: _End, at: str, digest: str) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "prev": end.hash,
        "chain": pending.chain,
        "seq": end.seq + 1,
        "at": at,
        "actor_ref": pending.actor_ref,
        "kind": pending.kind,
    }
    return {**parts, "payload_digest": digest, "hash": event_hash(**parts, payload=digest)}


def _ends(session: Session, chains: list[str]) -> dict[str, _End]:
    """The last event of each of these chains, locked. Chains without events are left out."""
    ends: dict[str, _End] = {}
    for part in in_parts(chains):
        found = session.exec(_LOCKED_HEADS, params={"chains": part})
        ends |= {chain: _End(seq, hash_) for chain, seq, hash_ in found}
    return ends


_LOCKED_HEADS = (
    select(HistoryHead.chain, HistoryHead.seq, HistoryHead.hash)
    .where(col(HistoryHead.chain).in_(bindparam("chains", expanding=True)))
    .order_by(col(HistoryHead.chain))
    .with_for_update()
)


def _write_ends(session: Session, ends: dict[str, _End], known: Iterable[str]) -> None:
    connection, table = session.connection(), table_of(HistoryHead)
    old = set(known)
    rows = [{"chain": c, "seq": end.seq, "hash": end.hash} for c, end in ends.items()]
    update_many(connection, table, ["chain"], [row for row in rows if row["chain"] in old])
    insert_many(connection, table, [row for row in rows if row["chain"] not in old])
