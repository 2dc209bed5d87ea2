"""What a mail is about, as of the moment of sending."""

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
"""Roles that are told because they oversee the task, not because it is theirs to do."""
FIRST_OVERDUE = 1
"""The step of the ladder on the first day after the due day."""
_ALONE = frozenset({0, FIRST_OVERDUE})


@dataclass(frozen=True)
class DueItem:
    """One due item in a reminder. `about` begins a line about it, before the title; `detail` is
    what else distinguishes it. Unless it is done, it may be named in public from `named_from` on.
    `step` and `told` are those of the ladder.
    """

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
        """Whether its reader gets a separate mail about it rather than a digest: the task is the
        reader's own, and either it is not one for deciders or a committee, or it is due today or
        overdue for the first time.
        """
        if set(self.told) <= WATCHERS:
            return False
        kind = DUE_KINDS.get(self.kind)
        offices = kind is not None and kind.held in (Held.DECIDER, Held.COMMITTEE)
        return not offices or self.step in _ALONE

    @property
    def is_newly_overdue(self) -> bool:
        """Whether the reader who has to do it is told for the first time that it is overdue."""
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
    """A day by which something is to be done, for a calendar. `kind`, target and `item` identify
    it, so that a day that moves replaces its earlier entry.
    """

    kind: str
    target_id: int
    on: date
    item: int = 0


@dataclass(frozen=True)
class MailContext:
    """A message with everything that decides its text, its link and whether it is needed.

    `account` is its reader's; None for a mail that goes to a bare address. `items` are the items of
    a reminder that are still due from its recipient; `is_due_with_others` says that some are still
    due, but from other people now. `instead_of` is the original reader if the mail goes to the
    recipient in their place, and `because` why. `go_live` is the day on which the service went
    live, if one is set. `secret` signs one-time links, and `at` is the instant of sending, from
    which their validity is counted.
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
        """Policy and edition of a mail that is about an edition. ValueError for any other mail."""
        if self.policy is None or self.assessment is None:
            raise ValueError(f"a mail of the kind {self.message.kind} is about an assessment")
        return self.policy, self.assessment

    @property
    def assessment_id(self) -> int:
        """The id of the edition that the mail is about. ValueError for any other mail."""
        _, assessment = self.case
        if assessment.id is None:
            raise ValueError("the edition is not in the database yet")
        return assessment.id

    @property
    def due_on(self) -> date | None:
        """The day by which something is due for the edition, if not from before the going live."""
        due_on = self.assessment.due_on if self.assessment is not None else None
        return None if due_on is None or is_before(self.go_live, due_on) else due_on

    @property
    def is_passed_on(self) -> bool:
        """Whether the recipient got it because it could not reach the original reader."""
        return self.instead_of is not None and self.because is not Because.AWAY

    @property
    def is_of_this_stage(self) -> bool:
        """Whether the edition is still in the stage in which the mail was written."""
        _, assessment = self.case
        return self.message.created_at >= assessment.in_stage_since


Judge = Callable[[Session, MailContext], bool]
LinkOf = Callable[[Links, MailContext], str]
DayOf = Callable[[MailContext], AgreedDay | None]
