"""The outbox: a mail is a row, written in the same transaction as the change it reports.

So no mail reports something that did not happen, and everything that happened is reported.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from ria.history import UnitOfWork
from ria.models import MailState, Message, Target


def enqueue(
    unit: UnitOfWork,
    kind: str,
    *,
    recipient_id: int | None = None,
    address: str | None = None,
    about: Target | None = None,
    **details: Any,
) -> Message:
    """Put one mail into the outbox, to an account or to the `address` of somebody who has none.

    `kind` is one of `ria.notify.mails.catalogue`, which says whether it may go to an address.
    `details` are what its text needs beyond what it is about (JSON values, no secrets, since the
    row is kept). An account's address is looked up when the mail is sent, so that a changed address
    is used.
    """
    message = Message(
        **_alike(unit, kind),
        message_id=_new_id(_domain(unit)),
        recipient_id=recipient_id,
        address=address,
        target=about.kind if about else None,
        target_id=about.id if about else None,
        policy_id=about.policy_id if about else None,
        details=details,
    )
    unit.save(message)
    return message


class Addressed(NamedTuple):
    """The account to which one mail of many goes, and what it is about, if that is one target."""

    recipient_id: int
    target: str | None = None
    target_id: int | None = None
    policy_id: int | None = None


def enqueue_many(
    unit: UnitOfWork, kind: str, mails: Iterable[tuple[dict[str, Any], list[Addressed]]]
) -> list[int]:
    """Put many mails of a kind into the outbox at once: `mails` pairs the details with those who
    get them. Returns the ids in the same order. Call it once in a unit of work.
    """
    alike = {
        **_alike(unit, kind),
        "address": None,
        "sent_at": None,
        "note": "",
        "attempts": 0,
        "lease_until": None,
        "lease_by": None,
    }
    domain = _domain(unit)
    series = [
        ({**alike, "details": details}, [[*one, _new_id(domain)] for one in addressed])
        for details, addressed in mails
    ]
    each = [*Addressed._fields, "message_id"]
    first = unit.add_series(Message, each, series)
    return list(range(first, first + sum(len(rows) for _, rows in series)))


def _alike(unit: UnitOfWork, kind: str) -> dict[str, Any]:
    """The columns that mails of a kind written now have in common."""
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
