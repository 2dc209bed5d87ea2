"""The due items of a reminder mail, one after the other."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from ria.models import Message, Reminder


def reminder_items(session: Session, message: Message) -> list[dict[str, Any]]:
    """The due items of a mail, as its details describe them, each with its `target_id`.

    The details hold once what similar items have in common; the mail's reminders say for which
    targets they are due. A mail that was passed on has no reminders of its own: it holds each item
    in full.
    """
    items = message.details.get("items", ())
    if all("target_id" in item for item in items):
        return list(items)
    targets = _targets(session, message)
    return [{**item, "target_id": id} for item in items for id in targets.get(_key(item), ())]


def _targets(session: Session, message: Message) -> dict[tuple[Any, ...], list[int]]:
    query = (
        select(Reminder)
        .where(col(Reminder.message_id) == message.id)
        .order_by(col(Reminder.target_id))
    )
    found: dict[tuple[Any, ...], list[int]] = {}
    for told in session.exec(query):
        key = (told.kind, told.item, told.due_on.isoformat(), told.step)
        found.setdefault(key, []).append(told.target_id)
    return found


def _key(item: dict[str, Any]) -> tuple[Any, ...]:
    return (item["kind"], item["item"], item["due_on"], item["step"])
