"""The pages of an edition's monitoring reports: list, file, check and publish."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request
from werkzeug.exceptions import NotFound

from forms.pages.monitoring.reports import publishing_form, report_form
from forms.pages.page import PageForm
from ria.links import PATHS
from ria.models import ReportKind
from ria.permissions.map import Permission
from ria.publishing.report import report_snapshot
from ria.queries.monitoring.reports import (
    NextReport,
    ReportingPlan,
    ReportLine,
    filed,
    next_report,
    report_lines,
    reporting_plan,
)
from ria.services.kit.errors import Invalid, Unmet
from ria.services.monitoring.reports import ReportInput, file_report, publish_report
from ria.web.kit.form_page import Done, FormPage, form_page
from ria.web.kit.forms import day_of, sender, today, uploaded
from ria.web.kit.pages import go_to, page
from ria.web.request.access import SeenAssessment, requires, the_assessment
from ria.web.request.session import read_session, the_store, write_store
from workflows.stages import CURRENT

pages = Blueprint("reports", __name__)

BASE = "/assessments/<int:assessment_id>/reports"


@pages.get(BASE)
@requires(Permission.DRAFT_READ)
def listed(assessment_id: int) -> Response:
    """List the filed reports, and the one expected next."""
    seen = the_assessment(assessment_id)
    plan = _plan(seen)
    awaited = _awaited(seen, plan)
    return page(
        "pages/monitoring/reports/list.html",
        policy=seen.policy,
        assessment=seen.assessment,
        plan=plan,
        awaited=awaited,
        days_late=awaited.days_late(today()) if awaited else 0,
        lines=[
            (line, _snapshot(seen, line)) for line in report_lines(read_session(), assessment_id)
        ],
        may_file=awaited is not None and seen.may(Permission.REPORT_FILE),
        may_publish=seen.may(Permission.DECISION_TAKE),
    )


@form_page(pages, f"{BASE}/<int:number>/file", Permission.REPORT_FILE)
def file(assessment_id: int, number: int) -> FormPage:
    """File the expected report."""
    seen, form = the_assessment(assessment_id), report_form()()
    base = PATHS.reports(assessment_id)

    def command() -> Done:
        given = _given(form)
        file_report(
            write_store(), assessment_id=assessment_id, number=number, given=given, **sender()
        )
        return Done(base, "The report is filed.")

    def context() -> dict[str, Any] | Response:
        awaited = _awaited(seen, _plan(seen))
        if awaited is None or (awaited.number != number and request.method != "POST"):
            flash("This report is not awaited.", "note")
            return go_to(base)
        return {
            "policy": seen.policy,
            "assessment": seen.assessment,
            "number": number,
            "awaited": awaited,
            "days_late": awaited.days_late(today()),
        }

    return FormPage(
        "pages/monitoring/reports/file.html", form, command, context, shows=(Invalid, Unmet)
    )


@form_page(pages, f"{BASE}/<int:report_id>/publish", Permission.DECISION_TAKE)
def publish(assessment_id: int, report_id: int) -> FormPage:
    """The report as the public would read it, and the disclosure check to publish it."""
    seen, form = the_assessment(assessment_id), publishing_form()()
    lines = report_lines(read_session(), assessment_id)
    line = next((each for each in lines if each.report.id == report_id), None)
    if line is None:
        raise NotFound

    def command() -> Done:
        about = {"assessment_id": assessment_id, "report_id": report_id}
        publish_report(write_store(), **about, checked=True, **sender())
        return Done(PATHS.reports(assessment_id), "The report is on the public register.")

    return FormPage(
        "pages/monitoring/reports/publish.html",
        form,
        command,
        lambda: {
            "policy": seen.policy,
            "assessment": seen.assessment,
            "line": line,
            "report": _snapshot(seen, line),
        },
    )


def _plan(seen: SeenAssessment) -> ReportingPlan | None:
    return reporting_plan(read_session(), the_store().sets, seen.assessment)


def _awaited(seen: SeenAssessment, plan: ReportingPlan | None) -> NextReport | None:
    """Return the report that is expected while the edition is current."""
    edition = seen.assessment
    if plan is None or edition.id is None or edition.stage not in CURRENT:
        return None
    return next_report(read_session(), plan, edition, filed(read_session(), edition.id))


def _snapshot(seen: SeenAssessment, line: ReportLine) -> dict[str, Any]:
    return report_snapshot(seen.policy, seen.assessment, line.report, line.file, today())


def _given(filled: PageForm) -> ReportInput:
    typed = filled.given
    return ReportInput(
        kind=ReportKind(str(typed["kind"])),
        finding=str(typed.get("finding") or ""),
        explanation=str(typed.get("explanation") or ""),
        action=str(typed.get("action") or ""),
        reason=str(typed.get("reason") or ""),
        expected_on=day_of(typed.get("expected_on")),
        file=uploaded(filled.uploads().get("file")),
    )
