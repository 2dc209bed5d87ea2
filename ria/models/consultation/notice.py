"""What the public reads about a consultation: frozen when it opens, except for its days."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words


class ConsultationNotice(SQLModel, table=True):
    """The notice of one consultation, numbered by policy. `ended_on`: the assessment ended before
    the last day, and the consultation with it.
    """

    __tablename__ = "consultation_notice"
    __table_args__ = (UniqueConstraint("reference", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    consultation_id: int = Field(foreign_key="consultation.id", unique=True)
    reference: str = Field(sa_type=Words)
    reference_key: str = Field(sa_type=Words, index=True)
    number: int
    title: str = Field(sa_type=Words)
    committee: str = Field(sa_type=Words)
    opened_on: date
    closes_on: date = Field(index=True)
    extended_because: str = Field(default="", sa_type=Words)
    ended_on: date | None = None
    snapshot: dict[str, Any] = Field(sa_type=JSON)
    content_hash: str = Field(sa_type=Words)
    changed_at: datetime = Field(sa_type=Instant)
