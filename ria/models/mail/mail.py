"""Mail and what falls due: the database is the only queue of record."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words, one_of


class MailState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    NOT_NEEDED = "not_needed"
    FAILED = "failed"


class Message(SQLModel, table=True):
    """One mail to one person. `message_id` is stable, so a second copy is known for what it is."""

    __tablename__ = "message"
    __table_args__ = (Index("message_to_send", "state", "next_try_at"),)

    id: int | None = Field(default=None, primary_key=True)
    message_id: str = Field(sa_type=Words, unique=True)
    kind: str = Field(sa_type=Words)
    recipient_id: int = Field(foreign_key="account.id", index=True)
    assessment_id: int | None = Field(default=None, foreign_key="assessment.id", index=True)
    details: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Instant)
    state: MailState = Field(sa_type=one_of(MailState))
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    note: str = Field(default="", sa_type=Words)
    attempts: int = 0
    next_try_at: datetime = Field(sa_type=Instant)
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    lease_by: str | None = Field(default=None, sa_type=Words)


class Schedule(SQLModel, table=True):
    """The next step of what can fall due: one narrow row for each, no history.

    `item` tells apart several things of one kind; 0 is the edition itself. `since` is the day from
    which it counts; nobody is reminded up to and with `paused_until`.
    """

    __tablename__ = "schedule"
    __table_args__ = (Index("schedule_fires", "fires_on"),)

    assessment_id: int = Field(primary_key=True, foreign_key="assessment.id")
    kind: str = Field(primary_key=True, sa_type=Words)
    item: int = Field(default=0, primary_key=True)
    fires_on: date
    due_on: date
    since: date
    paused_until: date | None = None


class Reminder(SQLModel, table=True):
    """That somebody was told of a step. The unique key is what makes a reminder happen once."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("kind", "assessment_id", "item", "due_on", "step", "recipient_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(sa_type=Words)
    assessment_id: int = Field(foreign_key="assessment.id")
    item: int = 0
    due_on: date
    step: int
    recipient_id: int = Field(foreign_key="account.id")
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    passed_over: bool = False
