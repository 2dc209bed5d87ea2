"""What `ria audit verify` finds in a database of the tests, its schema compared only once."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlmodel import Session

from ria.history import verify

_SCHEMA = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2",
    "postgresql": "SELECT table_name, column_name, data_type FROM information_schema.columns"
    " WHERE table_schema = current_schema() UNION ALL"
    " SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger"
    " WHERE NOT tgisinternal ORDER BY 1, 2, 3",
}
_FOUND_GOOD: set[int] = set()


def faults_of(session: Session) -> tuple[verify.Fault, ...]:
    """Everything that is wrong. The chains, payloads and seals are read each time; a schema that is
    word for word one that was found good is not compared with the models again, which takes longer
    than all the rest."""
    query = text(_SCHEMA[session.connection().dialect.name])
    schema = hash(tuple(map(tuple, session.connection().execute(query))))
    with pytest.MonkeyPatch.context() as patch:
        if schema in _FOUND_GOOD:
            patch.setattr(verify, "schema_faults", lambda _: iter(()))
        found = verify.verify(session).faults
    if not found:
        _FOUND_GOOD.add(schema)
    return found
