"""The request's database access: one session for reading, closed before any command runs.

On SQLite a transaction that has read cannot wait for another writer, so none may be open when a
command starts. Views get the store for a command from `write_store`, which closes the reading
session first.
"""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app, g
from sqlmodel import Session

from ria.clock import Clock, SystemClock
from ria.db.store import Store

KEY = "ria"


def attach(app: Flask, store: Store, machine_clock: Clock | None) -> None:
    """Attach the store to the app. Sessions and throttling use the system clock: a fake date that
    jumps a year would sign everybody out, and one that stands still would never let a throttled
    person try again.
    """
    app.extensions[KEY] = (store, machine_clock or SystemClock())
    app.teardown_request(_close)


def the_store() -> Store:
    """The store, for its settings, clock and links. Commands take it from `write_store`."""
    return cast("tuple[Store, Clock]", current_app.extensions[KEY])[0]


def machine_clock() -> Clock:
    """Return the system clock, which no demonstration changes."""
    return cast("tuple[Store, Clock]", current_app.extensions[KEY])[1]


def read_session() -> Session:
    """Return the request's session for reading."""
    session = g.get("ria_reading")
    if session is None:
        session = g.ria_reading = Session(the_store().engine, autoflush=False)
    return cast(Session, session)


def write_store() -> Store:
    """Close the reading session and return the store for a command. Rows read before are reloaded
    on use.
    """
    session: Session | None = g.get("ria_reading")
    if session is not None:
        session.rollback()
    return the_store()


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("ria_reading", None)
    if session is not None:
        session.close()
