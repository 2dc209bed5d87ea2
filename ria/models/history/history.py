"""The history: a chain of events that can be added to and never changed.

Each event's hash covers the event and the hash before it. The payload (what changed, old and new)
is in a row of its own, bound to the event by a keyed digest, so that personal data in it can be
erased without breaking the chain. Triggers refuse every other change (migration 0001).
"""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from ria.models.types import Words


class HistoryEvent(SQLModel, table=True):
    """One event. `chain` is a policy's reference or `organisation`; `actor_ref` is never a name."""

    __tablename__ = "history_event"
    __table_args__ = (UniqueConstraint("chain", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    chain: str = Field(sa_type=Words)
    seq: int
    at: str = Field(sa_type=Words)
    actor_ref: str = Field(sa_type=Words, index=True)
    kind: str = Field(sa_type=Words)
    payload_digest: str = Field(sa_type=Words)
    prev: str = Field(sa_type=Words)
    hash: str = Field(sa_type=Words)


class HistoryPayload(SQLModel, table=True):
    """The contents of an event: canonical JSON, and the salt of its digest. Empty text: erased."""

    __tablename__ = "history_payload"

    event_id: int = Field(primary_key=True, foreign_key="history_event.id")
    salt: str = Field(sa_type=Words)
    content: str = Field(sa_type=Words)


class HistoryHead(SQLModel, table=True):
    """The end of a chain. Writers lock this row, so that a chain never forks."""

    __tablename__ = "history_head"

    chain: str = Field(primary_key=True, sa_type=Words)
    seq: int
    hash: str = Field(sa_type=Words)
