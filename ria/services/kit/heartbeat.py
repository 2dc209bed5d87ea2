"""The heartbeat of recurring runs."""

from __future__ import annotations

from sqlalchemy import text

from ria.clock import SystemClock
from ria.db.store import Store
from ria.models import Run
from ria.models.types import instant_text

_BEAT = text(
    "INSERT INTO heartbeat (name, at) VALUES (:name, :at) "
    "ON CONFLICT (name) DO UPDATE SET at = excluded.at"
)


def beat(store: Store, run: Run) -> None:
    """Record that a run has succeeded. Not part of the history: it concerns processes."""
    with store.writer() as session:
        session.connection().execute(
            _BEAT, {"name": run.value, "at": instant_text(SystemClock().now())}
        )
        session.commit()
