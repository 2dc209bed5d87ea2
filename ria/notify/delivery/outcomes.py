"""The three outcomes of a mail (sent, not needed, failed), and what each means for its reader's
address.

Each is one transaction, together with its event in the history and the mails that go to others
instead.
"""

from __future__ import annotations

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import MailState, Message, Target, User
from ria.notify.delivery.prepare import NotNeeded
from ria.notify.delivery.queue import settle_in, unsettled
from ria.notify.mails.context import Because
from ria.notify.mails.fallback_recipients import FallbackRecipients, fallback_recipients
from ria.notify.mails.gather import mail_context
from ria.outbox import enqueue
from ria.services.accounts.addresses import address_fails, address_works


def sent(store: Store, message_id: int, to: str) -> None:
    """The server accepted the mail. If the address was marked as refused, it is valid again."""
    with unit_of_work(store) as unit:
        message = unsettled(unit, message_id)
        if message is None:
            return
        reader = _account(unit, message)
        if reader is not None and reader.email == to:
            address_works(unit, reader)
        settle_in(unit, message, MailState.SENT)


def not_needed(store: Store, message_id: int, verdict: NotNeeded) -> None:
    """The mail is not sent to its reader. The fallback recipients, if any, get it instead."""
    with unit_of_work(store) as unit:
        message = unsettled(unit, message_id)
        if message is not None:
            passed_on = _pass_on(unit, message, verdict.recipients)
            settle_in(unit, message, MailState.NOT_NEEDED, verdict.why, **passed_on)


def unwritten(store: Store, message_id: int, note: str) -> None:
    """The mail cannot be rendered for anybody: somebody must look into it."""
    with unit_of_work(store) as unit:
        message = unsettled(unit, message_id)
        if message is not None:
            settle_in(unit, message, MailState.FAILED, note)


def refused(store: Store, message_id: int, note: str, to: str | None, of_address: bool) -> None:
    """The mail was refused for good: an incident. The fallback recipients get it instead.

    `to` is the address it was sent to, or None if that was no valid address. `of_address`: the
    server accepts no mail for this address, so nothing more is sent to it until it is corrected. In
    `redirect:` mode everybody's mail goes to one other address, whose refusal says nothing about
    the reader's own.
    """
    with unit_of_work(store) as unit:
        message = unsettled(unit, message_id)
        if message is None:
            return
        reader = _account(unit, message)
        recipients = None
        if reader is not None and to in (None, reader.email):
            if of_address:
                address_fails(unit, reader)
            context = mail_context(unit.session, store, message, unit.today)
            recipients = fallback_recipients(unit.session, context, Because.ADDRESS)
        settle_in(unit, message, MailState.FAILED, note, **_pass_on(unit, message, recipients))


def _account(unit: UnitOfWork, message: Message) -> User | None:
    """The account a mail goes to; None for a bare address, which has no fallback recipients."""
    return unit.session.get_one(User, message.recipient_id) if message.recipient_id else None


def _about(message: Message) -> Target | None:
    if message.target is None or message.target_id is None:
        return None
    return Target(message.target, message.target_id, message.policy_id)


def _pass_on(
    unit: UnitOfWork, message: Message, recipients: FallbackRecipients | None
) -> dict[str, list[str]]:
    """Enqueue the mail for the fallback recipients and return what the history says of it. The
    original keeps the ids of the new mails.
    """
    if recipients is None or not recipients.people:
        return {}
    written = [
        enqueue(
            unit,
            message.kind,
            recipient_id=recipient_id,
            about=_about(message),
            **recipients.details,
        )
        for recipient_id in recipients.people
    ]
    message.details = {**message.details, "passed_on_to": [mail.id for mail in written]}
    refs = [unit.session.get_one(User, recipient_id).ref for recipient_id in recipients.people]
    return {"passed_on_to": refs}
