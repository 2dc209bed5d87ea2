"""The triggers that guard the record, and whether they are all there.

The same rules stand in the services; the triggers hold them against every other hand.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text
from sqlmodel import Session

TRIGGERS = frozenset(
    {
        "history_event_no_update",
        "history_event_no_delete",
        "history_payload_only_erased",
        "history_payload_no_delete",
        "no_contributor_decides",
        "no_contributor_signs",
    }
)

_QUERIES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def schema_faults(session: Session) -> Iterator[str]:
    """What is wrong with the triggers, in words; and on SQLite with the file itself."""
    dialect = session.get_bind().dialect.name
    present = set(session.connection().execute(text(_QUERIES[dialect])).scalars())
    for name in sorted(TRIGGERS - present):
        yield f"the trigger {name} is missing"
    for name in sorted(present - TRIGGERS):
        yield f"the trigger {name} does not belong here"
    if dialect == "sqlite":
        found = session.connection().execute(text("PRAGMA integrity_check")).scalars()
        yield from (f"integrity check: {line}" for line in found if line != "ok")
