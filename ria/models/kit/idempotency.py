"""Small tables for doing things exactly once: idempotency tokens and counters."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words


class IdempotencyToken(SQLModel, table=True):
    """A form that was carried out, by its token, and the outcome."""

    __tablename__ = "idempotency_token"

    user_id: int = Field(primary_key=True, foreign_key="account.id")
    token: str = Field(primary_key=True, sa_type=Words, max_length=64)
    fingerprint: str = Field(sa_type=Words)
    outcome: str = Field(sa_type=Words)
    at: datetime = Field(sa_type=Instant, index=True)


class Counter(SQLModel, table=True):
    """The last number given out under a name. Unlike a database sequence it leaves no gaps."""

    __tablename__ = "counter"

    name: str = Field(primary_key=True, sa_type=Words)
    value: int
