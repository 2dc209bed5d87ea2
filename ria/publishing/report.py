"""The public snapshot of a monitoring report, kept with the entry of its policy."""

from __future__ import annotations

from datetime import date
from typing import Any

from ria.history import UnitOfWork
from ria.history.canonical import canonical, digest
from ria.models import Assessment, MonitoringReport, Policy, PublishedReport, StoredFile
from ria.permissions.person import Person


def publish_snapshot(
    unit: UnitOfWork,
    policy: Policy,
    edition: Assessment,
    report: MonitoringReport,
    publisher: Person,
) -> PublishedReport:
    """Publish a snapshot of a report: everything in it except who filed it."""
    assert report.id is not None
    file = unit.session.get(StoredFile, report.file_id) if report.file_id else None
    snapshot = report_snapshot(policy, edition, report, file, unit.today)
    published = PublishedReport(
        report_id=report.id,
        reference_key=policy.reference_key,
        edition=edition.edition,
        snapshot=snapshot,
        content_hash=digest(canonical(snapshot)),
        file_id=report.file_id,
        published_by=publisher.id,
        published_at=unit.now,
    )
    unit.save(published)
    unit.record(
        policy.reference,
        "report_published",
        publisher.ref,
        edition=edition.edition,
        number=report.number,
        report=report.kind,
        content_hash=published.content_hash,
    )
    return published


def report_snapshot(
    policy: Policy,
    edition: Assessment,
    report: MonitoringReport,
    file: StoredFile | None,
    today: date,
) -> dict[str, Any]:
    """Return the snapshot that publishing the report today would make. JSON values only."""
    return {
        "reference": policy.reference,
        "title": policy.title,
        "edition": edition.edition,
        "number": report.number,
        "kind": report.kind.value,
        "kind_label": report.kind.label,
        "period_from": report.period_from.isoformat(),
        "period_to": report.period_to.isoformat(),
        "due_on": report.due_on.isoformat(),
        "filed_on": report.filed_on.isoformat(),
        "days_late": report.days_late,
        "expected_on": report.expected_on.isoformat() if report.expected_on else None,
        "finding": report.finding or None,
        "explanation": report.explanation or None,
        "action": report.action or None,
        "reason": report.reason or None,
        "file": {"name": file.name, "size": file.size, "sha256": file.sha256} if file else None,
        "published_on": today.isoformat(),
    }
