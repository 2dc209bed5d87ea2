"""What every command and query receives: database, clock, question sets and settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from forms.questions.registry import Registry
from ria.clock import Clock, clock_for
from ria.db.engine import asking, open_engine, writing
from ria.links import Links
from ria.settings import Settings, SettingsError


@dataclass(frozen=True)
class Store:
    """The resources of one process. Safe to share between threads."""

    settings: Settings
    engine: Engine
    clock: Clock
    sets: Registry
    links: Links
    _writer: Engine = field(repr=False)
    _asker: Engine = field(repr=False)

    @contextmanager
    def read_session(self) -> Iterator[Session]:
        """Open a session for reading. It is rolled back at the end."""
        with Session(self.engine, autoflush=False) as session:
            yield session
            session.rollback()

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """Open a connection for a single reading statement, at the lowest cost."""
        with self._asker.connect() as connection:
            yield connection

    def writer(self) -> Session:
        """A session whose transaction takes the write lock when it begins (see `history`)."""
        return Session(self._writer, autoflush=False, expire_on_commit=False)

    def close(self) -> None:
        """Close the database connections."""
        self.engine.dispose()


def open_store(settings: Settings, clock: Clock | None = None) -> Store:
    """Open the database, clock and question sets that the settings name.

    Raises `forms.questions.registry.SetError` for a broken question set and `SettingsError` for a
    frame that does not exist.
    """
    sets = Registry.load(settings.sets_dir)
    if settings.frame not in sets.frames:
        known = ", ".join(sorted(sets.frames))
        raise SettingsError(f"RIA_FRAME: there is no frame {settings.frame!r}; there are: {known}")
    engine = open_engine(settings.database)
    return Store(
        settings=settings,
        engine=engine,
        clock=clock or clock_for(settings.fake_now_file),
        sets=sets,
        links=Links(settings.base_url),
        _writer=writing(engine),
        _asker=asking(engine),
    )
