"""The disclosure check: somebody found that what will be published identifies nobody."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words


class DisclosureCheck(SQLModel, table=True):
    """One check. It applies only to the contents with this hash."""

    __tablename__ = "disclosure_check"

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    content_hash: str = Field(sa_type=Words)
    checked_by: int = Field(foreign_key="account.id")
    checked_at: datetime = Field(sa_type=Instant)
