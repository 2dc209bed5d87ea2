"""The demonstration's data: made at the first start, and made again if that was interrupted.

They are also made again when the schema has changed since: a demonstration is not migrated.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

from sqlalchemy import event

from ria.clock import Clock, FixedClock
from ria.db.migrate import fingerprint, upgrade
from ria.db.store import Store, open_store
from ria.demo.story.seed import is_seeded, seed
from ria.notify.delivery.deliver import deliver
from ria.settings import Settings, SettingsError

FIRST_START = "First start: two years of a police service are lived through, which takes a moment."
OUTDATED = "The data here were made by another version of RIA: they are made anew."

Progress = Callable[[str], AbstractContextManager[Callable[[float], object]]]
"""Called with the name of some work. Its context yields a function that is called with the share
done, from 0 to 1; see `ria.cli.kit.progress`.
"""


def _unseen(_: str) -> AbstractContextManager[Callable[[float], object]]:
    return nullcontext(lambda _: None)


def prepare(
    settings: Settings,
    say: Callable[[str], object] = lambda _: None,
    is_stopped: Callable[[], bool] = lambda: False,
    progress: Progress = _unseen,
) -> None:
    """Create the schema and, the first time, the data.

    Raises `ria.demo.story.seed.Stopped` if `is_stopped` becomes true meanwhile, `SettingsError` for
    a user's own database that already holds policies, `SchemaError` for one that another version
    created.
    """
    begun, done = settings.data_dir / "seeding", settings.data_dir / "seeded"
    if not settings.database_url:
        if done.exists() and done.read_text(encoding="ascii") != fingerprint():
            say(OUTDATED)
            done.replace(begun)
        if begun.exists():
            _remove(settings)
    store = open_store(settings)
    try:
        upgrade(store.engine)
        if done.exists():
            return
        if is_seeded(store):
            raise SettingsError("RIA_DATABASE_URL: give the demonstration an empty database")
        begun.touch()
        say(FIRST_START)
        with progress("Two years") as show:
            _fill(settings, store.clock, say, is_stopped, show)
        begun.write_text(fingerprint(), encoding="ascii")
        begun.replace(done)
    finally:
        store.close()


def _remove(settings: Settings) -> None:
    """Remove what an interrupted first start or another version has left."""
    for path in settings.data_dir.glob("ria.db*"):
        path.unlink()
    for folder in (settings.files_dir, settings.data_dir / "mail"):
        for path in folder.glob("*"):
            path.unlink()


def _fill(
    settings: Settings,
    clock: Clock,
    say: Callable[[str], object],
    is_stopped: Callable[[], bool],
    show: Callable[[float], object],
) -> None:
    """Live two years up to now. Nothing waits for the disk: an interruption means starting anew."""
    pretended = FixedClock(clock.now())
    store = open_store(settings, pretended)
    event.listen(store.engine, "connect", _do_not_wait)
    try:
        seed(
            store, pretended, post=partial(deliver, store), say=say, is_stopped=is_stopped,
            show=show,
        )  # fmt: skip
    finally:
        store.close()
    _keep(store)


def _do_not_wait(connection: Any, _record: object) -> None:
    if hasattr(connection, "set_authorizer"):  # SQLite's
        connection.execute("PRAGMA synchronous=OFF")


def _keep(store: Store) -> None:
    """Write everything to the disk before the data counts as complete."""
    event.remove(store.engine, "connect", _do_not_wait)
    if store.engine.dialect.name == "sqlite":
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
