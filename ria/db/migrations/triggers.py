"""Triggers that refuse, written once for both databases."""

from __future__ import annotations

from alembic import op


def guard(name: str, when: str, table: str, refuse_if: str, message: str) -> None:
    """Create a trigger that refuses a row for which `refuse_if` holds.

    `when` is e.g. ``BEFORE UPDATE``; `refuse_if` is SQL over NEW and OLD that both databases read.
    """
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW WHEN {refuse_if} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    result = "OLD" if "DELETE" in when else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {refuse_if} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; "
        f"END IF; RETURN {result}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def drop_triggers(names: dict[str, str]) -> None:
    """Drop triggers, given as name -> table, and on PostgreSQL their functions."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table in names.items():
        op.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite else f" ON {table}"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
