"""How a command opens its store: settings, database and question sets, each checked in turn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ria.cli.kit.surroundings import surroundings

if TYPE_CHECKING:
    from ria.db.store import Store
    from ria.settings import Settings


@contextmanager
def opened() -> Iterator[Store]:
    """Open the store of this environment, whose schema must be that of this version.

    Raises `SettingsError`, `SetError` or `SchemaError`; a missing database is not created.
    """
    from ria.db.migrate import check
    from ria.db.store import open_store

    settings = surroundings().settings
    there_is_a_database(settings)
    store = open_store(settings)
    try:
        check(store.engine)
        yield store
    finally:
        store.close()


def there_is_a_database(settings: Settings) -> None:
    """Raise `SchemaError` if the embedded database's file is missing or empty.

    Opening it would create one, or write to it: a command that only reads must change nothing.
    """
    from ria.db.migrate import SchemaError

    scheme, _, path = settings.database.partition(":///")
    if not scheme.startswith("sqlite") or not path:
        return
    if not Path(path).is_file() or Path(path).stat().st_size == 0:
        raise SchemaError(f"there is no database at {path}: run `ria db upgrade`")
