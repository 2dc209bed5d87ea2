"""The runs that a worker's beat or cron starts again and again.

Each run leaves its heartbeat when it has succeeded, so that a run that fails every time is as
visible as one that nobody starts.
"""

from __future__ import annotations

from ria.db.store import Store
from ria.models import Run
from ria.notify.delivery.deliver import Delivery, deliver
from ria.notify.reminders.tick import TickReport, tick
from ria.services.kit.heartbeat import beat


def run_tick(store: Store) -> TickReport:
    """Tick as of now."""
    report = tick(store)
    beat(store, Run.TICK)
    return report


def run_deliver(store: Store) -> Delivery:
    """Deliver what waits. The heartbeat is recorded even if the mail server cannot be used: the
    waiting mails show that. Raises `SettingsError` for a bad `RIA_SMTP_URL`.
    """
    done = deliver(store)
    beat(store, Run.DELIVER)
    return done
