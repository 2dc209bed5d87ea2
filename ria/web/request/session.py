"""The request's hold on the store: one session to read with, given back before any command.

A transaction that has read cannot wait for a second writer on SQLite, so a command must never find
one open: views take the store for a command from `write_store`, which ends the reading first.
"""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app, g
from sqlmodel import Session

from ria.clock import Clock, SystemClock
from ria.db.store import Store

KEY = "ria"


def attach(app: Flask, store: Store, machine_clock: Clock | None) -> None:
    """Give the app its store. Sessions and throttling go by the machine's own clock, since a
    pretended date that jumps a year would sign everybody out, and one that stands still would
    never let a throttled person try again."""
    app.extensions[KEY] = (store, machine_clock or SystemClock())
    app.teardown_request(_close)


def the_store() -> Store:
    """The store, for its settings, clock and links. Commands take it from `write_store`."""
    return cast("tuple[Store, Clock]", current_app.extensions[KEY])[0]


def machine_clock() -> Clock:
    """The clock that no demonstration moves."""
    return cast("tuple[Store, Clock]", current_app.extensions[KEY])[1]


def read_session() -> Session:
    """The request's session to read with."""
    session = g.get("ria_reading")
    if session is None:
        session = g.ria_reading = Session(the_store().engine, autoflush=False)
    return cast(Session, session)


def write_store() -> Store:
    """End the reading and give the store to a command. Rows read before load themselves again."""
    session: Session | None = g.get("ria_reading")
    if session is not None:
        session.rollback()
    return the_store()


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("ria_reading", None)
    if session is not None:
        session.close()
