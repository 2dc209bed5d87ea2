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
    """A child of a killed worker must not go on alone."""
    die_with_parent(signal.SIGKILL)
