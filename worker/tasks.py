"""The tasks. Each opens the process's store and calls one service; none takes an argument."""

from __future__ import annotations

from celery import shared_task

from ria.notify import runs
from worker.base import store
from worker.schedule import DELIVER, TICK


@shared_task(name=TICK)
def run_tick() -> None:
    """Start the reviews that are due, remind people, and tell of mails that failed."""
    runs.run_tick(store())


@shared_task(name=DELIVER)
def run_deliver() -> None:
    """Send what waits in the outbox."""
    runs.run_deliver(store())
