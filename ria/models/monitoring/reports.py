"""Monitoring reports: what was filed for each period, and what is published of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words, one_of


class ReportKind(StrEnum):
    """What was filed. A holding report says when the full one will come; it does not replace it."""

    FULL = "full"
    NIL = "nil"
    HOLDING = "holding"

    @property
    def label(self) -> str:
        """The kind as pages name it."""
        return _LABELS[self]


_LABELS = {
    ReportKind.FULL: "Report",
    ReportKind.NIL: "Nil report",
    ReportKind.HOLDING: "Holding report",
}


class MonitoringReport(SQLModel, table=True):
    """One report on one period of an edition. `due_on` is the due day at the time of filing."""

    __tablename__ = "monitoring_report"
    __table_args__ = (Index("monitoring_report_of_period", "assessment_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    number: int
    kind: ReportKind = Field(sa_type=one_of(ReportKind))
    period_from: date
    period_to: date
    due_on: date
    expected_on: date | None = None
    finding: str = Field(default="", sa_type=Words)
    explanation: str = Field(default="", sa_type=Words)
    action: str = Field(default="", sa_type=Words)
    reason: str = Field(default="", sa_type=Words)
    file_id: int | None = Field(default=None, foreign_key="stored_file.id")
    filed_on: date
    filed_by: int = Field(foreign_key="account.id")
    filed_at: datetime = Field(sa_type=Instant)

    @property
    def days_late(self) -> int:
        """Days from the due day to the day of filing; 0 if filed in time."""
        return max((self.filed_on - self.due_on).days, 0)


class PublishedReport(SQLModel, table=True):
    """A report as the public reads it, frozen. The public pages read this table alone."""

    __tablename__ = "published_report"
    __table_args__ = (UniqueConstraint("report_id"),)

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="monitoring_report.id")
    reference_key: str = Field(sa_type=Words, index=True)
    edition: int
    snapshot: dict[str, Any] = Field(sa_type=JSON)
    content_hash: str = Field(sa_type=Words)
    file_id: int | None = Field(default=None, foreign_key="stored_file.id")
    published_by: int = Field(foreign_key="account.id")
    published_at: datetime = Field(sa_type=Instant)
