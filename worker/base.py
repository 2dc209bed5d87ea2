"""What the tasks share: Celery's settings, and one store for each process."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ria.db.store import Store, open_store
from ria.settings import Settings, load_settings
from worker.schedule import QUEUE, SCHEDULE


@lru_cache(maxsize=1)
def store() -> Store:
    """Return this process's store. The first task opens it, so it is opened after the pool has
    forked.
    """
    return open_store(load_settings())


def configuration(settings: Settings) -> dict[str, Any]:
    """Return Celery's settings for this instance.

    Redis only carries messages: the database is the queue of record. A message that is lost,
    duplicated or late therefore does no harm, and nothing here tries to prevent it.
    """
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
        # Without a limit: a message whose acknowledgement fails because Redis has just gone keeps
        # its place for good, and a worker whose places are all taken no longer asks for messages,
        # so that it would not even notice that Redis is back.
        "worker_prefetch_multiplier": 0,
        "worker_enable_remote_control": False,
        "worker_max_tasks_per_child": 5_000,
        "beat_schedule": SCHEDULE,
        "beat_schedule_filename": str(settings.data_dir / "celerybeat-schedule"),
    }
