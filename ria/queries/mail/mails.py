"""The outbox as the administrator sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from ria.models import MailState, Message, Policy, User
from ria.queries.kit.paging import PAGE_SIZE, From, Slice, sliced


@dataclass(frozen=True)
class Mail:
    """One mail: to whom, about what, and how it stands."""

    id: int
    message_id: str
    kind: str
    recipient: str
    reference: str
    state: MailState
    attempts: int
    note: str
    created_at: datetime
    sent_at: datetime | None


def mails(session: Session, state: MailState | None, start: From) -> Slice[Mail]:
    """One page of mails (in one state), the newest first. One query."""
    tests: list[ColumnElement[bool]] = []
    if state is not None:
        tests.append(col(Message.state) == state)
    if start.before is not None:
        tests.append(col(Message.id) > start.before)
    elif start.after is not None:
        tests.append(col(Message.id) < start.after)
    found = _found(session, *tests, oldest_first=start.before is not None)
    return sliced(found, start, lambda mail: mail.id)


def mail(session: Session, mail_id: int) -> Mail | None:
    """One mail; None if there is none with this id."""
    return next(iter(_found(session, col(Message.id) == mail_id)), None)


def sent_instead(session: Session, mail_id: int) -> list[Mail]:
    """The mails that were written in place of this one, to others."""
    ids = session.get_one(Message, mail_id).details.get("passed_on_to", ())
    return _found(session, col(Message.id).in_(ids), oldest_first=True) if ids else []


def oldest_waiting(session: Session) -> datetime | None:
    """When the mail that has waited longest was put into the outbox; None if none waits."""
    query = select(func.min(Message.created_at)).where(col(Message.state) == MailState.WAITING)
    return session.exec(query).one()


def failed_mails(session: Session) -> int:
    """How many mails could not be delivered."""
    query = select(func.count()).where(col(Message.state) == MailState.FAILED)
    return session.exec(query).one()


def _found(session: Session, *tests: ColumnElement[bool], oldest_first: bool = False) -> list[Mail]:
    newest = col(Message.id).desc()
    query = (
        select(Message, User.name, Policy.reference)
        .join(User, col(User.id) == col(Message.recipient_id), isouter=True)
        .join(Policy, col(Policy.id) == col(Message.policy_id), isouter=True)
        .where(*tests)
        .order_by(col(Message.id) if oldest_first else newest)
        .limit(PAGE_SIZE + 1)
    )
    return [_mail(*row) for row in session.exec(query)]


def _mail(message: Message, recipient: str | None, reference: str | None) -> Mail:
    assert message.id is not None
    return Mail(
        id=message.id,
        message_id=message.message_id,
        kind=message.kind,
        recipient=recipient or message.address or "",
        reference=reference or "",
        state=message.state,
        attempts=message.attempts,
        note=message.note,
        created_at=message.created_at,
        sent_at=message.sent_at,
    )
