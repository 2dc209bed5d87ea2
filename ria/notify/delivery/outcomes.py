"""How a mail ends: sent, not needed, or failed; and what follows for its reader's address.

Each is one transaction with its event in the history, and with the mails that go to others instead.
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
    """It was taken; so its reader's address works again, if it was one that was refused."""
    with unit_of_work(store) as unit:
        message = unsettled(unit, message_id)
        if message is None:
            return
        reader = _account(unit, message)
        if reader is not None and reader.email == to:
            address_works(unit, reader)
        settle_in(unit, message, MailState.SENT)


def not_needed(store: Store, message_id: int, verdict: NotNeeded) -> None:
    """It goes to nobody at this address; its recipients get it."""
    with unit_of_work(store) as unit:
        message = unsettled(unit, message_id)
        if message is not None:
            passed_on = _pass_on(unit, message, verdict.recipients)
            settle_in(unit, message, MailState.NOT_NEEDED, verdict.why, **passed_on)


def unwritten(store: Store, message_id: int, note: str) -> None:
    """It cannot be written, for whomever: a person must see to it."""
    with unit_of_work(store) as unit:
        message = unsettled(unit, message_id)
        if message is not None:
            settle_in(unit, message, MailState.FAILED, note)


def refused(store: Store, message_id: int, note: str, to: str | None, of_address: bool) -> None:
    """It was refused for good: an incident, and what it tells goes to others.

    `to` is the address it was sent to, None for one that is none. `of_address`: no mail is taken
    there, so that none is sent there until it is mended. What another address refuses, which gets
    everybody's mail in a `redirect:` mode, says nothing about the reader's.
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
    """The account a mail goes to; None for one to an address, which nobody stands in for."""
    return unit.session.get_one(User, message.recipient_id) if message.recipient_id else None


def _about(message: Message) -> Target | None:
    if message.target is None or message.target_id is None:
        return None
    return Target(message.target, message.target_id, message.policy_id)


def _pass_on(
    unit: UnitOfWork, message: Message, recipients: FallbackRecipients | None
) -> dict[str, list[str]]:
    """Write to the recipients; what the history says of it. The mail keeps their mails' ids."""
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
    unit.session.flush()
    message.details = {**message.details, "passed_on_to": [mail.id for mail in written]}
    refs = [unit.session.get_one(User, recipient_id).ref for recipient_id in recipients.people]
    return {"passed_on_to": refs}
