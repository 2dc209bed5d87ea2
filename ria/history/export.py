"""The history as lines of JSON. Two databases with the same history give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, select

from ria.db.bulk import in_parts
from ria.history.canonical import canonical
from ria.models import ASSESSMENT, Assessment, HistoryEvent, HistoryPayload, Policy, Reminder, User


def exported(session: Session) -> Iterator[str]:
    """Yield one line per event, chain by chain: chain, seq, at, actor, kind and content.

    Row seals and salts are left out, because they depend on keys that each database assigns
    differently. Reminders that an event holds in full are written with references instead of
    database keys.
    """
    query = (
        select(HistoryEvent, HistoryPayload)
        .join(HistoryPayload, isouter=True)
        .order_by(col(HistoryEvent.chain), col(HistoryEvent.seq))
    )
    for entry, payload in session.exec(query):
        said = json.loads(payload.content) if payload and payload.content else {}
        what: dict[str, Any] | None = said.get("what")
        if what is not None and "series" in said:
            what["reminders"] = _reminders(session, said["series"])
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


def _reminders(session: Session, series: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the reminders among the rows that an event holds in full, each with its policy and
    edition (or its other due target) and its recipient.
    """
    runs = series.get(str(Reminder.__tablename__), {"runs": []})["runs"]
    policies: dict[int, tuple[str, int]] = {}
    of_editions = (run for run in runs if run["alike"]["target"] == ASSESSMENT)
    for part in in_parts({edition for run in of_editions for edition in run["values"]}):
        query = (
            select(Assessment.id, Policy.reference, Assessment.edition)
            .join(Policy, col(Policy.id) == col(Assessment.policy_id))
            .where(col(Assessment.id).in_(part))
        )
        policies |= {key or 0: (name, edition) for key, name, edition in session.exec(query)}
    refs = dict(session.exec(select(User.id, User.ref)).all())
    told = [
        {
            **_target(policies, run["alike"]["target"], target_id),
            "due": run["alike"]["kind"],
            "item": run["alike"]["item"],
            "due_on": run["alike"]["due_on"],
            "step": run["alike"]["step"],
            "to": refs[run["alike"]["recipient_id"]],
            "passed_over": run["alike"]["passed_over"],
        }
        for run in runs
        for target_id in run["values"]
    ]
    return sorted(told, key=canonical)


def _target(policies: dict[int, tuple[str, int]], kind: str, target_id: int) -> dict[str, Any]:
    if kind != ASSESSMENT:
        return {"target": kind, "number": target_id}
    reference, edition = policies[target_id]
    return {"policy": reference, "edition": edition}
