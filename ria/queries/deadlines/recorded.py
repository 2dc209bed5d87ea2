"""What is due according to the history, from every recorded change in order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from ria.models import HistoryEvent, HistoryPayload

_MARK = '{"due":%'
"""The beginning of the payload of an event that changed what is due: its keys are sorted."""


class DueKey(NamedTuple):
    """One thing that is due for one target."""

    target: str
    target_id: int
    kind: str
    item: int


def recorded_due(session: Session) -> dict[DueKey, date]:
    """What is due now, and when. Reads every event that changed any of it, in order."""
    found: dict[DueKey, date] = {}
    for content in _contents(session):
        for *about, due_on in json.loads(content)["due"]:
            key = DueKey(*about)
            if due_on is None:
                found.pop(key, None)
            else:
                found[key] = date.fromisoformat(due_on)
    return found


def is_whole(session: Session) -> bool:
    """Whether no event's contents were erased: what such an event changed is no longer known."""
    erased = select(HistoryPayload.event_id).where(col(HistoryPayload.content) == "")
    return session.exec(erased.limit(1)).first() is None


def _contents(session: Session) -> Iterator[str]:
    query = (
        select(HistoryPayload.content)
        .join(HistoryEvent, col(HistoryEvent.id) == col(HistoryPayload.event_id))
        .where(col(HistoryPayload.content).like(_MARK))
        .order_by(col(HistoryEvent.id))
        .execution_options(yield_per=1_000)
    )
    yield from session.exec(query)
