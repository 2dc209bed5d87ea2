"""The evidence bank: a source is described once and cited in many assessments."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from forms.answers.text import folded
from forms.questions.question import Audience
from ria.models.types import Instant, Words, one_of


class EvidenceKind(StrEnum):
    """The kind of source."""

    STATISTICS = "statistics"
    SURVEY = "survey"
    RESEARCH = "research"
    CONSULTATION = "consultation"
    COMPLAINTS = "complaints"
    INSPECTION = "inspection"
    EXPERIENCE = "experience"
    OTHER = "other"


class Evidence(SQLModel, table=True):
    """One source. `as_of` is the date of its contents, not the day on which it was added.

    Answers cite `ref` ("E12"). A superseded source names the one that replaces it; earlier
    decisions continue to cite it. `search_text` is derived: see `searched`.
    """

    __tablename__ = "evidence"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(sa_type=Words, unique=True)
    title: str = Field(sa_type=Words, max_length=200)
    title_key: str = Field(sa_type=Words, index=True)
    search_text: str = Field(sa_type=Words)
    kind: EvidenceKind = Field(sa_type=one_of(EvidenceKind))
    source: str = Field(sa_type=Words)
    period: str = Field(sa_type=Words)
    area: str = Field(sa_type=Words)
    as_of: date | None = None
    finding: str = Field(sa_type=Words)
    limits: str = Field(sa_type=Words)
    link: str = Field(default="", sa_type=Words)
    file_id: int | None = Field(default=None, foreign_key="stored_file.id")
    audience: Audience = Field(sa_type=one_of(Audience))
    policy_id: int = Field(foreign_key="policy.id", index=True)
    added_by: int = Field(foreign_key="account.id")
    added_at: datetime = Field(sa_type=Instant)
    superseded_by: int | None = Field(default=None, foreign_key="evidence.id", index=True)
    version: int = 1


SEARCHED = ("ref", "title", "source", "period", "area", "finding", "limits")
"""The fields of a source that are searched."""


def searched(evidence: Evidence) -> str:
    """The searchable words of a source."""
    return folded(" ".join(str(getattr(evidence, name)) for name in SEARCHED))
