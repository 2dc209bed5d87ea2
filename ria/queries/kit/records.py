"""The state of a record that a page passes on as `seen`, and the record's history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import JsonValue
from sqlmodel import Session, SQLModel, col, select

from ria.history.canonical import canonical, digest
from ria.models import HistoryEvent, HistoryPayload, User


@dataclass(frozen=True)
class RecordEvent:
    """One event of a record: its kind, when, by whom, and what it changed."""

    kind: str
    at: datetime
    who: str
    old: Mapping[str, JsonValue]
    new: Mapping[str, JsonValue]


def record_state(row: SQLModel, fields: tuple[str, ...]) -> str:
    """The hash of the editable fields of a row: what a page passes on as `seen`."""
    return digest(canonical([getattr(row, name) for name in fields]))


def record_history(session: Session, chain: str, word: str, value: JsonValue) -> list[RecordEvent]:
    """The events of a chain whose payload says `word: value`, newest first. One query."""
    said = canonical({word: value})[1:-1]
    query = (
        select(HistoryEvent, HistoryPayload.content, User.name)
        .join(HistoryPayload, col(HistoryPayload.event_id) == col(HistoryEvent.id))
        .join(User, col(User.ref) == col(HistoryEvent.actor_ref), isouter=True)
        .where(
            col(HistoryEvent.chain) == chain,
            col(HistoryPayload.content).contains(said, autoescape=True),
        )
        .order_by(col(HistoryEvent.seq).desc())
    )
    found = [
        (event, json.loads(content)["what"], who) for event, content, who in session.exec(query)
    ]
    return [
        _as_event(event, payload, who or "The system", word)
        for event, payload, who in found
        if payload.get(word) == value
    ]


def _as_event(event: HistoryEvent, payload: dict[str, Any], who: str, word: str) -> RecordEvent:
    """The event's changes are in its `old` and `new`; its other fields count as new."""
    beside = {n: v for n, v in payload.items() if v and n not in (word, "old", "new")}
    old, new = payload.get("old") or {}, beside | (payload.get("new") or {})
    changed = [name for name in new if old.get(name) != new[name]]
    return RecordEvent(
        kind=event.kind,
        at=datetime.fromisoformat(event.at),
        who=who,
        old={name: old[name] for name in changed if name in old},
        new={name: new[name] for name in changed},
    )
