"""What a mail is about, as it stands at the moment of sending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from ria.links import Links
from ria.models import Assessment, Message, Policy, User
from ria.queries.deadlines.due_kinds import DUE_KINDS, Held
from ria.queries.deadlines.overdue import is_before
from workflows.ladder import Told


class Because(StrEnum):
    """Why a mail goes to somebody in its reader's place."""

    AWAY = "away"
    CLOSED = "closed"
    ADDRESS = "address"


WATCHERS = frozenset({Told.CHAIR, Told.STRATEGY_UNIT, Told.ADVISER})
"""Who is told because they watch over it, and not because it is theirs to do."""
FIRST_OVERDUE = 1
"""The step of the ladder on the first day after."""
_ALONE = frozenset({0, FIRST_OVERDUE})


@dataclass(frozen=True)
class DueItem:
    """One thing that is due, in a reminder. `about` is how a line about it begins, before the
    title; `detail` what else tells it apart. `named_from`: from that day it may be named in public,
    unless it is done. `step` and `told` are those of the ladder."""

    about: str
    reference: str
    title: str
    due_on: date
    link: str
    detail: str = ""
    named_from: date | None = None
    kind: str = ""
    target_id: int = 0
    item: int = 0
    step: int = 0
    told: tuple[str, ...] = (Told.HOLDER,)

    @property
    def is_told_alone(self) -> bool:
        """Whether its reader gets a mail of its own about it, rather than a digest: it is theirs,
        and they are no decider, or it is to be decided today, or overdue for the first time."""
        if set(self.told) <= WATCHERS:
            return False
        kind = DUE_KINDS.get(self.kind)
        offices = kind is not None and kind.held in (Held.DECIDER, Held.COMMITTEE)
        return not offices or self.step in _ALONE

    @property
    def is_newly_overdue(self) -> bool:
        """Whether its reader, whose it is to do, is told for the first time that it is overdue."""
        return self.step == FIRST_OVERDUE and not set(self.told) <= WATCHERS

    def is_to_be_decided(self, today: date) -> bool:
        """Whether it is a decision that is needed today."""
        return self.kind in DUE_KINDS and DUE_KINDS[self.kind].is_decided and self.due_on == today

    def when(self, today: date) -> str:
        """How it stands on this day: `is due in 7 days`, `is due today`, `is 12 days overdue`."""
        days = (self.due_on - today).days
        if days == 0:
            return "is due today"
        if days > 0:
            return f"is due in {_days(days)}"
        return f"is {_days(-days)} overdue"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


@dataclass(frozen=True)
class AgreedDay:
    """A day by which something is to be done, for a calendar. `kind`, target and `item` tell it
    apart, so that a day that moves takes its own place."""

    kind: str
    target_id: int
    on: date
    item: int = 0


@dataclass(frozen=True)
class MailContext:
    """A message with all that its text, its link and its need are judged by.

    `account` is its reader's; None for a mail that goes to an address.
    `items` are those of a reminder that are still due with its recipient; `is_due_with_others`
    says that some are still due, but no longer with them. `instead_of` is whose mail it was, if it
    went to the recipient in their place, and `because` why. `go_live` is since when the service is
    live, if anybody said so. `secret` signs links that work once,
    and `at` is the instant of sending, from which they count.
    """

    message: Message
    account: User | None
    today: date
    policy: Policy | None = None
    assessment: Assessment | None = None
    items: tuple[DueItem, ...] = ()
    is_due_with_others: bool = False
    instead_of: User | None = None
    because: Because = Because.AWAY
    go_live: date | None = None
    secret: str = field(default="", repr=False)
    at: datetime | None = None

    @property
    def recipient(self) -> User:
        """The reader of a mail that goes to an account. ValueError for one to an address."""
        if self.account is None:
            raise ValueError(f"a mail of the kind {self.message.kind} goes to accounts only")
        return self.account

    @property
    def sent_at(self) -> datetime:
        """When the mail goes out; for a preview, when it was written."""
        return self.at or self.message.created_at

    @property
    def case(self) -> tuple[Policy, Assessment]:
        """Policy and edition of a mail that is about one. ValueError for a mail that is not."""
        if self.policy is None or self.assessment is None:
            raise ValueError(f"a mail of the kind {self.message.kind} is about an assessment")
        return self.policy, self.assessment

    @property
    def due_on(self) -> date | None:
        """By when something is due for the edition. No mail speaks of what was due before the
        service went live."""
        due_on = self.assessment.due_on if self.assessment is not None else None
        return None if due_on is None or is_before(self.go_live, due_on) else due_on

    @property
    def is_passed_on(self) -> bool:
        """Whether it came to the recipient since it does not find whose it was."""
        return self.instead_of is not None and self.because is not Because.AWAY

    @property
    def is_of_this_stage(self) -> bool:
        """Whether the edition has stayed where it was when the mail was written."""
        _, assessment = self.case
        return self.message.created_at >= assessment.in_stage_since


Judge = Callable[[Session, MailContext], bool]
LinkOf = Callable[[Links, MailContext], str]
DayOf = Callable[[MailContext], AgreedDay | None]
