"""Saving a section through the product's command, against the same rows written by hand.

Both write durably (WAL, synchronous=FULL): the answers, an event of the history with its payload
and head, and the idempotency token.
"""

from __future__ import annotations

import itertools
import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.life import a_policy_in_screening
from benchmarks.measure import interleaved, report
from ria.clock import FixedClock
from ria.db.migrate import upgrade
from ria.db.store import Store, open_store
from ria.services.assessment.save_section import save_section
from ria.settings import load_settings

STEPS = 50
ANSWER = "To keep the servers safe by putting in the makers' corrections each month. " * 3


def run() -> bool:
    """Save one section again and again on a fresh SQLite file."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "bench.db"
        store = _store(path, Path(directory))
        product = _product(store)
        floor = _by_hand(path)
        best = interleaved({"hand-written SQL": floor, "save_section": product})
        store.close()
    return report(f"Save a section, {STEPS} times, SQLite", best)


def _store(path: Path, directory: Path) -> Store:
    settings = load_settings(env="test", database_url=f"sqlite:///{path}", data_dir=directory)
    store = open_store(settings, FixedClock(datetime(2026, 11, 22, 9, tzinfo=UTC)))
    upgrade(store.engine)
    return store


def _product(store: Store):
    assessment_id, owner_id = a_policy_in_screening(store)
    versions = itertools.count()

    def steps() -> None:
        for _ in range(STEPS):
            version = next(versions)
            save_section(
                store,
                assessment_id=assessment_id,
                form="screening",
                section="purpose",
                actor_id=owner_id,
                answers={"purpose": f"{version} {ANSWER}", "results": ANSWER},
                seen_version=version,
                token=f"bench-{version}",
            )

    return steps


def _by_hand(path: Path):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    for table in ("a", "e", "p", "h", "t"):
        connection.execute(
            f"CREATE TABLE bench_{table} (id INTEGER PRIMARY KEY, v INTEGER, x TEXT)"
        )
    connection.execute("INSERT INTO bench_a VALUES (1, 0, '')")
    connection.execute("INSERT INTO bench_h VALUES (1, 0, '')")

    def steps() -> None:
        for _ in range(STEPS):
            connection.execute("BEGIN IMMEDIATE")
            (version,) = connection.execute("SELECT v FROM bench_a WHERE id = 1").fetchone()
            connection.execute(
                "UPDATE bench_a SET v = v + 1, x = ? WHERE id = 1 AND v = ?", (ANSWER, version)
            )
            connection.execute("INSERT INTO bench_e (v, x) VALUES (1, ?)", ("0" * 300,))
            connection.execute("INSERT INTO bench_p (v, x) VALUES (1, ?)", (ANSWER,))
            connection.execute("INSERT INTO bench_t (v, x) VALUES (1, 'token')")
            connection.execute("UPDATE bench_h SET v = v + 1, x = ? WHERE id = 1", ("0" * 64,))
            connection.execute("COMMIT")

    return steps
