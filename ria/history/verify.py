"""`ria audit verify`: check that the history is complete and that the database agrees with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, func, select

from ria.history.canonical import GENESIS, event_hash, payload_digest
from ria.history.schema import schema_faults
from ria.history.seals import sealed_models, series_seals
from ria.history.stored import stored_seals
from ria.models import HistoryEvent, HistoryHead, HistoryPayload


@dataclass(frozen=True)
class Fault:
    """One thing that differs from what was written."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True)
class Verdict:
    """The result of a verification. `events` is the number of events read."""

    events: int
    rows: int
    faults: tuple[Fault, ...]


Show = Callable[[float], object]
"""Is told which share of the work is done, from 0 to 1."""

EVERY = 500
"""After so many events the share is told again."""


def verify(session: Session, show: Show = lambda _: None) -> Verdict:
    """Check every chain, payload and seal, and the schema. Reads the whole database.

    `show` is told of the events in its first half, and of the tables in its second.
    """
    faults: list[Fault] = []
    events = rows = 0
    try:
        faults += (Fault("database", what) for what in schema_faults(session))
        events, rows = _contents(session, faults, show)
    except DatabaseError as error:
        reason = str(error.orig).strip().splitlines()[0]
        faults.append(Fault("database", f"cannot be read: {reason}"))
    return Verdict(events, rows, tuple(faults))


def _contents(session: Session, faults: list[Fault], show: Show) -> tuple[int, int]:
    """Check events, heads and rows. Returns how many events and rows there were."""
    seals: dict[str, str | None] = {}
    count = 0
    all_events = session.exec(select(func.count()).select_from(HistoryEvent)).one()
    ends: dict[str, tuple[int, str]] = {}
    for entry, payload in _events(session):
        count += 1
        faults += _event_faults(entry, payload, ends.get(entry.chain, (0, GENESIS)))
        ends[entry.chain] = (entry.seq, entry.hash)
        seals.update(_seals(payload))
        if count % EVERY == 0:
            show(count / all_events / 2)
    faults += _head_faults(session, ends)
    faults += _orphan_payloads(session)
    rows, row_faults = _row_faults(session, seals, show)
    faults += row_faults
    return count, rows


def _events(session: Session) -> Iterator[tuple[HistoryEvent, HistoryPayload | None]]:
    query = (
        select(HistoryEvent, HistoryPayload)
        .join(HistoryPayload, isouter=True)
        .order_by(col(HistoryEvent.id))
        .execution_options(yield_per=1000)
    )
    yield from session.exec(query)


def _event_faults(
    entry: HistoryEvent, payload: HistoryPayload | None, end: tuple[object, str]
) -> Iterator[Fault]:
    where = f"{entry.chain} event {entry.seq}"
    if not isinstance(end[0], int) or entry.seq != end[0] + 1:
        yield Fault(where, f"follows event {end[0]}: events between are missing or out of order")
    if entry.prev != end[1]:
        yield Fault(where, "does not follow from the event before it")
    if entry.hash != _hash_of(entry):
        yield Fault(where, "its hash is not that of its contents")
    if payload is None:
        yield Fault(where, "its payload is missing")
    elif _digest_of(payload) != entry.payload_digest:
        yield Fault(where, "its payload was changed or erased")


def _hash_of(entry: HistoryEvent) -> str | None:
    """Return the hash that the event should have; None if a part has the wrong type."""
    try:
        return event_hash(
            prev=entry.prev,
            chain=entry.chain,
            seq=entry.seq,
            at=entry.at,
            actor_ref=entry.actor_ref,
            kind=entry.kind,
            payload=entry.payload_digest,
        )
    except TypeError:
        return None


def _digest_of(payload: HistoryPayload) -> str | None:
    try:
        return payload_digest(payload.salt, payload.content)
    except AttributeError:
        return None  # a BLOB where text belongs


def _seals(payload: HistoryPayload | None) -> dict[str, str | None]:
    """Return the seals that an event carries, including those of rows it holds in full."""
    if payload is None:
        return {}
    try:
        said = json.loads(payload.content)
        return {**said["rows"], **series_seals(said.get("series", {}))}
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}  # reported as a changed payload


def _head_faults(session: Session, ends: dict[str, tuple[int, str]]) -> Iterator[Fault]:
    heads = {head.chain: (head.seq, head.hash) for head in session.exec(select(HistoryHead))}
    for chain in sorted(heads.keys() | ends.keys(), key=str):
        if heads.get(chain) != ends.get(chain):
            kept, said = ends.get(chain, (0, ""))[0], heads.get(chain, (0, ""))[0]
            yield Fault(chain, f"its last event is {kept}, but its head says {said}")


def _orphan_payloads(session: Session) -> Iterator[Fault]:
    query = (
        select(HistoryPayload.event_id)
        .join(HistoryEvent, isouter=True)
        .where(col(HistoryEvent.id).is_(None))
    )
    for event_id in session.exec(query):
        yield Fault(f"payload {event_id}", "belongs to no event")


def _row_faults(
    session: Session, seals: dict[str, str | None], show: Show
) -> tuple[int, list[Fault]]:
    faults: list[Fault] = []
    unseen = {name for name, value in seals.items() if value is not None}
    count = 0
    models = sealed_models()
    for done, model in enumerate(models):
        show(0.5 + done / len(models) / 2)
        for name, value, trouble in stored_seals(session.connection(), model):
            count += 1
            unseen.discard(name)
            if trouble:
                faults.append(Fault(name, trouble))
            elif seals.get(name) is None:
                faults.append(Fault(name, "the history knows no such row"))
            elif seals[name] != value:
                faults.append(Fault(name, "differs from what the history says of it"))
    faults += [
        Fault(name, "the history has this row, the database does not") for name in sorted(unseen)
    ]
    return count, faults
