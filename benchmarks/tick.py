"""The tick on a large register, against a bare INSERT … SELECT of the rows that it writes.

    python -m benchmarks.tick [POLICIES [DUE]]

The floor copies the same rows (mails, reminders, the events of the history with their payloads)
into the same tables and moves the same schedule and chains on, in one transaction, with nothing
worked out. An idle tick is measured against an indexed COUNT of what is due. Both databases.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text
from sqlmodel import col, func, select

from benchmarks.many_policies import Register, lay_register
from benchmarks.measure import Goal, interleaved, report
from ria.clock import FixedClock
from ria.db.migrate import upgrade
from ria.db.migrations.triggers import IN_FORCE
from ria.db.store import Store, open_store
from ria.history import unit_of_work
from ria.models import Reminder, Schedule, User
from ria.notify.reminders.plan import one_by_one, plan
from ria.notify.reminders.tick import tick
from ria.outbox import enqueue
from ria.settings import load_settings
from tests.support.postgres import PostgresCluster

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
WRITTEN = ("message", "reminder", "history_event", "history_payload")
ROUNDS = 15
GOALS = (Goal("tick", 2, "P4"),)
IDLE_GOALS = (Goal("idle tick", 1, "P5"),)


def run(many: int = 1_000_000, due: int = 10_000) -> bool:
    """Both databases; False if a goal is missed."""
    met = []
    for name, url in databases():
        with tempfile.TemporaryDirectory() as directory:
            store = open_empty(url, Path(directory))
            register = lay_register(store, many, due)
            met.append(_busy(store, register, name))
            met.append(_idle(store, register, name))
            store.close()
    return all(met)


def _busy(store: Store, register: Register, name: str) -> bool:
    start = _Start(store)
    tick(store)
    start.keep_what_was_written()
    variants = {
        "bare INSERT … SELECT of the same rows": start.copy_back,
        "tick": lambda: _told(store, register.due),
    }
    best = interleaved(variants, ROUNDS, before=start.restore)
    start.restore()
    sample = min(200, register.due)
    rows = interleaved({"row by row": lambda: _row_by_row(store, sample)}, 1)
    best["row by row, a commit each (scaled up)"] = rows["row by row"] * register.due / sample
    start.restore()
    title = f"Tick, {register.due:,} due of {register.many:,}, {name}"
    return report(title, best, GOALS)


def _told(store: Store, due: int) -> None:
    told = tick(store).things
    assert told == due, f"{told} told, not {due}"


def _idle(store: Store, register: Register, name: str) -> bool:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE schedule SET fires_on = due_on WHERE target_id > 0"))
    today = register.day
    query = select(func.count()).select_from(Schedule).where(col(Schedule.fires_on) <= today)

    def count() -> None:
        with store.read_session() as session:
            assert session.exec(query).one() == 0

    best = interleaved({"indexed COUNT": count, "idle tick": lambda: _told(store, 0)}, 100)
    return report(f"Idle tick, {register.many:,} policies, {name}", best, IDLE_GOALS)


def _row_by_row(store: Store, sample: int) -> None:
    """What an object mapper invites to: look, write and commit once for each thing."""
    with store.read_session() as session:
        today = session.exec(select(func.min(Schedule.fires_on))).one()
        found = one_by_one(session, plan(session, today).planned)[:sample]
    for reminder in found:
        with unit_of_work(store) as unit:
            user = unit.session.get_one(User, reminder.recipient.id)
            row = unit.session.get_one(
                Schedule, (reminder.due.target_id, reminder.due.kind, reminder.due.item)
            )
            message = enqueue(unit, "falls_due", recipient_id=user.id or 0, items=[])
            unit.save(
                Reminder(
                    kind=row.kind,
                    target=row.target,
                    target_id=row.target_id,
                    due_on=row.due_on,
                    step=reminder.step,
                    recipient_id=user.id or 0,
                    message_id=message.id,
                )
            )
            unit.record(reminder.due.reference, "reminded", "system", to=user.ref)


class _Start:
    """The register before the tick, to which every round returns."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._do(*self._without_triggers(), "CREATE TABLE kept_schedule AS SELECT * FROM schedule "
                 "WHERE fires_on = (SELECT min(fires_on) FROM schedule)")  # fmt: skip

    def keep_what_was_written(self) -> None:
        """Put aside the rows of a first tick, for the floor to copy."""
        self._do(
            *(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}" for table in WRITTEN),
            "CREATE TABLE kept_head AS SELECT * FROM history_head WHERE seq > 0",
            "CREATE TABLE moved AS SELECT s.* FROM schedule s JOIN kept_schedule k "
            "ON s.target_id = k.target_id",
            "CREATE UNIQUE INDEX kept_head_key ON kept_head (chain)",
            "CREATE UNIQUE INDEX moved_key ON moved (target_id)",
            "CREATE UNIQUE INDEX kept_schedule_key ON kept_schedule (target_id)",
            "ANALYZE",  # so that the floor looks up what it moves, and reads no whole table
        )

    def copy_back(self) -> None:
        """The floor: the same rows into the same tables, in one transaction."""
        self._do(
            *(f"INSERT INTO {table} SELECT * FROM kept_{table}" for table in WRITTEN),
            "UPDATE history_head SET seq = k.seq, hash = k.hash FROM kept_head k "
            "WHERE history_head.chain = k.chain",
            "UPDATE schedule SET fires_on = m.fires_on FROM moved m "
            "WHERE schedule.target_id = m.target_id",
        )

    def restore(self) -> None:
        """Take back whatever a round did."""
        self._do(
            "DELETE FROM history_payload",
            "DELETE FROM history_event",
            "DELETE FROM reminder",
            "DELETE FROM message",
            f"UPDATE history_head SET seq = 0, hash = '{'0' * 64}' WHERE seq > 0",
            "UPDATE schedule SET fires_on = k.fires_on FROM kept_schedule k "
            "WHERE schedule.target_id = k.target_id",
        )

    def _without_triggers(self) -> Iterator[str]:
        on_table = self.store.engine.dialect.name == "postgresql"
        for trigger in IN_FORCE:
            if trigger.table in WRITTEN:
                yield f"DROP TRIGGER {trigger.name}" + (f" ON {trigger.table}" if on_table else "")

    def _do(self, *statements: str) -> None:
        with self.store.writer() as session:
            for statement in statements:
                session.connection().exec_driver_sql(statement)
            session.commit()


def open_empty(url: str, directory: Path) -> Store:
    """An empty database with the schema, opened."""
    settings = load_settings(env="test", database_url=url, data_dir=directory)
    store = open_store(settings, FixedClock(MONDAY))
    upgrade(store.engine)
    return store


def databases() -> Iterator[tuple[str, str]]:
    """The name and the address of an empty database of each kind."""
    with tempfile.TemporaryDirectory() as directory:
        yield "SQLite", f"sqlite:///{directory}/bench.db"
    with _cluster() as cluster:
        yield "PostgreSQL", cluster.url(cluster.create())


@contextmanager
def _cluster() -> Iterator[PostgresCluster]:
    cluster = PostgresCluster().start()
    try:
        yield cluster
    finally:
        cluster.stop()


if __name__ == "__main__":
    sys.exit(0 if run(*map(int, sys.argv[1:])) else 1)
