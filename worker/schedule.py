"""What beats, and how often. A beat that is missed or comes twice changes nothing but the hour."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

QUEUE = "ria"
TICK = "ria.tick"
DELIVER = "ria.deliver"
TICK_EVERY = timedelta(minutes=1)
DELIVER_EVERY = timedelta(seconds=10)


def _entry(task: str, every: timedelta) -> dict[str, Any]:
    """One beat. It expires before the next: a backlog of beats would be of no use to anybody."""
    return {
        "task": task,
        "schedule": every,
        "options": {"expires": every.total_seconds() * 0.9},
    }


SCHEDULE = {
    TICK: _entry(TICK, TICK_EVERY),
    DELIVER: _entry(DELIVER, DELIVER_EVERY),
}
