"""The Celery application: `python -m celery -A worker.app worker` and `… beat`."""

from __future__ import annotations

import signal

from celery import Celery
from celery.signals import beat_embedded_init, worker_process_init

from ria.processes import die_with_parent
from ria.settings import load_settings
from worker.base import configuration

app = Celery("ria", include=["worker.tasks"])
app.conf.update(configuration(load_settings()))


@worker_process_init.connect
@beat_embedded_init.connect
def _leave_with_the_worker(**_: object) -> None:
    """End a child process when its worker is killed, so that it does not keep running alone."""
    die_with_parent(signal.SIGKILL)
