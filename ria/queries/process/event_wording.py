"""A policy's consultations, conditions and checks in the timeline's words, from the history."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from forms.answers.display import day_in_words
from ria.models import HistoryEvent, HistoryPayload, Policy, User


@dataclass(frozen=True)
class LifeEvent:
    """One event, and the account that caused it. `kind` as in the chain."""

    kind: str
    title: str
    at: datetime
    who: int | None
    note: str = ""


Told = Callable[[dict[str, Any]], tuple[str, str]]
"""From the payload of an event to its title and note."""


def _opened(what: dict[str, Any]) -> tuple[str, str]:
    return f"Consultation opened{_until(what)}", _text(what, "reason")


def _extended(what: dict[str, Any]) -> tuple[str, str]:
    return f"Consultation extended{_until(what)}", _text(what, "reason")


def _closed(_what: dict[str, Any]) -> tuple[str, str]:
    return "Consultation closed", ""


def _met(_what: dict[str, Any]) -> tuple[str, str]:
    # The text of a condition may be privileged; the list of conditions shows it to its readers.
    return "A condition was met", ""


_ENTRY = {
    "title": "title",
    "subject_type": "kind",
    "committee": "committee",
    "unit": "unit",
    "operation": "operation",
    "operation_on": "dates of operation",
    "planned_decision_on": "planned decision",
    "planned_start_on": "planned start",
    "legacy": "legacy or not",
    "programme_due_on": "day in the programme",
    "urgent_reason": "urgency",
    "restricted": "restriction",
}


def _entry(what: dict[str, Any]) -> tuple[str, str]:
    new = what.get("new")
    parts = [_ENTRY[name] for name in new if name in _ENTRY] if isinstance(new, dict) else []
    title = f"Entry changed: {', '.join(parts)}" if parts else "Entry changed"
    return title, _text(what, "reason")


def _edition(what: dict[str, Any]) -> tuple[str, str]:
    """The first edition is opened by the registration, which has its own line."""
    number = what.get("edition")
    return ("", "") if number == 1 else (f"Edition {number} opened", _text(what, "because"))


def _settled(what: dict[str, Any]) -> tuple[str, str]:
    is_assessed = what.get("task") == "next_assessment"
    rest = "no new assessment is needed" if is_assessed else "nothing is left to end or replace"
    return f"Ended: {rest}", ""


def _urgent(what: dict[str, Any]) -> str:
    return "the revocation" if what.get("of") == "revocation" else "what its chair had decided"


_TOLD: dict[str, Told] = {
    "consultation_opened": _opened,
    "consultation_extended": _extended,
    "consultation_closed": _closed,
    "condition_met": _met,
    "ratified": lambda what: (f"The committee ratified {_urgent(what)}", ""),
    "not_ratified": lambda what: (
        f"The committee did not ratify {_urgent(what)}",
        _text(what, "reason"),
    ),
    "entry_changed": _entry,
    "text_added": lambda what: (f"Version {what.get('number', '')} of the text added", ""),
    "task_settled": _settled,
    "lateness_explained": lambda what: ("Why it is overdue", _text(what, "text")),
    "functions_changed": lambda _: ("Its functions changed", ""),
    "disclosure_checked": lambda _: ("Disclosure check signed", ""),
    "edition_opened": _edition,
    "signal_noted": lambda what: ("Something came to light", ""),
    "amendment_proposed": lambda what: ("Minor amendment proposed", _text(what, "summary")),
    "amendment_declined": lambda what: ("Minor amendment not agreed to", ""),
    "owner_changed": lambda _: ("Handed over to a new owner", ""),
    "deputy_changed": lambda _: ("Deputy changed", ""),
}


def life_events(session: Session, policy: Policy) -> dict[str, list[LifeEvent]]:
    """The events by their kind, oldest first. Erased events are shown without their text."""
    query = (
        select(HistoryEvent, HistoryPayload.content, User.id)
        .join(HistoryPayload, col(HistoryPayload.event_id) == col(HistoryEvent.id))
        .join(User, col(User.ref) == col(HistoryEvent.actor_ref), isouter=True)
        .where(col(HistoryEvent.chain) == policy.reference, col(HistoryEvent.kind).in_(_TOLD))
        .order_by(col(HistoryEvent.seq))
    )
    found: dict[str, list[LifeEvent]] = {kind: [] for kind in _TOLD}
    for event, content, who in session.exec(query):
        what = json.loads(content)["what"] if content else {}
        title, note = _TOLD[event.kind](what)
        at = datetime.fromisoformat(event.at)
        found[event.kind].append(LifeEvent(event.kind, title, at, who, note))
    return found


def _until(what: dict[str, Any]) -> str:
    text = _text(what, "closes_on")
    if not text:
        return ""
    return f" until {day_in_words(date.fromisoformat(text))}"


def _text(what: dict[str, Any], name: str) -> str:
    value = what.get(name)
    return value if isinstance(value, str) else ""
