"""A message with all that it is about, read afresh."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from ria.db.store import Store
from ria.models import Assessment, Message, Policy, User
from ria.notify.audience import Audience
from ria.notify.due import Due, one_due
from ria.notify.matter import Because, DueItem, Matter
from ria.notify.thing import thing
from ria.notify.told_in import told_in
from ria.queries.overdue import is_before
from ria.queries.people import absent_for, user_by_ref
from ria.queries.settings import current_settings
from workflows.ladder import Told


def matter_of(session: Session, store: Store, message: Message, today: date) -> Matter:
    """A message with what it is about, as it stands now."""
    recipient = session.get_one(User, message.recipient_id)
    assessment = (
        session.get_one(Assessment, message.assessment_id) if message.assessment_id else None
    )
    policy = session.get_one(Policy, assessment.policy_id) if assessment else None
    told = [
        (due, item)
        for item in told_in(session, message)
        if (due := still_due(session, item, today)) is not None
    ]
    told.sort(key=lambda pair: pair[0].order)
    audience = Audience(session, today)
    items = tuple(
        _item(session, store, due, item)
        for due, item in told
        if _concerns(session, audience, recipient, due, item["told"], today)
    )
    return Matter(
        message,
        recipient,
        today,
        policy,
        assessment,
        items,
        len(told) > len(items),
        instead_of=user_by_ref(session, str(message.details.get("for_ref", ""))),
        go_live=current_settings(session).go_live,
        because=Because(message.details.get("for_because", Because.AWAY)),
    )


def still_due(session: Session, item: dict[str, Any], today: date) -> Due | None:
    """An item of a reminder, unless it was done, moved, paused or ended since, or the service is
    said since to have gone live after it was due."""
    due = one_due(session, item["assessment_id"], item["kind"], item.get("item", 0))
    if due is None or due.due_on.isoformat() != item["due_on"] or not due.is_wanted:
        return None
    is_paused = due.paused_until is not None and due.paused_until >= today
    is_past = is_before(current_settings(session).go_live, due.due_on)
    return None if is_paused or is_past else due


def _concerns(
    session: Session, audience: Audience, reader: User, due: Due, told: list[str], today: date
) -> bool:
    """Whether the reader, or who they stand in for, is still told at such a step."""
    assert reader.id is not None
    wanted = {reader.id} | absent_for(session, reader.id, today)
    return any(user.id in wanted for each in told for user in audience.people(Told(each), due))


def _item(session: Session, store: Store, due: Due, item: dict[str, Any]) -> DueItem:
    what = thing(session, store, due)
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
        assessment_id=due.assessment_id,
        item=due.item,
        step=item.get("step", 0),
        told=tuple(item["told"]),
    )
