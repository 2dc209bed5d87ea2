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
        **_columns(
            unit, kind, recipient_id=recipient_id, assessment_id=assessment_id, details=details
        )
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
    rows = [
        {
            **_columns(
                unit,
                kind,
                recipient_id=mail.recipient_id,
                assessment_id=mail.assessment_id,
                details=mail.details,
            ),
            "sent_at": None,
            "note": "",
            "attempts": 0,
            "lease_until": None,
            "lease_by": None,
        }
        for mail in mails
    ]
    return unit.add_many(Message, rows)


def _columns(unit: UnitOfWork, kind: str, **columns: Any) -> dict[str, Any]:
    """The columns of a mail that has just been written."""
    hold = unit.store.settings.mail_mode == "hold"
    return {
        **columns,
        "kind": kind,
        "message_id": f"<{uuid.uuid4().hex}@{_domain(unit.store.settings.mail_from)}>",
        "created_at": unit.now,
        "state": MailState.HELD if hold else MailState.WAITING,
        "next_try_at": unit.now,
    }


def _domain(address: str) -> str:
    return address.rpartition("@")[2] or "localhost"
