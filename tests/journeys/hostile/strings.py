"""Every text that the database holds."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from tests.ria.building import World

HISTORY = frozenset({"history_event", "history_payload", "history_head"})


def texts_kept(world: World, *tables: str) -> set[str]:
    """Every text in these tables, or in all; inside answers, snapshots and the history too."""
    found: set[str] = set()
    with world.store.read_session() as session:
        for table in SQLModel.metadata.sorted_tables:
            if table.name in tables or (not tables and table.name not in HISTORY):
                for row in session.execute(select(table)):
                    found.update(_texts(tuple(row)))
            elif not tables and table.name == "history_payload":
                for content in session.execute(select(table.c.content)).scalars():
                    found.update(_texts(json.loads(content)))
    return found


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
