"""The history as lines of JSON: the same bytes from every database that lived the same life."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlmodel import Session, col, select

from ria.history.canonical import canonical
from ria.models import HistoryEvent, HistoryPayload


def exported(session: Session) -> Iterator[str]:
    """One line an event, chain by chain: chain, seq, at, actor, kind and what happened.

    Row seals and salts stay out: they hold numbers that a database gives out as it likes.
    """
    query = (
        select(HistoryEvent, HistoryPayload)
        .join(HistoryPayload, isouter=True)
        .order_by(col(HistoryEvent.chain), col(HistoryEvent.seq))
    )
    for entry, payload in session.exec(query):
        what = json.loads(payload.content)["what"] if payload.content else None
        yield canonical(
            {
                "chain": entry.chain,
                "seq": entry.seq,
                "at": entry.at,
                "actor": entry.actor_ref,
                "kind": entry.kind,
                "what": what,
            }
        )
