"""Who gets a mail in its reader's place: absence, a closed account or a refused address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, col, select

from ria.models import MailState, Message, Reminder, User
from ria.notify.mails.catalogue import CATALOGUE
from ria.notify.mails.context import Because, MailContext
from ria.notify.mails.gather import still_due
from ria.notify.mails.relevance import reached_keepers
from ria.notify.reminders import incidents
from ria.notify.reminders.audience import Audience
from ria.notify.reminders.due import Due
from ria.notify.reminders.items import reminder_items
from ria.queries.accounts.people import people_with, stand_in_of
from workflows.ladder import Told
from workflows.roles import Role

MOST_PASSES = 3
"""How often one mail is passed on. If it has reached nobody by then, somebody has to look."""
_OF_PASSING = frozenset({"for_ref", "for_because", "tried", "passed_on_to"})
"""Details that say how a mail came to its recipient; they are no part of its content."""


@dataclass(frozen=True)
class FallbackRecipients:
    """Who gets a mail instead: nobody if the same news is already on its way to them. `details`
    belong to the mail they get.
    """

    people: tuple[int, ...]
    details: Mapping[str, Any]


def absence_recipients(session: Session, context: MailContext) -> FallbackRecipients | None:
    """Who stands in today for an absent reader, if there is somebody who may read it."""
    stand_in = stand_in_of(session, context.recipient, context.today)
    tried = context.message.details.get("tried", [])
    if stand_in is None or not stand_in.is_reached or stand_in.ref in tried:
        return None
    if not CATALOGUE[context.message.kind].audience.reader(
        session, replace(context, account=stand_in)
    ):
        return None
    whose = {"for_ref": context.recipient.ref, "for_because": Because.AWAY.value}
    details = {**what_it_tells(session, context.message), **whose, "tried": tried}
    return FallbackRecipients(_untold(session, context, [stand_in.id]), details)


def fallback_recipients(
    session: Session, context: MailContext, because: Because | None = None
) -> FallbackRecipients | None:
    """Who gets a mail that cannot reach its reader. None: it goes to its reader or to nobody.

    A reminder goes to the people who are told of its items by now. News goes to the policy's owner
    or deputy if they may read it, or else to a member of the Strategy Unit. Where there is a reason
    (`because`), that member gets it in the reader's place even if they could not read it otherwise,
    and the mail gives the reason, so that a request to one person is not lost. Nobody is tried
    twice.
    """
    tried = [*context.message.details.get("tried", ()), context.recipient.ref]
    if CATALOGUE[context.message.kind].personal or len(tried) > MOST_PASSES:
        return None
    if context.message.kind == incidents.KIND:
        return None
    details = {
        **what_it_tells(session, context.message),
        **_whose(context, because),
        "tried": tried,
    }
    if context.message.details.get("items"):
        people, found = _told_by_now(session, context, tried, because is Because.ADDRESS)
        return (
            FallbackRecipients(_untold(session, context, sorted(people)), details)
            if found
            else None
        )
    user = _one_for_news(session, context, tried, because)
    return (
        FallbackRecipients(_untold(session, context, [user.id]), details)
        if user is not None
        else None
    )


def what_it_tells(session: Session, message: Message) -> dict[str, Any]:
    """A mail's details, with each due item in full, and without how it was passed on."""
    told = {name: value for name, value in message.details.items() if name not in _OF_PASSING}
    return told | {"items": reminder_items(session, message)} if "items" in told else told


def _whose(context: MailContext, because: Because | None) -> dict[str, str]:
    """Who the mail was for at first, and why it does not reach them."""
    if because is None:
        kept = ("for_ref", "for_because") if context.is_passed_on else ()
        return {name: context.message.details[name] for name in kept}
    first = context.instead_of if context.is_passed_on else None
    return {"for_ref": (first or context.recipient).ref, "for_because": because.value}


def _one_for_news(
    session: Session, context: MailContext, tried: list[str], because: Because | None
) -> User | None:
    keepers = reached_keepers(session, context.policy) if context.policy is not None else []
    unit = people_with(session, Role.STRATEGY_UNIT)
    if context.policy is None and because is not Because.ADDRESS:
        return None  # when an account was closed, others were told then of what it handed over
    if because is None:
        unit = [] if keepers else unit[:1]
    reads = CATALOGUE[context.message.kind].audience.reader
    for user in (*keepers, *unit):
        if not user.is_reached or user.ref in tried:
            continue
        if (because is not None and user in unit) or reads(session, replace(context, account=user)):
            return user
    return None


def _told_by_now(
    session: Session, context: MailContext, tried: list[str], only_reached: bool
) -> tuple[set[int], bool]:
    """The people who are now told of a reminder's items and were not yet reminded of them; and
    whether anybody is told at all.
    """
    audience = Audience(session, context.today)
    untold: set[int] = set()
    is_told = False
    for due, item in still_due(session, reminder_items(session, context.message), context.today):
        readers = {r for told in map(Told, item["told"]) for r in audience.people(told, due)}
        people = {
            reader.id
            for reader in readers
            if reader.ref not in tried and not (only_reached and reader.mail_fails_since)
        }
        is_told = is_told or bool(people)
        untold |= people - _reminded(session, due, item.get("step", 0))
    return untold, is_told


def _reminded(session: Session, due: Due, step: int) -> set[int]:
    query = select(Reminder.recipient_id).where(
        col(Reminder.kind) == due.kind,
        col(Reminder.target_id) == due.target_id,
        col(Reminder.item) == due.item,
        col(Reminder.due_on) == due.due_on,
        col(Reminder.step) == step,
    )
    return set(session.exec(query))


def _untold(session: Session, context: MailContext, ids: Iterable[int | None]) -> tuple[int, ...]:
    """Those of these accounts to whom the same news is not already on its way."""
    return tuple(user_id for user_id in ids if user_id and not _is_told(session, context, user_id))


def _is_told(session: Session, context: MailContext, user_id: int) -> bool:
    message = context.message
    query = select(Message).where(
        col(Message.kind) == message.kind,
        col(Message.target) == message.target,
        col(Message.target_id) == message.target_id,
        col(Message.recipient_id) == user_id,
        col(Message.created_at) >= message.created_at,
        col(Message.id) != message.id,
        col(Message.state) != MailState.FAILED,
    )
    same = what_it_tells(session, message)
    return any(what_it_tells(session, each) == same for each in session.exec(query))
