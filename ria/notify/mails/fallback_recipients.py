"""Who gets a mail in its reader's place: for an absence, a closed account, a refused address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, col, select

from ria.models import MailState, Message, Reminder, User
from ria.notify.mails.catalogue import CATALOGUE
from ria.notify.mails.context import Because, Matter
from ria.notify.mails.gather import still_due
from ria.notify.mails.relevance import reached_keepers
from ria.notify.reminders import incidents
from ria.notify.reminders.audience import Audience
from ria.notify.reminders.due import Due
from ria.notify.reminders.items import told_in
from ria.queries.accounts.people import people_with, stand_in_of
from workflows.ladder import Told
from workflows.roles import Role

MOST_PASSES = 3
"""So often is one mail passed on. Where nobody is reached by then, a person has to see it."""
_OF_PASSING = frozenset({"for_ref", "for_because", "tried", "passed_on_to"})
"""Details that say how a mail came to its recipient, and nothing of what it tells."""


@dataclass(frozen=True)
class Heirs:
    """Who a mail is for instead: nobody where the same news is on its way to them already.
    `details` are those of what they get."""

    people: tuple[int, ...]
    details: Mapping[str, Any]


def absent_heirs(session: Session, matter: Matter) -> Heirs | None:
    """Whoever stands in today for an absent reader, if they may read it; None if nobody does."""
    stand_in = stand_in_of(session, matter.recipient, matter.today)
    tried = matter.message.details.get("tried", [])
    if stand_in is None or not stand_in.is_reached or stand_in.ref in tried:
        return None
    if not CATALOGUE[matter.message.kind].reader(session, replace(matter, recipient=stand_in)):
        return None
    whose = {"for_ref": matter.recipient.ref, "for_because": Because.AWAY.value}
    details = {**what_it_tells(session, matter.message), **whose, "tried": tried}
    return Heirs(_untold(session, matter, [stand_in.id]), details)


def heirs_of(session: Session, matter: Matter, because: Because | None = None) -> Heirs | None:
    """Whom a mail finds that does not find its reader. None: it has to be theirs or nobody's.

    Of a reminder, it is whoever is told of the things in it by now. Of news, it is the policy's
    owner or deputy, or else one of the Strategy Unit: if they may read it, or (with a reason, which
    the mail then says) of the Strategy Unit in the reader's place, so that what was asked of one
    person alone is not lost. Whom it did not find before is not asked again.
    """
    tried = [*matter.message.details.get("tried", ()), matter.recipient.ref]
    if CATALOGUE[matter.message.kind].personal or len(tried) > MOST_PASSES:
        return None
    if matter.message.kind == incidents.KIND:
        return None
    details = {**what_it_tells(session, matter.message), **_whose(matter, because), "tried": tried}
    if matter.message.details.get("items"):
        people, found = _told_by_now(session, matter, tried, because is Because.ADDRESS)
        return Heirs(_untold(session, matter, sorted(people)), details) if found else None
    user = _one_for_news(session, matter, tried, because)
    return Heirs(_untold(session, matter, [user.id]), details) if user is not None else None


def what_it_tells(session: Session, message: Message) -> dict[str, Any]:
    """A mail's details without what is said of its way, and with each thing in full."""
    told = {name: value for name, value in message.details.items() if name not in _OF_PASSING}
    return told | {"items": told_in(session, message)} if "items" in told else told


def _whose(matter: Matter, because: Because | None) -> dict[str, str]:
    """Whose mail it was at first, and why it does not find them."""
    if because is None:
        kept = ("for_ref", "for_because") if matter.is_passed_on else ()
        return {name: matter.message.details[name] for name in kept}
    first = matter.instead_of if matter.is_passed_on else None
    return {"for_ref": (first or matter.recipient).ref, "for_because": because.value}


def _one_for_news(
    session: Session, matter: Matter, tried: list[str], because: Because | None
) -> User | None:
    keepers = reached_keepers(session, matter.policy) if matter.policy is not None else []
    unit = people_with(session, Role.STRATEGY_UNIT)
    if matter.policy is None and because is not Because.ADDRESS:
        return None  # what became of a closed account's things was told when it was closed
    if because is None:
        unit = [] if keepers else unit[:1]
    reads = CATALOGUE[matter.message.kind].reader
    for user in (*keepers, *unit):
        if not user.is_reached or user.ref in tried:
            continue
        if (because is not None and user in unit) or reads(
            session, replace(matter, recipient=user)
        ):
            return user
    return None


def _told_by_now(
    session: Session, matter: Matter, tried: list[str], only_reached: bool
) -> tuple[set[int], bool]:
    """Who is told of the things in a reminder by now and was not reminded of the same; and whether
    anybody is told at all."""
    audience = Audience(session, matter.today)
    untold: set[int] = set()
    is_told = False
    for due, item in still_due(session, told_in(session, matter.message), matter.today):
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
        col(Reminder.assessment_id) == due.assessment_id,
        col(Reminder.item) == due.item,
        col(Reminder.due_on) == due.due_on,
        col(Reminder.step) == step,
    )
    return set(session.exec(query))


def _untold(session: Session, matter: Matter, ids: Iterable[int | None]) -> tuple[int, ...]:
    """Those of these accounts to whom the same is not on its way already."""
    return tuple(user_id for user_id in ids if user_id and not _is_told(session, matter, user_id))


def _is_told(session: Session, matter: Matter, user_id: int) -> bool:
    message = matter.message
    query = select(Message).where(
        col(Message.kind) == message.kind,
        col(Message.assessment_id) == message.assessment_id,
        col(Message.recipient_id) == user_id,
        col(Message.created_at) >= message.created_at,
        col(Message.id) != message.id,
        col(Message.state) != MailState.FAILED,
    )
    same = what_it_tells(session, message)
    return any(what_it_tells(session, each) == same for each in session.exec(query))
