"""The disclosure check: somebody read what will be public, and nobody can be recognised in it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words


class DisclosureCheck(SQLModel, table=True):
    """One check. It covers what was about to be published then, by its hash, and nothing else."""

    __tablename__ = "disclosure_check"

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    content_hash: str = Field(sa_type=Words)
    checked_by: int = Field(foreign_key="account.id")
    checked_at: datetime = Field(sa_type=Instant)
