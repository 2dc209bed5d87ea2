"""What beats, and how often. A beat that is missed or comes twice changes nothing but the hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

QUEUE = "ria"
TICK = "ria.tick"
DELIVER = "ria.deliver"
TICK_EVERY = timedelta(minutes=1)
DELIVER_EVERY = timedelta(seconds=10)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""So that a beat that starts for the first time begins at once, and not after a minute."""


def _entry(task: str, every: timedelta) -> dict[str, Any]:
    """One beat. It expires before the next: a backlog of beats would be of no use to anybody."""
    return {
        "task": task,
        "schedule": every,
        "last_run_at": LONG_AGO,
        "options": {"expires": every.total_seconds() * 0.9},
    }


SCHEDULE = {
    TICK: _entry(TICK, TICK_EVERY),
    DELIVER: _entry(DELIVER, DELIVER_EVERY),
}
