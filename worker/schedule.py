"""The periodic tasks and their intervals. A run that is missed or repeated only changes when work
is done.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

QUEUE = "ria"
TICK = "ria.tick"
DELIVER = "ria.deliver"
TICK_EVERY = timedelta(minutes=1)
DELIVER_EVERY = timedelta(seconds=10)


def _entry(task: str, every: timedelta) -> dict[str, Any]:
    """Return one periodic task. It expires before the next run: a backlog of runs has no use."""
    return {
        "task": task,
        "schedule": every,
        "options": {"expires": every.total_seconds() * 0.9},
    }


SCHEDULE = {
    TICK: _entry(TICK, TICK_EVERY),
    DELIVER: _entry(DELIVER, DELIVER_EVERY),
}
