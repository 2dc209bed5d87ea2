"""Mails that will never be sent: the administrators are told of them, at most once a day.

A failed notice of this kind is not itself reported, so that failures do not feed on themselves; the
page of mails shows every one.
"""

from __future__ import annotations

from sqlmodel import Session, col, select

from ria.clock import london_date
from ria.db.store import Store
from ria.history import ORGANISATION, SYSTEM, unit_of_work
from ria.models import MailState, Message
from ria.outbox import enqueue
from ria.queries.accounts.people import people_with
from workflows.roles import Role

KIND = "mails_failed"


def tell_of_incidents(store: Store) -> int:
    """Tell the administrators of failed mails that no earlier notice named, and return how many
    there were; 0 also if a notice was already sent today.
    """
    with store.read_session() as session:
        if not _untold(session, store):
            return 0
    with unit_of_work(store) as unit:
        unit.hold("incidents")
        untold = _untold(unit.session, store)
        if not untold:
            return 0
        for reader in people_with(unit.session, Role.ADMINISTRATOR):
            assert reader.id is not None
            enqueue(unit, KIND, recipient_id=reader.id, mails=untold)
        unit.record(ORGANISATION, "incidents_told", SYSTEM, mails=len(untold))
        return len(untold)


def _untold(session: Session, store: Store) -> list[int]:
    """The failed mails that no notice has named; none if there is a notice of today."""
    failed = session.exec(
        select(Message.id)
        .where(col(Message.state) == MailState.FAILED, col(Message.kind) != KIND)
        .order_by(col(Message.id))
    ).all()
    if not failed:
        return []
    readers = [reader.id for reader in people_with(session, Role.ADMINISTRATOR)]
    notices = session.exec(
        select(Message).where(col(Message.recipient_id).in_(readers), col(Message.kind) == KIND)
    ).all()
    today = london_date(store.clock.now())
    if any(london_date(notice.created_at) == today for notice in notices):
        return []
    named = {number for notice in notices for number in notice.details.get("mails", ())}
    return [number for number in failed if number is not None and number not in named]
