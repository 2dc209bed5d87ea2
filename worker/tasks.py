"""The tasks. Each opens the process's store and calls one service; none takes an argument."""

from __future__ import annotations

from celery import shared_task

from ria.notify import runs
from worker.base import store
from worker.schedule import DELIVER, TICK


@shared_task(name=TICK)
def run_tick() -> None:
    """Start the reviews that are due, send reminders, and report failed mails."""
    runs.run_tick(store())


@shared_task(name=DELIVER)
def run_deliver() -> None:
    """Send the mails that wait in the outbox."""
    runs.run_deliver(store())
