"""The periodic tasks and their intervals. A run that is missed or repeated only changes when work
is done.
"""

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
    """Return one periodic task. It expires before the next run: a backlog of runs has no use."""
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
