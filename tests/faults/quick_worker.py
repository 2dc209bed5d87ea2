"""The real worker and the real beat in a hurry: hundreds of kills fit into a minute.

Leases are short, batches small, beats less than a second apart. Started as
`python -m celery -A tests.faults.quick_worker worker` or `… beat`.
"""

from __future__ import annotations

from datetime import timedelta

from ria.notify.delivery import queue
from ria.notify.reminders import tick
from worker.app import app
from worker.schedule import DELIVER, TICK

queue.LEASE = timedelta(seconds=6)
queue.claim.__defaults__ = (4,)
tick.BATCH = 25
for task, seconds in ((TICK, 0.8), (DELIVER, 0.2)):
    app.conf.beat_schedule[task] |= {
        "schedule": timedelta(seconds=seconds),
        "options": {"expires": 2},
    }

__all__ = ["app"]
