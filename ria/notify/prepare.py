"""From a claimed row to a mail that may go out: read everything afresh, then judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from email.message import EmailMessage
from typing import Any

from sqlmodel import Session, col, select

from ria.clock import london_date
from ria.db.store import Store
from ria.models import Assessment, Message, Policy, Reminder, User
from ria.notify.audience import Audience
from ria.notify.calendar import Day, as_calendar
from ria.notify.catalogue import CATALOGUE, MailKind, written_as
from ria.notify.due import Due, one_due
from ria.notify.letter import letter
from ria.notify.matter import DueItem, Matter
from ria.notify.render import render
from ria.notify.standing import keeper
from ria.notify.thing import thing
from ria.queries.overdue import is_before
from ria.queries.people import absent_for, stand_in_of, user_by_ref
from ria.queries.settings import current_settings
from workflows.ladder import Told


@dataclass(frozen=True)
class Ready:
    """A mail that may go out now, to this address."""

    letter: EmailMessage
    to: str


@dataclass(frozen=True)
class NotNeeded:
    """A mail that goes to nobody, and why; `heirs` are who gets one in its place, and `details`
    what that one says beside."""

    why: str
    heirs: tuple[int, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)


def prepare(store: Store, message_id: int) -> Ready | NotNeeded:
    """Judge and write one mail. Whatever its rendering raises comes out."""
    now = store.clock.now()
    with store.reading() as session:
        message = session.get_one(Message, message_id)
        matter = replace(
            matter_of(session, store, message, london_date(now)),
            secret=store.settings.secret,
            at=now,
        )
        verdict = _judge(session, matter)
        if verdict is not None:
            return verdict
        rendered = render(matter, store.links, store.settings.organisation)
        mail = letter(
            rendered,
            settings=store.settings,
            to=matter.recipient.email,
            name=matter.recipient.name,
            message_id=message.message_id,
            at=now,
            calendar=_calendar(store, matter, rendered.subject),
        )
        return Ready(mail, mail["To"].addresses[0].addr_spec)


def _calendar(store: Store, matter: Matter, subject: str) -> bytes | None:
    """The day agreed, as a calendar file, for a reader who wants such files."""
    kind = written_as(matter)
    agreed = kind.dated(matter) if matter.recipient.with_calendar else None
    if agreed is None:
        return None
    day = Day(
        uid=f"{agreed.kind}-{agreed.assessment_id}-{agreed.item}@{store.links.host}",
        on=agreed.on,
        title=subject,
        text=kind.why,
        link=kind.link(store.links, matter),
    )
    return as_calendar([day], store.settings.organisation, matter.sent_at)


def matter_of(session: Session, store: Store, message: Message, today: date) -> Matter:
    """A message with what it is about, as it stands now."""
    recipient = session.get_one(User, message.recipient_id)
    assessment = (
        session.get_one(Assessment, message.assessment_id) if message.assessment_id else None
    )
    policy = session.get_one(Policy, assessment.policy_id) if assessment else None
    told = [
        (due, item)
        for item in _items(message)
        if (due := _still_due(session, item, today)) is not None
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
        instead_of=_instead_of(session, message),
    )


def _instead_of(session: Session, message: Message) -> str:
    """The name of who was to read a mail that went to whoever stands in for them."""
    absent = user_by_ref(session, str(message.details.get("for_ref", "")))
    return absent.name if absent is not None else ""


def _judge(session: Session, matter: Matter) -> NotNeeded | None:
    kind = CATALOGUE[matter.message.kind]
    if not matter.recipient.active:
        return NotNeeded("the account is no longer active", _heirs(session, matter))
    if not kind.needed(session, matter):
        return NotNeeded("it was no longer needed")
    if not kind.reader(session, matter):
        return NotNeeded("this is no longer theirs to read", _heirs(session, matter))
    return None if kind.personal else _while_away(session, matter, kind)


def _while_away(session: Session, matter: Matter, kind: MailKind) -> NotNeeded | None:
    """To whoever stands in today for an absent reader, if they may read it."""
    stand_in = stand_in_of(session, matter.recipient, matter.today)
    if stand_in is None or not kind.reader(session, replace(matter, recipient=stand_in)):
        return None
    heirs = _unless_told(session, matter, stand_in)
    return NotNeeded("its reader is away", heirs, {"for_ref": matter.recipient.ref})


def _heirs(session: Session, matter: Matter) -> tuple[int, ...]:
    """Whoever keeps the policy now, unless the same news is on its way to them already. Of a
    reminder about several, whoever is told of each in its reader's place."""
    if matter.policy is None:
        return _told_instead(session, matter)
    user = keeper(session, matter)
    return _unless_told(session, matter, user) if user is not None else ()


def _told_instead(session: Session, matter: Matter) -> tuple[int, ...]:
    """Who is told of the things in a reminder by now, and was not reminded of the same."""
    audience = Audience(session, matter.today)
    found: set[int] = set()
    for item in _items(matter.message):
        due = _still_due(session, item, matter.today)
        if due is not None:
            theirs = {Told.OWNER, Told.HOLDER} & set(map(Told, item["told"]))
            people = {user.id for told in theirs for user in audience.people(told, due)}
            found |= people - _reminded(session, due, item.get("step", 0))
    return tuple(sorted(found - {matter.message.recipient_id}))


def _reminded(session: Session, due: Due, step: int) -> set[int]:
    query = select(Reminder.recipient_id).where(
        col(Reminder.kind) == due.kind,
        col(Reminder.assessment_id) == due.assessment_id,
        col(Reminder.item) == due.item,
        col(Reminder.due_on) == due.due_on,
        col(Reminder.step) == step,
    )
    return set(session.exec(query))


def _unless_told(session: Session, matter: Matter, user: User) -> tuple[int, ...]:
    """The id of this account; none if the same news is on its way to them already."""
    message = matter.message
    query = select(Message.id).where(
        col(Message.kind) == message.kind,
        col(Message.assessment_id) == message.assessment_id,
        col(Message.recipient_id) == user.id,
        col(Message.created_at) >= message.created_at,
    )
    told = session.exec(query).first() is not None
    return () if told or user.id is None else (user.id,)


def _items(message: Message) -> Iterator[dict[str, Any]]:
    """The things that a reminder tells of, one by one; older mails hold them so."""
    for item in message.details.get("items", ()):
        for edition in item.get("editions") or (item["assessment_id"],):
            yield {**item, "assessment_id": edition}


def _still_due(session: Session, item: dict[str, Any], today: date) -> Due | None:
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
