"""The public monitoring reports. This module reads published snapshots and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from ria.models import PublishedReport, StoredFile
from ria.models.types import sort_key


def published_reports(session: Session, reference: str) -> Sequence[PublishedReport]:
    """Return the published reports on a policy, newest first."""
    query = (
        select(PublishedReport)
        .where(col(PublishedReport.reference_key) == sort_key(reference))
        .order_by(col(PublishedReport.id).desc())
    )
    return session.exec(query).all()


def published_report(session: Session, reference: str, report_id: int) -> PublishedReport | None:
    """Return one published report, by the id of the report it was made from."""
    query = select(PublishedReport).where(
        col(PublishedReport.reference_key) == sort_key(reference),
        col(PublishedReport.report_id) == report_id,
    )
    return session.exec(query).first()


def published_file(session: Session, report: PublishedReport) -> StoredFile | None:
    """Return the file attached to a published report."""
    return session.get(StoredFile, report.file_id) if report.file_id else None
