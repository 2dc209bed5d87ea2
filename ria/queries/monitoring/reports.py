"""An edition's monitoring reports: what the plan requires, what was filed, and what is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from forms.questions.registry import Registry
from ria.models import (
    Assessment,
    MonitoringReport,
    PublishedReport,
    ReportKind,
    Schedule,
    StoredFile,
    User,
)
from ria.queries.assessment.form_content import form_content
from workflows.levels import Level
from workflows.review_cycle import report_due, report_period
from workflows.stages import Stage

DUE = "monitoring_report"
"""The due kind of a report; its item is the report's number."""
TO_PUBLISH = "report_publication"
"""The due kind of publishing a report; its item is the report's number."""


@dataclass(frozen=True)
class ReportingPlan:
    """How often an edition reports, by its plan. `since`: the day it became current."""

    since: date
    level: Level
    months: int
    data_weeks: int
    publish_weeks: int

    def due(self, number: int) -> date:
        """The day the nth report is due."""
        return report_due(self.since, self.months, self.level, number)

    def period(self, number: int) -> tuple[date, date]:
        """The first and last day that the nth report covers."""
        return report_period(
            self.since, self.months, self.level, number, data_weeks=self.data_weeks
        )

    def publish_by(self, number: int) -> date:
        """The day by which the nth report is to be public."""
        return self.period(number)[1] + timedelta(weeks=self.publish_weeks)


@dataclass(frozen=True)
class ReportLine:
    """One filed report, with who filed it, its file, and when it was published."""

    report: MonitoringReport
    filed_by: str
    file: StoredFile | None
    published: PublishedReport | None


@dataclass(frozen=True)
class NextReport:
    """The next report expected. `holding`: a holding report has been filed for it."""

    number: int
    period: tuple[date, date]
    due_on: date
    holding: bool

    def days_late(self, today: date) -> int:
        """The number of days it is overdue; 0 up to and including the due day."""
        return max((today - self.due_on).days, 0)


def reporting_plan(session: Session, sets: Registry, edition: Assessment) -> ReportingPlan | None:
    """Return the plan of an edition that is or was current; None if no reports are required."""
    assert edition.id is not None
    if edition.published_on is None or edition.level is None:
        return None
    content = form_content(session, sets, edition.id, Stage.MONITORING_PLAN.value)
    months = content.visible.get("report_months") if content else None
    if content is None or not isinstance(months, int):
        return None
    weeks = {name: content.visible.get(name) for name in ("data_weeks", "publish_weeks")}
    given = {name: value if isinstance(value, int) else 0 for name, value in weeks.items()}
    return ReportingPlan(edition.published_on, edition.level, months, **given)


def filed(session: Session, assessment_id: int) -> Sequence[MonitoringReport]:
    """Every report of an edition, in the order in which they were filed."""
    query = (
        select(MonitoringReport)
        .where(col(MonitoringReport.assessment_id) == assessment_id)
        .order_by(col(MonitoringReport.id))
    )
    return session.exec(query).all()


def next_report(
    session: Session, plan: ReportingPlan, edition: Assessment, reports: Sequence[MonitoringReport]
) -> NextReport:
    """Return the next report expected, with its present due date, which a holding report may have
    moved. A holding report does not replace the real one, so its number is still expected.
    """
    settled = {each.number for each in reports if each.kind is not ReportKind.HOLDING}
    number = max(settled, default=0) + 1
    moved = session.get(Schedule, (edition.id, DUE, number))
    return NextReport(
        number,
        plan.period(number),
        moved.due_on if moved is not None else plan.due(number),
        holding=any(each.number == number for each in reports),
    )


def report_lines(session: Session, assessment_id: int) -> list[ReportLine]:
    """Return the reports of an edition for its pages, newest first."""
    query = (
        select(MonitoringReport, User.name, StoredFile, PublishedReport)
        .join(User, col(User.id) == col(MonitoringReport.filed_by))
        .join(StoredFile, col(StoredFile.id) == col(MonitoringReport.file_id), isouter=True)
        .join(
            PublishedReport,
            col(PublishedReport.report_id) == col(MonitoringReport.id),
            isouter=True,
        )
        .where(col(MonitoringReport.assessment_id) == assessment_id)
        .order_by(col(MonitoringReport.id).desc())
    )
    return [ReportLine(*row) for row in session.exec(query)]


def two_holding_running(reports: Sequence[MonitoringReport]) -> bool:
    """Whether the last two reports filed were holding reports: a signal for a review."""
    last = [each.kind for each in reports[-2:]]
    return last == [ReportKind.HOLDING, ReportKind.HOLDING]
