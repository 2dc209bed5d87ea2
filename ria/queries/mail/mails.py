"""The outbox as the administrator sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from ria.models import MailState, Message, Policy, User
from ria.queries.kit.keyset import Keyset, nearest
from ria.queries.kit.paging import PAGE_SIZE, From, Slice, sliced
from ria.queries.kit.search import MOST_WORDS, search


@dataclass(frozen=True)
class MailFilters:
    """The filters of the list."""

    words: str = ""
    state: MailState | None = None


@dataclass(frozen=True)
class Mail:
    """One mail: to whom, about what, and its state."""

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


def mails(session: Session, filters: MailFilters, start: From) -> Slice[Mail]:
    """One page of the mails that pass the filters, the newest first."""
    query = _LISTED.where(*_about(session, filters.words))
    if filters.state is not None:
        query = query.where(col(Message.state) == filters.state)
    found = [_mail(*row) for row in nearest(session, query, NEWEST, start)]
    return sliced(found, start, lambda mail: mail.id)


def mail(session: Session, mail_id: int) -> Mail | None:
    """One mail; None if there is none with this id."""
    row = session.execute(_LISTED.where(col(Message.id) == mail_id)).first()
    return _mail(*row) if row else None


def sent_instead(session: Session, mail_id: int) -> list[Mail]:
    """The mails to others that were written in place of this one."""
    ids = session.get_one(Message, mail_id).details.get("passed_on_to", ())
    if not ids:
        return []
    query = _LISTED.where(col(Message.id).in_(ids)).order_by(col(Message.id)).limit(PAGE_SIZE + 1)
    return [_mail(*row) for row in session.execute(query)]


def oldest_waiting(session: Session) -> datetime | None:
    """When the mail that has waited longest was put into the outbox; None if none is waiting."""
    query = select(func.min(Message.created_at)).where(col(Message.state) == MailState.WAITING)
    return session.exec(query).one()


def failed_mails(session: Session) -> int:
    """The number of mails that could not be delivered."""
    query = select(func.count()).where(col(Message.state) == MailState.FAILED)
    return session.exec(query).one()


_LISTED: Any = (
    select(Message, User.name, Policy.reference)
    .join(User, col(User.id) == col(Message.recipient_id), isouter=True)
    .join(Policy, col(Policy.id) == col(Message.policy_id), isouter=True)
)
NEWEST = Keyset(col(Message.id), descending=True)


def _about(session: Session, words: str) -> list[ColumnElement[bool]]:
    """The condition that each word is in the recipient's name or address, or in the policy's title
    or reference. The text of a mail cannot be searched: it is made when the mail is sent.
    """
    tests = []
    for word in words.split()[:MOST_WORDS]:
        people, policies = search(session, User, word), search(session, Policy, word)
        if people and policies:
            to_them, of_them = people.finds(col(User.id)), policies.finds(col(Policy.id))
            tests.append(or_(to_them, of_them))
    return tests


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
