"""The administrator's commands for the outbox."""

from __future__ import annotations

from sqlmodel import col, select

from ria.db.store import Store
from ria.history import ORGANISATION, unit_of_work
from ria.models import MailState, Message, User
from ria.permissions.map import Permission, may
from ria.services.accounts.addresses import address_works
from ria.services.kit.errors import Forbidden, NotFound
from ria.services.kit.loading import the_actor


def retry(store: Store, message_id: int, *, actor_id: int) -> bool:
    """Put a failed mail back into the queue and allow mail to its reader's address again. False if
    it had not failed; then nothing is done.
    """
    with unit_of_work(store) as unit:
        actor = the_actor(unit, actor_id)
        if not may(Permission.MAIL_READ, actor):
            raise Forbidden
        query = select(Message).where(col(Message.id) == message_id).with_for_update()
        message = unit.session.exec(query).first()
        if message is None:
            raise NotFound
        if message.state is not MailState.FAILED:
            return False
        message.state = MailState.WAITING
        message.attempts = 0
        message.next_try_at = unit.now
        unit.save(message)
        reader = unit.session.get(User, message.recipient_id) if message.recipient_id else None
        if reader is not None:
            address_works(unit, reader, actor.ref)
        unit.record(ORGANISATION, "mail_retried", actor.ref, mail=message.message_id)
        return True
