"""What affects reminders: pauses, public naming, and runs that wait for approval."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words


class ReminderPause(SQLModel, table=True):
    """A pause: nobody is reminded of one due item up to and including a day, and why."""

    __tablename__ = "reminder_pause"

    id: int | None = Field(default=None, primary_key=True)
    target: str = Field(sa_type=Words)
    target_id: int = Field(index=True)
    kind: str = Field(sa_type=Words)
    item: int = 0
    until: date
    reason: str = Field(sa_type=Words)
    paused_on: date
    paused_by: int = Field(foreign_key="account.id")


class Naming(SQLModel, table=True):
    """A warning that what is long overdue may be named in public from a day on.

    Written with the warning, two weeks before; `explanation` is the owner's, in public words.
    """

    __tablename__ = "naming"
    __table_args__ = (UniqueConstraint("target_id", "kind", "item", "due_on"),)

    id: int | None = Field(default=None, primary_key=True)
    target: str = Field(sa_type=Words)
    target_id: int = Field(index=True)
    policy_id: int | None = Field(default=None, foreign_key="policy.id", index=True)
    kind: str = Field(sa_type=Words)
    item: int = 0
    due_on: date
    warned_on: date
    named_from: date = Field(index=True)
    explanation: str = Field(default="", sa_type=Words)
    explained_by: int | None = Field(default=None, foreign_key="account.id")
    explained_at: datetime | None = Field(default=None, sa_type=Instant)


class HeldRun(SQLModel, table=True):
    """A run that was held because a day's reminders were too many to send without an
    administrator's approval.
    """

    __tablename__ = "held_run"

    id: int | None = Field(default=None, primary_key=True)
    day: date = Field(unique=True)
    mails: int
    things: int
    held_at: datetime = Field(sa_type=Instant)
    released_by: int | None = Field(default=None, foreign_key="account.id")
    released_at: datetime | None = Field(default=None, sa_type=Instant)
