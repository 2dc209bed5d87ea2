"""Empty databases with the schema in place, one per test, on either engine.

The schema is laid once and copied, so that a test pays milliseconds for its own database.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ria.db.engine import open_engine
from ria.db.migrate import upgrade
from tests.support.cache import made_once
from tests.support.postgres import PostgresCluster


def lay_schema(url: str) -> None:
    """Bring the database at `url` to the newest schema."""
    engine = open_engine(url)
    try:
        upgrade(engine)
    finally:
        engine.dispose()


class SqliteTemplate:
    """One migrated file, and copies of it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "template.db"
        self.file.write_bytes(made_once("sqlite template", self._lay))

    def _lay(self) -> bytes:
        lay_schema(f"sqlite:///{self.file}")
        return self.file.read_bytes()

    def copy(self, folder: Path) -> str:
        """The URL of a fresh copy in `folder`."""
        target = folder / "ria.db"
        shutil.copyfile(self.file, target)
        return f"sqlite:///{target}"


class PostgresTemplate:
    """One migrated database, and copies of it."""

    def __init__(self, cluster: PostgresCluster) -> None:
        self.cluster = cluster
        self.name = cluster.create()
        lay_schema(cluster.url(self.name))

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The URL of a fresh copy, dropped afterwards."""
        name = self.cluster.create(self.name)
        yield self.cluster.url(name)
        self.cluster.drop(name)
