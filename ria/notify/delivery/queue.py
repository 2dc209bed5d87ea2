"""The outbox as a queue: claim, renew, hand back, settle.

A claim is a lease on a few columns that the history does not seal, taken by compare-and-set and
committed before any network is used, so any number of deliverers is safe. Leases and waits are
about processes: they follow the machine's clock, never a pretended one, and a lease or wait longer
than any that is given (somebody moved the clock) counts as over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, update
from sqlmodel import col, select

from ria.db.store import Store
from ria.history import ORGANISATION, SYSTEM, UnitOfWork, unit_of_work
from ria.models import ASSESSMENT, Assessment, MailState, Message, Policy, User

BATCH = 100
LEASE = timedelta(seconds=60)
LONGEST_WAIT = timedelta(hours=1)
TO_SEND = (MailState.WAITING, MailState.HELD)


def claim(store: Store, by: str, now: datetime, limit: int = BATCH) -> list[int]:
    """Lease up to `limit` mails that can be tried now, oldest first. Returns their ids."""
    free = (
        select(Message.id)
        .where(col(Message.state).in_(TO_SEND), _ripe(now), _free(now))
        .order_by(col(Message.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    lease = (
        update(Message)
        .where(col(Message.id).in_(free), _free(now))
        .values(lease_by=by, lease_until=now + LEASE)
        .returning(col(Message.id))
        .execution_options(synchronize_session=False)
    )
    with store.writer() as session:
        ids = sorted(session.execute(lease).scalars())
        session.commit()
        return ids


def begin(store: Store, by: str, message_id: int, now: datetime) -> int | None:
    """Renew the lease for one try. Returns which try it is; None if another has the mail now."""
    renew = (
        update(Message)
        .where(col(Message.id) == message_id, col(Message.lease_by) == by)
        .where(col(Message.state).in_(TO_SEND))
        .values(lease_until=now + LEASE, next_try_at=now, attempts=col(Message.attempts) + 1)
        .returning(col(Message.attempts))
        .execution_options(synchronize_session=False)
    )
    with store.writer() as session:
        attempt = session.execute(renew).scalar_one_or_none()
        session.commit()
        return attempt


def renew(store: Store, by: str, message_id: int, now: datetime) -> bool:
    """Renew the lease of a mail that was begun. False if another has it now, or has settled it."""
    longer = (
        update(Message)
        .where(col(Message.id) == message_id, col(Message.lease_by) == by)
        .where(col(Message.state).in_(TO_SEND))
        .values(lease_until=now + LEASE)
        .returning(col(Message.id))
        .execution_options(synchronize_session=False)
    )
    with store.writer() as session:
        mine = session.execute(longer).scalar_one_or_none()
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
    """Mark a mail for good, with its event in the history, which says `more`."""
    message.state = state
    message.note = note
    message.sent_at = unit.now if state is MailState.SENT else None
    message.lease_by = message.lease_until = None
    unit.session.add(message)
    _record(unit, message, f"mail_{state.value}", note, **more)


def delay(store: Store, message_id: int, until: datetime, note: str) -> None:
    """Try this mail again later. A new reason goes on record; the same one again does not."""
    with unit_of_work(store) as unit:
        message = unsettled(unit, message_id)
        if message is None:
            return
        message.next_try_at = until
        message.lease_by = message.lease_until = None
        if message.note != note:
            message.note = note
            _record(unit, message, "mail_delayed", note)
        unit.session.add(message)


def unsettled(unit: UnitOfWork, message_id: int) -> Message | None:
    """The mail, locked; None if somebody else has settled it meanwhile."""
    query = select(Message).where(col(Message.id) == message_id).with_for_update()
    message = unit.session.exec(query).one()
    return message if message.state in TO_SEND else None


def _record(unit: UnitOfWork, message: Message, event: str, note: str, **more: list[str]) -> None:
    """An address is personal data: it stands only in the part of the event that can be erased."""
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


def _ripe(now: datetime) -> ColumnElement[bool]:
    """Never tried, or due for another try."""
    return or_(
        col(Message.attempts) == 0,
        col(Message.next_try_at) <= now,
        col(Message.next_try_at) > now + LONGEST_WAIT,
    )


def _free(now: datetime) -> ColumnElement[bool]:
    """Leased by nobody who can still be at work."""
    return or_(
        col(Message.lease_until).is_(None),
        col(Message.lease_until) <= now,
        col(Message.lease_until) > now + LEASE,
    )
