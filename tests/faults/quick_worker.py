"""The real worker, with shorter leases and smaller batches: fifty kills fit into a minute.

Started as `python -m celery -A tests.faults.quick_worker worker`.
"""

from __future__ import annotations

from datetime import timedelta

from ria.notify import outgoing
from worker.app import app

outgoing.LEASE = timedelta(seconds=6)
outgoing.claim.__defaults__ = (4,)

__all__ = ["app"]
