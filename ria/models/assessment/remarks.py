"""What readers leave on a form: comments, judgements of sections, reasons for keeping findings."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words, one_of


class QualityOverride(SQLModel, table=True):
    """The reason for keeping what the quality checker found; readers judge the reason."""

    __tablename__ = "quality_override"
    __table_args__ = (UniqueConstraint("assessment_id", "form", "finding", "place"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    form: str = Field(sa_type=Words)
    finding: str = Field(sa_type=Words)
    place: str = Field(sa_type=Words)
    reason: str = Field(sa_type=Words)
    author_id: int = Field(foreign_key="account.id")
    at: datetime = Field(sa_type=Instant)


class Comment(SQLModel, table=True):
    """A remark on one question. It is kept, whether resolved or not."""

    __tablename__ = "comment"

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    form: str = Field(sa_type=Words)
    section: str = Field(sa_type=Words)
    question: str = Field(sa_type=Words)
    text: str = Field(sa_type=Words)
    round: int
    author_id: int = Field(foreign_key="account.id")
    written_at: datetime = Field(sa_type=Instant)
    resolved_by: int | None = Field(default=None, foreign_key="account.id")
    resolved_at: datetime | None = Field(default=None, sa_type=Instant)


class Grade(StrEnum):
    """The decider's judgement of a section."""

    TO_FIX = "to_fix"
    COULD_BE_BETTER = "could_be_better"
    GOOD = "good"


class Judgement(SQLModel, table=True):
    """The judgement of one section in one round."""

    __tablename__ = "judgement"
    __table_args__ = (UniqueConstraint("assessment_id", "form", "section", "round"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    form: str = Field(sa_type=Words)
    section: str = Field(sa_type=Words)
    round: int
    grade: Grade = Field(sa_type=one_of(Grade))
    author_id: int = Field(foreign_key="account.id")
    at: datetime = Field(sa_type=Instant)
