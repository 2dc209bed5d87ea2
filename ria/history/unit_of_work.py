"""One command = one transaction = its part of the history.

A command opens a unit of work, writes rows, says what happened with `record`, and leaves: the
history is written and everything commits at once, or nothing does. A unit of work that changed a
row and recorded nothing refuses to commit: there is no change without history.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import event
from sqlmodel import Session, SQLModel, col, func, select

from ria.clock import london_date
from ria.db.store import Store
from ria.history.canonical import GENESIS, canonical, event_hash, payload_digest
from ria.history.seals import changes_seal, is_sealed, row_name, seal
from ria.models import HistoryEvent, HistoryHead, HistoryPayload, Policy
from ria.models.types import instant_text

ORGANISATION = "organisation"
"""The chain of what concerns no single policy: accounts, settings, sign-ins."""

SYSTEM = "system"
"""The actor when nobody acted."""


@dataclass
class _Happening:
    chain: str
    kind: str
    actor_ref: str
    what: dict[str, Any]


@dataclass
class UnitOfWork:
    """An open transaction with one time (`now`, aware UTC; `today`, London) for all it does."""

    store: Store
    session: Session
    now: datetime
    today: date
    _happenings: list[_Happening] = field(default_factory=list)
    _touched: dict[int, SQLModel] = field(default_factory=dict)
    _deleted: dict[str, None] = field(default_factory=dict)

    def record(self, chain: str, kind: str, actor_ref: str, **what: Any) -> None:
        """Say what happened. `kind` is a past tense word; `what` holds JSON, dates, instants."""
        self._happenings.append(_Happening(chain, kind, actor_ref, what))

    def lock_policy(self, policy_id: int) -> Policy | None:
        """The policy, locked against other commands until this one ends; None if missing.

        On SQLite the transaction holds the database's write lock already.
        """
        query = select(Policy).where(col(Policy.id) == policy_id).with_for_update()
        return self.session.exec(query).first()

    def hold(self, name: str) -> None:
        """Hold a named lock until this transaction ends, for what has no row to lock yet.

        On SQLite the transaction holds the database's write lock already.
        """
        connection = self.session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))

    def finish(self) -> None:
        """Write the history of what was recorded and commit."""
        self.session.flush()
        self._write_history()
        self.session.commit()

    def _note(self, session: Session, _context: object) -> None:
        for row in session.new:
            if is_sealed(row):
                self._touched[id(row)] = row
        for row in session.dirty:
            if is_sealed(row) and changes_seal(row):
                self._touched[id(row)] = row
        for row in session.deleted:
            if is_sealed(row):
                self._deleted[row_name(row)] = None

    def _write_history(self) -> None:
        if not self._happenings:
            if self._touched or self._deleted:
                raise RuntimeError("a command changed rows and recorded nothing in the history")
            return
        rows: dict[str, str | None] = dict(self._deleted)
        for row in self._touched.values():
            if row_name(row) not in self._deleted:
                rows[row_name(row)] = seal(row)
        # Sorted, so that two writers take the heads' locks in the same order. The last event
        # carries the seals: whoever cuts it off with its head leaves rows that differ.
        *before, last = sorted(self._happenings, key=lambda h: h.chain)
        for happening in before:
            self._append(happening, {})
        self._append(last, rows)

    def _append(self, happening: _Happening, rows: dict[str, str | None]) -> None:
        head = self._head(happening.chain)
        content = canonical({"what": happening.what, "rows": rows})
        salt = secrets.token_hex(16)
        entry = HistoryEvent(
            chain=happening.chain,
            seq=head.seq + 1,
            at=instant_text(self.now),
            actor_ref=happening.actor_ref,
            kind=happening.kind,
            payload_digest=payload_digest(salt, content),
            prev=head.hash,
            hash="",
        )
        entry.hash = event_hash(
            prev=entry.prev,
            chain=entry.chain,
            seq=entry.seq,
            at=entry.at,
            actor_ref=entry.actor_ref,
            kind=entry.kind,
            payload=entry.payload_digest,
        )
        self.session.add(entry)
        self.session.flush()
        assert entry.id is not None
        self.session.add(HistoryPayload(event_id=entry.id, salt=salt, content=content))
        head.seq, head.hash = entry.seq, entry.hash
        self.session.add(head)

    def _head(self, chain: str) -> HistoryHead:
        query = select(HistoryHead).where(col(HistoryHead.chain) == chain).with_for_update()
        head = self.session.exec(query).first()
        if head is None:
            self.hold(f"chain:{chain}")  # two first events of one chain take turns
            head = self.session.exec(query).first()
        return head or HistoryHead(chain=chain, seq=0, hash=GENESIS)


@contextmanager
def unit_of_work(store: Store) -> Iterator[UnitOfWork]:
    """Open a unit of work; commit when the block ends, roll back when it raises."""
    now = store.clock.now()
    with store.writer() as session:
        unit = UnitOfWork(store, session, now, london_date(now))
        event.listen(session, "after_flush", unit._note)
        session.connection()  # begin now: on SQLite this waits for the write lock
        try:
            yield unit
            unit.finish()
        except BaseException:
            session.rollback()
            raise
