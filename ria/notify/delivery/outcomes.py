"""How a mail ends: sent, not needed, or failed; and what follows for its reader's address.

Each is one transaction with its event in the history, and with the mails that go to others instead.
"""

from __future__ import annotations

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import MailState, Message, User
from ria.notify.delivery.prepare import NotNeeded
from ria.notify.delivery.queue import settle_in, unsettled
from ria.notify.mails.context import Because
from ria.notify.mails.fallback_recipients import Heirs, heirs_of
from ria.notify.mails.gather import matter_of
from ria.outbox import enqueue
from ria.services.accounts.addresses import address_fails, address_works


def sent(store: Store, message_id: int, to: str) -> None:
    """It was taken; so its reader's address works again, if it was one that was refused."""
    with unit_of_work(store) as unit:
        message = unsettled(unit, message_id)
        if message is None:
            return
        reader = unit.session.get_one(User, message.recipient_id)
        if reader.email == to:
            address_works(unit, reader)
        settle_in(unit, message, MailState.SENT)


def not_needed(store: Store, message_id: int, verdict: NotNeeded) -> None:
    """It goes to nobody at this address; its heirs get it."""
    with unit_of_work(store) as unit:
        message = unsettled(unit, message_id)
        if message is not None:
            passed_on = _pass_on(unit, message, verdict.heirs)
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
        reader = unit.session.get_one(User, message.recipient_id)
        heirs = None
        if to in (None, reader.email):
            if of_address:
                address_fails(unit, reader)
            matter = matter_of(unit.session, store, message, unit.today)
            heirs = heirs_of(unit.session, matter, Because.ADDRESS)
        settle_in(unit, message, MailState.FAILED, note, **_pass_on(unit, message, heirs))


def _pass_on(unit: UnitOfWork, message: Message, heirs: Heirs | None) -> dict[str, list[str]]:
    """Write to the heirs; what the history says of it. The mail keeps which mails these are."""
    if heirs is None or not heirs.people:
        return {}
    written = [
        enqueue(
            unit,
            message.kind,
            recipient_id=heir_id,
            assessment_id=message.assessment_id,
            **heirs.details,
        )
        for heir_id in heirs.people
    ]
    unit.session.flush()
    message.details = {**message.details, "passed_on_to": [mail.id for mail in written]}
    refs = [unit.session.get_one(User, heir_id).ref for heir_id in heirs.people]
    return {"passed_on_to": refs}
