"""What every task stands on: its name, its queue, and one store a process."""

from __future__ import annotations

from functools import lru_cache

from ria.db.store import Store, open_store
from ria.settings import load_settings

QUEUE = "ria"
TICK = "ria.tick"
DELIVER = "ria.deliver"


@lru_cache(maxsize=1)
def store() -> Store:
    """This process's store. Opened by the first task, hence after the pool has forked."""
    return open_store(load_settings())
