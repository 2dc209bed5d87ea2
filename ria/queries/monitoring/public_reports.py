"""What the public reads of monitoring reports: the frozen ones, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from ria.models import PublishedReport, StoredFile
from ria.models.types import sort_key


def published_reports(session: Session, reference: str) -> Sequence[PublishedReport]:
    """The reports on a policy that were made public, the newest first."""
    query = (
        select(PublishedReport)
        .where(col(PublishedReport.reference_key) == sort_key(reference))
        .order_by(col(PublishedReport.id).desc())
    )
    return session.exec(query).all()


def published_report(session: Session, reference: str, report_id: int) -> PublishedReport | None:
    """One of them, by the id of its report."""
    query = select(PublishedReport).where(
        col(PublishedReport.reference_key) == sort_key(reference),
        col(PublishedReport.report_id) == report_id,
    )
    return session.exec(query).first()


def published_file(session: Session, report: PublishedReport) -> StoredFile | None:
    """The file that came with it."""
    return session.get(StoredFile, report.file_id) if report.file_id else None
