"""The outbox: a mail is a row, written in the transaction of what it tells about.

So nobody is told of what did not happen, and what happened is never left untold.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ria.history import UnitOfWork
from ria.models import MailState, Message


def enqueue(
    unit: UnitOfWork,
    kind: str,
    *,
    recipient_id: int,
    assessment_id: int | None = None,
    **details: Any,
) -> Message:
    """Put one mail to one person into the outbox.

    `kind` is one of `ria.notify.catalogue`; `details` are what its text needs beyond the
    assessment (JSON values; no secret, since the row is kept). The address is looked up when the
    mail is sent, so that a changed one is used.
    """
    message = Message(
        **_alike(unit, kind),
        message_id=_new_id(_domain(unit)),
        recipient_id=recipient_id,
        assessment_id=assessment_id,
        details=details,
    )
    unit.session.add(message)
    return message


@dataclass(frozen=True)
class ToSend:
    """One mail of many: to whom, about which edition if it is about one, and what it says."""

    recipient_id: int
    assessment_id: int | None
    details: dict[str, Any]


def enqueue_many(unit: UnitOfWork, kind: str, mails: Iterable[ToSend]) -> list[int]:
    """Put many mails of a kind into the outbox at once; their ids, in the same order."""
    alike = {
        **_alike(unit, kind),
        "sent_at": None,
        "note": "",
        "attempts": 0,
        "lease_until": None,
        "lease_by": None,
    }
    domain = _domain(unit)
    rows = [
        {
            **alike,
            "message_id": _new_id(domain),
            "recipient_id": mail.recipient_id,
            "assessment_id": mail.assessment_id,
            "details": mail.details,
        }
        for mail in mails
    ]
    return unit.add_many(Message, rows)


def _alike(unit: UnitOfWork, kind: str) -> dict[str, Any]:
    """What mails of a kind that are written now have in common."""
    hold = unit.store.settings.mail_mode == "hold"
    return {
        "kind": kind,
        "created_at": unit.now,
        "state": MailState.HELD if hold else MailState.WAITING,
        "next_try_at": unit.now,
    }


def _new_id(domain: str) -> str:
    return f"<{uuid.uuid4().hex}@{domain}>"


def _domain(unit: UnitOfWork) -> str:
    return unit.store.settings.mail_from.rpartition("@")[2] or "localhost"
