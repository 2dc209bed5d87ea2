"""The outbox as a queue: claim, renew, hand back, settle.

A claim is a lease in a few columns that the history does not seal. It is taken by compare-and-set
and committed before any network is used, so any number of deliverers may run at once. Leases and
waits concern processes, so they follow the machine's clock, never a demonstration's. A lease or
wait that is longer than any the code gives (because somebody changed the clock) counts as expired.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Integer, bindparam, or_, update
from sqlmodel import col, select

from ria.db.store import Store
from ria.history import ORGANISATION, SYSTEM, UnitOfWork, unit_of_work
from ria.models import ASSESSMENT, Assessment, MailState, Message, Policy, User
from ria.models.types import Instant

BATCH = 100
LEASE = timedelta(seconds=60)
LONGEST_WAIT = timedelta(hours=1)
TO_SEND = (MailState.WAITING, MailState.HELD)


def claim(store: Store, by: str, now: datetime, limit: int = BATCH) -> list[int]:
    """Lease up to `limit` mails that can be tried now, oldest first, and return their ids."""
    with store.writer() as session:
        ids = sorted(session.execute(_CLAIM, {**_moment(by, now), "limit": limit}).scalars())
        session.commit()
        return ids


def begin(store: Store, by: str, message_id: int, now: datetime) -> int | None:
    """Renew the lease for an attempt, return its number; None if another process has the mail."""
    with store.writer() as session:
        about = {**_moment(by, now), "message": message_id}
        attempt = session.execute(_BEGIN, about).scalar_one_or_none()
        session.commit()
        return attempt


def renew(store: Store, by: str, message_id: int, now: datetime) -> bool:
    """Renew the lease of a mail begun. False if another process has leased or settled it."""
    with store.writer() as session:
        about = {**_moment(by, now), "message": message_id}
        mine = session.execute(_RENEW, about).scalar_one_or_none()
        session.commit()
        return mine is not None


def hand_back(store: Store, by: str, ids: Sequence[int]) -> None:
    """Give up the lease of mails that were not tried."""
    if not ids:
        return
    release = (
        update(Message)
        .where(col(Message.id).in_(ids), col(Message.lease_by) == by)
        .values(lease_by=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )
    with store.writer() as session:
        session.execute(release)
        session.commit()


def settle_in(
    unit: UnitOfWork, message: Message, state: MailState, note: str = "", **more: list[str]
) -> None:
    """Settle a mail for good, and record it in the history with the details in `more`."""
    message.state = state
    message.note = note
    message.sent_at = unit.now if state is MailState.SENT else None
    message.lease_by = message.lease_until = None
    unit.save(message)
    _record(unit, message, f"mail_{state.value}", note, **more)


def delay(store: Store, message_id: int, until: datetime, note: str) -> None:
    """Try this mail again later. The reason is recorded unless it is the same as last time."""
    with unit_of_work(store) as unit:
        message = unsettled(unit, message_id)
        if message is None:
            return
        message.next_try_at = until
        message.lease_by = message.lease_until = None
        if message.note != note:
            message.note = note
            _record(unit, message, "mail_delayed", note)
        unit.save(message)


def unsettled(unit: UnitOfWork, message_id: int) -> Message | None:
    """Return the mail, locked; None if another process has settled it meanwhile."""
    message = unit.session.exec(_LOCKED, params={"message": message_id}).one()
    return message if message.state in TO_SEND else None


def _record(unit: UnitOfWork, message: Message, event: str, note: str, **more: list[str]) -> None:
    """Record an event. An address is personal data: only the part that can be erased has it."""
    recipient = unit.session.get(User, message.recipient_id) if message.recipient_id else None
    is_of_edition = message.target == ASSESSMENT
    assessment = unit.session.get(Assessment, message.target_id) if is_of_edition else None
    policy = unit.session.get(Policy, message.policy_id) if message.policy_id else None
    unit.record(
        policy.reference if policy else ORGANISATION,
        event,
        SYSTEM,
        mail=message.kind,
        to=recipient.ref if recipient else None,
        edition=assessment.edition if assessment else None,
        note=note,
        **({"address": message.address} if message.address else {}),
        **more,
    )


def _moment(by: str, now: datetime) -> dict[str, object]:
    """What the statements below have to know of who leases, and when."""
    far, longest = now + LEASE, now + LONGEST_WAIT
    return {"by": by, "now": now, "leased_until": far, "longest_wait": longest}


_NOW = bindparam("now", type_=Instant())
_UNTIL = bindparam("leased_until", type_=Instant())
_RIPE = or_(
    col(Message.attempts) == 0,
    col(Message.next_try_at) <= _NOW,
    col(Message.next_try_at) > bindparam("longest_wait", type_=Instant()),
)
"""The mail was never tried, or another attempt is due."""
_FREE = or_(
    col(Message.lease_until).is_(None),
    col(Message.lease_until) <= _NOW,
    col(Message.lease_until) > _UNTIL,
)
"""No process that can still be working holds a lease on the mail."""
_OLDEST = (
    select(Message.id)
    .where(col(Message.state).in_(TO_SEND), _RIPE, _FREE)
    .order_by(col(Message.id))
    .limit(bindparam("limit", type_=Integer()))
    .with_for_update(skip_locked=True)
)
_LEASED = update(Message).execution_options(synchronize_session=False)
_MINE = _LEASED.where(
    col(Message.id) == bindparam("message"),
    col(Message.lease_by) == bindparam("by"),
    col(Message.state).in_(TO_SEND),
)
_CLAIM = (
    _LEASED.where(col(Message.id).in_(_OLDEST), _FREE)
    .values(lease_by=bindparam("by"), lease_until=_UNTIL)
    .returning(col(Message.id))
)
_BEGIN = _MINE.values(
    lease_until=_UNTIL, next_try_at=_NOW, attempts=col(Message.attempts) + 1
).returning(col(Message.attempts))
_RENEW = _MINE.values(lease_until=_UNTIL).returning(col(Message.id))
_LOCKED = select(Message).where(col(Message.id) == bindparam("message")).with_for_update()
