"""From a claimed row to a mail that may go out: read everything afresh, then judge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from email.message import EmailMessage

from sqlmodel import Session

from ria.clock import london_date
from ria.db.store import Store
from ria.models import Message
from ria.notify.delivery.mime_message import letter
from ria.notify.mails.catalogue import CATALOGUE, MailKind, written_as
from ria.notify.mails.context import Because, Matter
from ria.notify.mails.fallback_recipients import Heirs, absent_heirs, heirs_of
from ria.notify.mails.gather import matter_of
from ria.notify.mails.relevance import is_of_the_unit
from ria.notify.mails.render import render
from ria.notify.reminders.calendar import Day, as_calendar


@dataclass(frozen=True)
class Ready:
    """A mail that may go out now, to this address: not its reader's own in a `redirect:` mode."""

    letter: EmailMessage
    to: str


@dataclass(frozen=True)
class NotNeeded:
    """A mail that goes to nobody, and why; `heirs` are who gets it in its reader's place."""

    why: str
    heirs: Heirs | None = None


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


def _judge(session: Session, matter: Matter) -> NotNeeded | None:
    kind = CATALOGUE[matter.message.kind]
    if not matter.recipient.active:
        heirs = heirs_of(session, matter, Because.CLOSED)
        return NotNeeded("the account is no longer active", heirs)
    if not kind.needed(session, matter):
        return NotNeeded("it was no longer needed")
    is_theirs = _is_theirs(session, matter, kind)
    if is_theirs and not kind.personal:
        heirs = absent_heirs(session, matter)
        if heirs is not None:
            return NotNeeded("its reader is away", heirs)
    if not matter.recipient.is_reached:
        heirs = heirs_of(session, matter, Because.ADDRESS)
        if heirs is not None:
            return NotNeeded("the address is refused", heirs)
    if not is_theirs:
        return NotNeeded("this is no longer theirs to read", heirs_of(session, matter))
    return None


def _is_theirs(session: Session, matter: Matter, kind: MailKind) -> bool:
    """Whether the recipient may read it, or has it as one of the Strategy Unit because it does not
    find a reader whose it still is."""
    if kind.reader(session, matter):
        return True
    reader = matter.instead_of if matter.is_passed_on else None
    if reader is None or not is_of_the_unit(session, matter):
        return False
    return kind.reader(session, replace(matter, recipient=reader))
