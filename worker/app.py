"""The Celery application: `python -m celery -A worker.app worker` and `… beat`.

Redis carries messages and keeps nothing: the database is the queue of record. So a message that is
lost, doubled or late does no harm, and nothing here tries to prevent it.
"""

from __future__ import annotations

import signal
from typing import Any

from celery import Celery
from celery.signals import beat_embedded_init, worker_process_init

from ria.processes import die_with_parent
from ria.settings import Settings, load_settings
from worker.base import QUEUE
from worker.schedule import SCHEDULE


def configuration(settings: Settings) -> dict[str, Any]:
    """Celery's settings for this instance."""
    return {
        "broker_url": settings.redis_url,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # for ever: Redis comes back
        "broker_transport_options": {
            "visibility_timeout": 60,
            "socket_timeout": 20,
            "socket_connect_timeout": 5,
            "health_check_interval": 10,
        },
        "task_publish_retry_policy": {"max_retries": 1},
        "task_default_queue": QUEUE,
        "task_ignore_result": True,
        "timezone": "Europe/London",
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,
        "worker_max_tasks_per_child": 5_000,
        "beat_schedule": SCHEDULE,
        "beat_schedule_filename": str(settings.data_dir / "celerybeat-schedule"),
    }


app = Celery("ria", include=["worker.tasks"])
app.conf.update(configuration(load_settings()))


@worker_process_init.connect
@beat_embedded_init.connect
def _leave_with_the_worker(**_: object) -> None:
    """A child of a killed worker must not go on alone."""
    die_with_parent(signal.SIGKILL)
