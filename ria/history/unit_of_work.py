"""One command is one transaction, which writes its own part of the history.

A command opens a unit of work, saves rows, calls `record` for what happened, and leaves the block.
Then the history is written and everything commits at once, or nothing does. A unit of work that
changed a row but recorded nothing refuses to commit, so there is no change without history. The ORM
only reads: rows are written by `save` and `delete`, with statements that were built once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, inspect
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Session, SQLModel, col, func, select

from ria.clock import london_date
from ria.db.bulk import new_keys_in_a_row
from ria.db.rows import delete_row, insert_row, update_row
from ria.db.series import insert_series
from ria.db.store import Store
from ria.history.canonical import canonical
from ria.history.chain import NewEvent, add_rows, append, table_of
from ria.history.seals import is_sealed, json_columns, name_of, seal_of, sealed_columns
from ria.history.search_documents import SEARCHED, index_rows
from ria.models import Assessment, Policy, Target

ORGANISATION = "organisation"
"""The chain for everything that concerns no single policy: accounts, settings, sign-ins."""

SYSTEM = "system"
"""The actor of events that no person caused."""


@dataclass
class UnitOfWork:
    """An open transaction. `now` (aware UTC) and `today` (London) are the same for all it does."""

    store: Store
    session: Session
    now: datetime
    today: date
    _recorded: list[NewEvent] = field(default_factory=list)
    _touched: dict[str, SQLModel] = field(default_factory=dict)
    _deleted: dict[str, None] = field(default_factory=dict)
    _added: dict[str, str] = field(default_factory=dict)
    _series: dict[str, str] = field(default_factory=dict)
    _due: dict[tuple[str, int, str, int], date | None] = field(default_factory=dict)
    _searched: dict[int, SQLModel] = field(default_factory=dict)

    def record(self, chain: str, kind: str, actor_ref: str, **what: Any) -> None:
        """Record what happened. `kind`: a verb in the past; `what`: JSON, dates and instants."""
        self._recorded.append(NewEvent(chain, kind, actor_ref, what))

    def note_due(self, target: Target, kind: str, item: int, due_on: date | None) -> None:
        """Say by when something is due from now on for a target; None: it is not due any more.

        The schedule has no seals, since a tick moves it on. So every change of what is due stands
        in the history beside the seals, and the schedule can be made anew from there.
        """
        self._due[(target.kind, target.id, kind, item)] = due_on

    def lock_policy(self, policy_id: int) -> Policy | None:
        """Return the policy as it is now, locked until this command ends; None if it does not
        exist.

        On SQLite the transaction holds the database's write lock already.
        """
        return self.session.exec(_LOCKED_POLICY, params={"policy": policy_id}).first()

    def lock_policy_of(self, assessment_id: int) -> Policy | None:
        """Return the policy of an edition, locked as by `lock_policy`; None without such an
        edition.
        """
        return self.session.exec(_LOCKED_POLICY_OF, params={"edition": assessment_id}).first()

    def hold(self, name: str) -> None:
        """Hold a named lock until this transaction ends, for cases where there is no row to lock
        yet.

        On SQLite the transaction holds the database's write lock already.
        """
        connection = self.session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))

    def save(self, row: SQLModel) -> None:
        """Insert a row, or update the columns of it that changed. A key that the database counts up
        is known afterwards.

        It is done at once: what the command asks for next sees it.
        """
        if inspect(row).key is None:
            self._insert(row)
        else:
            self._update(row)

    def _insert(self, row: SQLModel) -> None:
        model, table = type(row), table_of(type(row))
        values = {column.name: getattr(row, column.name) for column in table.columns}
        counted = [column.name for column in table.primary_key if values[column.name] is None]
        for name in counted:
            del values[name]
        key = insert_row(self.session.connection(), table, values)
        for name in counted:
            [values[name]] = key
            setattr(row, name, values[name])
        make_transient_to_detached(row)
        self.session.add(row)
        self._note(model, row, values.keys())

    def _update(self, row: SQLModel) -> None:
        state, table = inspect(row), table_of(type(row))
        changed = {
            name: row.__dict__[name]
            for name, old in state.committed_state.items()
            if name in table.columns and row.__dict__[name] != old
        }
        if not changed:
            return
        update_row(self.session.connection(), table, state.identity, changed)
        state._commit_all(state.dict, self.session.identity_map)  # as the ORM does after a flush
        self._note(type(row), row, changed.keys())

    def delete(self, row: SQLModel) -> None:
        """Delete a row, at once."""
        state, model = inspect(row), type(row)
        delete_row(self.session.connection(), table_of(model), state.identity)
        if is_sealed(model):
            self._deleted[name_of(model, state.identity)] = None
        self.session.expunge(row)

    def _note(self, model: type[SQLModel], row: SQLModel, written: Set[str]) -> None:
        """Note what `finish` has to seal and to index."""
        if is_sealed(model) and not written.isdisjoint(sealed_columns(model)):
            self._touched[name_of(model, inspect(row).identity)] = row
        searched = SEARCHED.get(model)
        if searched is not None and not written.isdisjoint(searched.columns):
            self._searched[id(row)] = row

    def add_many(self, model: type[SQLModel], rows: list[dict[str, Any]]) -> list[int]:
        """Insert and seal many rows of a table with an integer key, in a handful of statements.

        Each row gives every column but the key. Returns the keys in the same order.
        """
        if not rows:
            return []
        add_rows(self.session, model, rows)
        names = sealed_columns(model)
        for row in rows:
            values = {name: row[name] for name in names}
            self._added[name_of(model, [row["id"]])] = seal_of(values)
        return [row["id"] for row in rows]

    def add_series(
        self,
        model: type[SQLModel],
        each: Sequence[str],
        series: Iterable[tuple[dict[str, Any], list[Any]]],
    ) -> int:
        """Insert many rows that differ only in the columns `each`, into a table with an integer
        key. All rows go in with one statement, so call it once for each table. The history holds
        these rows in full instead of their seals.

        Each item of `series` gives the values that its rows share (every other column but the key),
        and the values of the column `each`; with several such columns, a list for each row. Returns
        the key of the first row; the other keys follow consecutively in the order given.
        """
        as_text = json_columns(model)
        runs: list[dict[str, Any]] = [
            {
                "alike": {n: json.dumps(v) if n in as_text else v for n, v in alike.items()},
                "values": values,
            }
            for alike, values in series
        ]
        number = sum(len(run["values"]) for run in runs)
        if not number:
            return 0
        connection, table = self.session.connection(), table_of(model)
        assert table.name not in self._series
        self.hold(f"keys of {table.name}")
        first = new_keys_in_a_row(connection, table, number)
        key = first
        for run in runs:
            run["first"] = key
            key += len(run["values"])
        said = {"each": each[0] if len(each) == 1 else each, "runs": runs}
        self._series[table.name] = canonical(said)
        insert_series(connection, table, each, self._series[table.name])
        return first

    def finish(self) -> None:
        """Write the recorded events to the history and commit; then update the search indexes."""
        self._refuse_unsaved()
        index_rows(self.session, list(self._searched.values()))
        self._write_history()
        self.session.commit()

    def _refuse_unsaved(self) -> None:
        """Only what was saved has a seal: a row that was changed and not saved is a mistake."""
        changed = (row for row in self.session.dirty if self.session.is_modified(row))
        for row in (*self.session.new, *self.session.deleted, *changed):
            raise RuntimeError(f"a {type(row).__name__} was changed and not saved")

    def _write_history(self) -> None:
        if not self._recorded:
            if self._touched or self._deleted or self._added or self._series or self._due:
                raise RuntimeError("a command changed rows and recorded nothing in the history")
            return
        rows: dict[str, str | None] = {**self._added, **self._deleted}
        for name, row in self._touched.items():
            if name not in self._deleted:
                rows[name] = seal_of({n: getattr(row, n) for n in sealed_columns(type(row))})
        # Sorted, so that two writers lock the chain heads in the same order. The last event carries
        # the seals: removing it together with its head leaves rows that match no seal.
        recorded = sorted(self._recorded, key=lambda h: h.chain)
        recorded[-1].rows = rows
        recorded[-1].due = [[*about, due_on] for about, due_on in self._due.items()]
        if self._series:
            parts = (f'"{table}":{said}' for table, said in sorted(self._series.items()))
            recorded[-1].series = f"{{{','.join(parts)}}}"
        append(self.session, self.now, recorded, self.hold)


_LOCKED = select(Policy).with_for_update(of=Policy).execution_options(populate_existing=True)
_LOCKED_POLICY = _LOCKED.where(col(Policy.id) == bindparam("policy"))
_LOCKED_POLICY_OF = _LOCKED.join(Assessment, col(Assessment.policy_id) == col(Policy.id)).where(
    col(Assessment.id) == bindparam("edition")
)


@contextmanager
def unit_of_work(store: Store) -> Iterator[UnitOfWork]:
    """Open a unit of work. Commits when the block ends; rolls back when it raises."""
    now = store.clock.now()
    with store.writer() as session:
        unit = UnitOfWork(store, session, now, london_date(now))
        session.connection()  # begins the transaction: on SQLite this waits for the write lock
        try:
            yield unit
            unit.finish()
        except BaseException:
            session.rollback()
            raise
