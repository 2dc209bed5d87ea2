"""A consultation's own states: planned, open, closed."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words, one_of


class ConsultationState(StrEnum):
    """The state of a consultation. Its questions and responses are in the forms."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Consultation(SQLModel, table=True):
    """The consultation of one edition. `round` counts repeated consultations ("consult again")."""

    __tablename__ = "consultation"

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    round: int = 1
    state: ConsultationState = Field(sa_type=one_of(ConsultationState))
    opens_on: date | None = None
    closes_on: date | None = None
    extended_because: str = Field(default="", sa_type=Words)
    opened_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
