"""Run the migrations: Alembic, configured here so that no file outside the package is needed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from ria.db.engine import writing

HERE = Path(__file__).parent / "migrations"


class SchemaError(Exception):
    """The database cannot be used in its present state. The message says why, in one line."""


def upgrade(engine: Engine, to: str = "head") -> None:
    """Upgrade the schema to a revision, in one transaction: completely or not at all.

    Raises `SchemaError` for a database that another version of RIA has created.
    """
    with writing(engine).begin() as connection:
        _known_revision(connection)
        command.upgrade(_config(connection), to)


def downgrade(engine: Engine, to: str) -> None:
    """Downgrade the schema to a revision (`base` removes everything). Raises as `upgrade` does."""
    with writing(engine).begin() as connection:
        _known_revision(connection)
        command.downgrade(_config(connection), to)


def newest() -> str:
    """Return the revision that this version of the product needs."""
    head = ScriptDirectory.from_config(_config(None)).get_current_head()
    assert head is not None
    return head


def fingerprint() -> str:
    """The digest of what creates the schema: until the first release migrations may change."""
    digest = hashlib.sha256()
    for path in sorted(HERE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def check(engine: Engine) -> None:
    """Raise `SchemaError` unless the database answers and has exactly this version's schema."""
    try:
        with engine.connect() as connection:
            found = _known_revision(connection)
    except (OperationalError, DatabaseError) as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise SchemaError(f"the database cannot be used: {reason}") from None
    if found is None:
        raise SchemaError("the database is empty: run `ria db upgrade`")
    if found != newest():
        raise SchemaError("the database has an older schema: run `ria db upgrade`")


def _known_revision(connection: Connection) -> str | None:
    """The revision of the database, None for an empty one. Raises `SchemaError` for another's."""
    found = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(_config(None)).walk_revisions()
    if found is not None and found not in {script.revision for script in scripts}:
        raise SchemaError(
            f"the database has the schema of another version of RIA ({found}): "
            "install that version, or begin with an empty database"
        )
    return found


def _config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
