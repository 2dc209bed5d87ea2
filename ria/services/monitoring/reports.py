"""File and publish monitoring reports, in every stage in which an edition is current."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel import col, select

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import MonitoringReport, PublishedReport, ReportKind, target_of
from ria.outbox import enqueue
from ria.permissions.map import Permission
from ria.publishing.report import publish_snapshot
from ria.queries.accounts.people import people_with
from ria.queries.monitoring.reports import (
    DUE,
    TO_PUBLISH,
    NextReport,
    ReportingPlan,
    filed,
    next_report,
    reporting_plan,
    two_holding_running,
)
from ria.services.deadlines.schedule import fall_due, settle
from ria.services.evidence.files import Upload, kept_file
from ria.services.kit.errors import Invalid, NotFound, Unmet
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import Loaded, for_whom, load
from ria.services.review.reviews import note_signal
from workflows.facts.outcomes import ReviewReason
from workflows.roles import Role
from workflows.stages import CURRENT

NOT_CURRENT = "Reports are filed while an assessment is current. This one is not."
NO_REPORTS = "The monitoring plan of this policy asks for no regular reports."
TWO_HOLDING = "Two holding reports were filed one after the other, and no real one."


@dataclass(frozen=True, kw_only=True)
class ReportInput:
    """The input for a report. Which fields apply depends on its kind."""

    kind: ReportKind
    finding: str = ""
    explanation: str = ""
    action: str = ""
    reason: str = ""
    expected_on: date | None = None
    file: Upload | None = None


def file_report(
    store: Store,
    *,
    assessment_id: int,
    number: int,
    actor_id: int,
    given: ReportInput,
    token: str,
) -> int:
    """File the report for period `number` and return its id.

    The owner, the deputy and invited contributors may do this in every current stage. Raises
    `Invalid` at a field, `Unmet` if no such report is expected, `Forbidden`, `NotFound` or `Taken`.
    """
    fingerprint = given.file.fingerprint if given.file else None
    body = [assessment_id, number, {**asdict(given), "file": fingerprint}]
    # The exit stack closes after the commit: the file is kept only if its row was written.
    with ExitStack() as files, unit_of_work(store) as unit:
        loaded = load(unit, assessment_id, actor_id, Permission.REPORT_FILE)
        before = done_before(unit, loaded.actor.id, token, body)
        if before is not None:
            return int(before)
        plan, awaited = _awaited(unit, loaded, number)
        _check(unit, plan, awaited, given)
        report = _report(unit, loaded, awaited, given)
        if given.file is not None:
            assert loaded.policy.id is not None
            kept = kept_file(unit, loaded.policy.id, loaded.actor.id, given.file, "file")
            report.file_id = files.enter_context(kept).id
        unit.save(report)
        _what_falls_due(unit, loaded, plan, report)
        _record(unit, loaded, report, "report_filed")
        if two_holding_running(filed(unit.session, assessment_id)):
            note_signal(
                unit,
                loaded.policy,
                loaded.assessment,
                ReviewReason.SIGNAL,
                TWO_HOLDING,
                loaded.actor,
            )
        remember(unit, loaded.actor.id, token, body, str(report.id))
        assert report.id is not None
        return report.id


def publish_report(
    store: Store, *, assessment_id: int, report_id: int, actor_id: int, checked: bool, token: str
) -> None:
    """Publish a report in the public register. `checked`: the Strategy Unit has made sure that
    nobody can be recognised in it. Idempotent. Raises `Invalid` at `checked`, `Forbidden`,
    `NotFound` or `Taken`.
    """
    body = [assessment_id, report_id, checked, "publish"]
    with unit_of_work(store) as unit:
        loaded = load(unit, assessment_id, actor_id, Permission.DECISION_TAKE)
        if done_before(unit, loaded.actor.id, token, body) is not None:
            return
        report = unit.session.get(MonitoringReport, report_id)
        if report is None or report.assessment_id != assessment_id:
            raise NotFound
        if not checked:
            raise Invalid("checked", "Look for figures and words that could tell who somebody is.")
        if _is_published(unit, report):
            return
        publish_snapshot(unit, loaded.policy, loaded.assessment, report, loaded.actor)
        settle(unit, loaded.assessment, TO_PUBLISH, item=report.number)
        remember(unit, loaded.actor.id, token, body, "")


def _is_published(unit: UnitOfWork, report: MonitoringReport) -> bool:
    query = select(PublishedReport.id).where(col(PublishedReport.report_id) == report.id)
    return unit.session.exec(query).first() is not None


def _awaited(unit: UnitOfWork, loaded: Loaded, number: int) -> tuple[ReportingPlan, NextReport]:
    edition = loaded.assessment
    if edition.stage not in CURRENT:
        raise Unmet(NOT_CURRENT)
    plan = reporting_plan(unit.session, unit.store.sets, edition)
    if plan is None:
        raise Unmet(NO_REPORTS)
    reports = filed(unit.session, loaded.assessment_id)
    awaited = next_report(unit.session, plan, edition, reports)
    if number != awaited.number:
        raise Unmet(f"Report {number} is not awaited. The next one is report {awaited.number}.")
    return plan, awaited


def _check(unit: UnitOfWork, plan: ReportingPlan, awaited: NextReport, given: ReportInput) -> None:
    if given.kind is not ReportKind.HOLDING:
        if unit.today <= awaited.period[1]:
            raise Invalid("kind", "The time that this report covers is not over yet.")
        return
    if given.expected_on is None or given.expected_on <= unit.today:
        raise Invalid("expected_on", "Give a day in the future.")
    latest = plan.due(awaited.number + 1)
    if given.expected_on > latest:
        raise Invalid("expected_on", "The report must come before the next one is due.")


def _report(
    unit: UnitOfWork, loaded: Loaded, awaited: NextReport, given: ReportInput
) -> MonitoringReport:
    return MonitoringReport(
        assessment_id=loaded.assessment_id,
        number=awaited.number,
        kind=given.kind,
        period_from=awaited.period[0],
        period_to=awaited.period[1],
        due_on=awaited.due_on,
        expected_on=given.expected_on,
        finding=given.finding.strip(),
        explanation=given.explanation.strip(),
        action=given.action.strip(),
        reason=given.reason.strip(),
        filed_on=unit.today,
        filed_by=loaded.actor.id,
        filed_at=unit.now,
    )


def _what_falls_due(
    unit: UnitOfWork, loaded: Loaded, plan: ReportingPlan, report: MonitoringReport
) -> None:
    """Update the schedule. A holding report moves the due date of the real one. A real report must
    be published, and the next one becomes due.
    """
    edition, number = loaded.assessment, report.number
    if report.kind is ReportKind.HOLDING:
        assert report.expected_on is not None  # checked
        fall_due(unit, edition, DUE, report.expected_on, item=number)
        return
    settle(unit, edition, DUE, item=number)
    fall_due(unit, edition, DUE, plan.due(number + 1), item=number + 1)
    fall_due(unit, edition, TO_PUBLISH, max(plan.publish_by(number), unit.today), item=number)
    for colleague in people_with(unit.session, Role.STRATEGY_UNIT):
        assert colleague.id is not None
        enqueue(
            unit,
            "report_filed",
            recipient_id=colleague.id,
            about=target_of(edition),
            number=number,
            report_id=report.id,
            days_late=report.days_late,
        )


def _record(unit: UnitOfWork, loaded: Loaded, report: MonitoringReport, kind: str) -> None:
    loaded.record(
        unit,
        kind,
        number=report.number,
        report=report.kind,
        period_from=report.period_from,
        period_to=report.period_to,
        due_on=report.due_on,
        expected_on=report.expected_on,
        days_late=report.days_late,
        **for_whom(unit, loaded, Permission.REPORT_FILE),
    )
