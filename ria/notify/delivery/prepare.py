"""Turn a claimed row into a mail that may be sent: read everything afresh, then decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from email.message import EmailMessage

from sqlmodel import Session

from ria.clock import london_date
from ria.db.store import Store
from ria.models import Message
from ria.notify.delivery.mime_message import mime_message
from ria.notify.mails.catalogue import CATALOGUE, written_as
from ria.notify.mails.context import Because, MailContext
from ria.notify.mails.fallback_recipients import (
    FallbackRecipients,
    absence_recipients,
    fallback_recipients,
)
from ria.notify.mails.gather import mail_context
from ria.notify.mails.mail_kind import MailKind
from ria.notify.mails.relevance import is_of_the_unit
from ria.notify.mails.render import render
from ria.notify.reminders.calendar import Day, as_calendar


@dataclass(frozen=True)
class Ready:
    """A mail that may be sent now. `to`: the address, in `redirect:` mode not the reader's own."""

    mime_message: EmailMessage
    to: str


@dataclass(frozen=True)
class NotNeeded:
    """A mail that is not sent to its reader, and why. `recipients` are those who get it instead."""

    why: str
    recipients: FallbackRecipients | None = None


def prepare(store: Store, message_id: int) -> Ready | NotNeeded:
    """Decide whether to send one mail, and render it. Exceptions from rendering are passed on."""
    now = store.clock.now()
    with store.read_session() as session:
        message = session.get_one(Message, message_id)
        context = replace(
            mail_context(session, store, message, london_date(now)),
            secret=store.settings.secret,
            at=now,
        )
        judge = _judge if context.account else _judge_to_address
        verdict = judge(session, context)
        if verdict is not None:
            return verdict
        rendered = render(context, store.links, store.settings.organisation)
        mail = mime_message(
            rendered,
            settings=store.settings,
            to=message.address or context.recipient.email,
            name=context.account.name if context.account else "",
            message_id=message.message_id,
            at=now,
            calendar=_calendar(store, context, rendered.subject),
        )
        return Ready(mail, mail["To"].addresses[0].addr_spec)


def _calendar(store: Store, context: MailContext, subject: str) -> bytes | None:
    """The agreed day as a calendar file, for a reader who wants such files."""
    kind = written_as(context)
    agreed = kind.dated(context) if context.account and context.account.with_calendar else None
    if agreed is None:
        return None
    day = Day(
        uid=f"{agreed.kind}-{agreed.target_id}-{agreed.item}@{store.links.host}",
        on=agreed.on,
        title=subject,
        text=kind.why,
        link=kind.link(store.links, context),
    )
    return as_calendar([day], store.settings.organisation, context.sent_at)


def _judge(session: Session, context: MailContext) -> NotNeeded | None:
    kind = CATALOGUE[context.message.kind]
    if not context.recipient.active:
        recipients = fallback_recipients(session, context, Because.CLOSED)
        return NotNeeded("the account is no longer active", recipients)
    if not kind.needed(session, context):
        return NotNeeded("it was no longer needed")
    is_theirs = _is_theirs(session, context, kind)
    if is_theirs and not kind.personal:
        recipients = absence_recipients(session, context)
        if recipients is not None:
            return NotNeeded("its reader is away", recipients)
    if not context.recipient.is_reached:
        recipients = fallback_recipients(session, context, Because.ADDRESS)
        if recipients is not None:
            return NotNeeded("the address is refused", recipients)
    if not is_theirs:
        return NotNeeded("this is no longer theirs to read", fallback_recipients(session, context))
    return None


def _judge_to_address(session: Session, context: MailContext) -> NotNeeded | None:
    """Decide for a reader without an account: such a reader has no part in the process that could
    have passed to somebody else. Raises ValueError for a kind of mail that only accounts get.
    """
    kind = CATALOGUE[context.message.kind]
    if not kind.why_to_address:
        raise ValueError(f"a mail of the kind {kind.id} goes to accounts only")
    return None if kind.needed(session, context) else NotNeeded("it was no longer needed")


def _is_theirs(session: Session, context: MailContext, kind: MailKind) -> bool:
    """Whether the recipient may read the mail. A member of the Strategy Unit also may if it was
    passed on to them from a reader who cannot be reached but could still read it.
    """
    if kind.audience.reader(session, context):
        return True
    reader = context.instead_of if context.is_passed_on else None
    if reader is None or not is_of_the_unit(session, context):
        return False
    return kind.audience.reader(session, replace(context, account=reader))
