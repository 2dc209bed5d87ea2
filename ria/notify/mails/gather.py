"""Gather a message and everything it is about, read afresh."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlmodel import Session

from ria.db.store import Store
from ria.models import ASSESSMENT, Assessment, Message, Policy, User
from ria.notify.mails.context import Because, DueItem, MailContext
from ria.notify.reminders.audience import Audience
from ria.notify.reminders.due import Due, dues_of
from ria.notify.reminders.due_wording import due_wording
from ria.notify.reminders.items import reminder_items
from ria.queries.accounts.people import absent_for, user_by_ref
from ria.queries.deadlines.due_kinds import DUE_KINDS
from ria.queries.deadlines.overdue import is_before
from ria.queries.organisation.settings import current_settings
from workflows.ladder import Told


def mail_context(session: Session, store: Store, message: Message, today: date) -> MailContext:
    """The message with what it is about, as it stands now."""
    account = session.get_one(User, message.recipient_id) if message.recipient_id else None
    is_of_edition = message.target == ASSESSMENT
    assessment = session.get_one(Assessment, message.target_id) if is_of_edition else None
    policy = session.get_one(Policy, message.policy_id) if message.policy_id else None
    told = still_due(session, reminder_items(session, message), today)
    audience = Audience(session, today)
    audience.expect(due for due, _ in told)
    readers = _readers(session, message, today)
    items = tuple(
        _item(session, store, due, item)
        for due, item in told
        if _concerns(audience, readers, due, item["told"])
    )
    return MailContext(
        message,
        account,
        today,
        policy,
        assessment,
        items,
        len(told) > len(items),
        instead_of=user_by_ref(session, str(message.details.get("for_ref", ""))),
        go_live=current_settings(session).go_live,
        because=Because(message.details.get("for_because", Because.AWAY)),
    )


def _readers(session: Session, message: Message, today: date) -> set[int]:
    """The accounts whose due items the mail may mention: the recipient's, and of the absent."""
    if message.recipient_id is None:
        return set()
    return {message.recipient_id} | absent_for(session, message.recipient_id, today)


def still_due(
    session: Session, items: Iterable[dict[str, Any]], today: date
) -> list[tuple[Due, dict[str, Any]]]:
    """The items of a reminder that are still due, the earliest first. Left out is what has since
    been done, moved, paused or ended, and what was due before the go-live day as it is set now. One
    query for each five hundred.
    """
    told = {
        (item["target_id"], item["kind"], item.get("item", 0)): item
        for item in items
        if item["kind"] in DUE_KINDS
    }
    go_live = current_settings(session).go_live
    found = []
    for due in dues_of(session, ((DUE_KINDS[kind].target, id) for id, kind, _ in told)):
        item = told.get((due.target_id, due.kind, due.item))
        if item is None or due.due_on.isoformat() != item["due_on"] or not due.is_wanted:
            continue
        is_paused = due.paused_until is not None and due.paused_until >= today
        if not is_paused and not is_before(go_live, due.due_on):
            found.append((due, item))
    return found


def _concerns(audience: Audience, readers: set[int], due: Due, told: list[str]) -> bool:
    """Whether one of these readers is still among those told at one of these steps."""
    return any(reader.id in readers for each in told for reader in audience.people(Told(each), due))


def _item(session: Session, store: Store, due: Due, item: dict[str, Any]) -> DueItem:
    what = due_wording(session, store, due)
    named_from = item.get("named_from")
    return DueItem(
        about=what.about,
        reference=due.reference,
        title=due.title,
        due_on=due.due_on,
        link=what.link,
        detail=what.detail,
        named_from=date.fromisoformat(named_from) if named_from else None,
        kind=due.kind,
        target_id=due.target_id,
        item=due.item,
        step=item.get("step", 0),
        told=tuple(item["told"]),
    )
