"""The outbox: a mail is a row, written in the transaction of what it tells about.

So nobody is told of what did not happen, and what happened is never left untold.
"""

from __future__ import annotations

import uuid
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
    hold = unit.store.settings.mail_mode == "hold"
    message = Message(
        message_id=f"<{uuid.uuid4().hex}@{_domain(unit.store.settings.mail_from)}>",
        kind=kind,
        recipient_id=recipient_id,
        assessment_id=assessment_id,
        details=details,
        created_at=unit.now,
        state=MailState.HELD if hold else MailState.WAITING,
        next_try_at=unit.now,
    )
    unit.session.add(message)
    return message


def _domain(address: str) -> str:
    return address.rpartition("@")[2] or "localhost"
