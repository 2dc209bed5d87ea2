"""Check that the database still has the schema and the triggers of this version.

The services enforce the same rules as the triggers; the triggers enforce them against everyone else
who can reach the database. So a trigger that is missing, disabled or changed is a fault, and so is
a table or column that was added or removed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlmodel import Session, SQLModel

from ria.db.migrate import newest
from ria.db.migrations.triggers import IN_FORCE
from ria.history.search_documents import INDEX_TABLES, INDEXES

_SQLITE_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"

_POSTGRES_TRIGGERS = """
    SELECT t.tgname, pg_get_triggerdef(t.oid), p.prosrc, t.tgenabled <> 'D'
    FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
    JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT t.tgisinternal AND n.nspname = current_schema()
"""


def schema_faults(session: Session) -> Iterator[str]:
    """Describe what is wrong with the tables and triggers, and on SQLite with the file as well."""
    connection = session.connection()
    opts = {"compare_type": True, "include_name": is_described}
    context = MigrationContext.configure(connection, opts=opts)
    if context.get_current_heads() != (newest(),):
        yield f"its schema is not marked as {newest()}"
    yield from (_in_words(change) for change in compare_metadata(context, SQLModel.metadata))
    there = inspect(connection).get_table_names()
    yield from (f"the search index {index} is missing" for index in INDEXES if index not in there)
    yield from _trigger_faults(connection)
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("PRAGMA integrity_check")).scalars()
        yield from (f"integrity check: {line}" for line in found if line != "ok")


def is_described(name: str | None, kind: str, _parents: object) -> bool:
    """The models describe every table but those of the search indexes."""
    return kind != "table" or name not in INDEX_TABLES


def _in_words(change: Any) -> str:
    """Describe one difference by the change that would correct it."""
    if isinstance(change, list):  # several changes to one column
        return "; ".join(_in_words(one) for one in change)
    todo, *about = change
    names = [str(getattr(part, "name", part)) for part in about if part is not None]
    return f"its schema differs: {todo.replace('_', ' ')} {' '.join(names)}"


def _trigger_faults(connection: Connection) -> Iterator[str]:
    expected = {trigger.name for trigger in IN_FORCE}
    found = _whole(connection)
    for name in sorted(expected | found.keys()):
        if name not in found:
            yield f"the trigger {name} is missing"
        elif name not in expected:
            yield f"the trigger {name} does not belong here"
        elif not found[name]:
            yield f"the trigger {name} was changed or switched off"


def _whole(connection: Connection) -> dict[str, bool]:
    """The triggers of this database, and whether each is defined exactly as expected."""
    wanted = {trigger.name: trigger for trigger in IN_FORCE}
    if connection.dialect.name == "sqlite":
        return {
            name: name in wanted and sql == wanted[name].sqlite
            for name, sql in connection.execute(text(_SQLITE_TRIGGERS))
        }
    return {
        name: name in wanted
        and _plain(definition) == _plain(wanted[name].postgres[1])
        and body == wanted[name].postgres_body
        and is_on
        for name, definition, body, is_on in connection.execute(text(_POSTGRES_TRIGGERS))
    }


def _plain(definition: str) -> str:
    """Remove the schema names that PostgreSQL adds to its definitions; ours have none."""
    return definition.replace("public.", "")
