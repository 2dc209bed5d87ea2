"""Mail: the database is the only authoritative queue."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words, one_of


class MailState(StrEnum):
    """The state of a message."""

    WAITING = "waiting"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    NOT_NEEDED = "not_needed"
    FAILED = "failed"


class Message(SQLModel, table=True):
    """One mail to one reader: an account, or an `address` of somebody who has none.

    `message_id` never changes, so a second copy can be recognised. `target` and `target_id` say
    what it is about (`Target`), if it is about one target, and `policy_id` to which policy that
    belongs.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("message_to_send", "state", "next_try_at"),
        CheckConstraint("(recipient_id IS NULL) <> (address IS NULL)", name="one_reader"),
        CheckConstraint("(target IS NULL) = (target_id IS NULL)", name="whole_target"),
    )

    id: int | None = Field(default=None, primary_key=True)
    message_id: str = Field(sa_type=Words, unique=True)
    kind: str = Field(sa_type=Words)
    recipient_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    address: str | None = Field(default=None, sa_type=Words, max_length=254)
    target: str | None = Field(default=None, sa_type=Words)
    target_id: int | None = Field(default=None, index=True)
    policy_id: int | None = Field(default=None, foreign_key="policy.id", index=True)
    details: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Instant)
    state: MailState = Field(sa_type=one_of(MailState))
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    note: str = Field(default="", sa_type=Words)
    attempts: int = 0
    next_try_at: datetime = Field(sa_type=Instant)
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    lease_by: str | None = Field(default=None, sa_type=Words)
