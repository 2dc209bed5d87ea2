"""The pages of an edition's monitoring reports: list, file, check and publish."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash
from werkzeug.exceptions import NotFound

from forms.pages.monitoring.reports import publishing_form, report_form
from forms.pages.page import PageForm
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
from ria.web.kit.forms import as_errors, posted_token, today, uploaded
from ria.web.kit.pages import go_to, page
from ria.web.request.access import SeenAssessment, requires, signed_in, the_assessment
from ria.web.request.session import read_session, the_store, write_store
from workflows.stages import CURRENT

pages = Blueprint("reports", __name__)

BASE = "/assessments/<int:assessment_id>/reports"


@pages.get(BASE)
@requires(Permission.DRAFT_READ)
def listed(assessment_id: int) -> Response:
    """List the filed reports, and the one expected next."""
    seen = the_assessment(assessment_id, Permission.DRAFT_READ)
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


@pages.get(f"{BASE}/<int:number>/file")
@requires(Permission.REPORT_FILE)
def form(assessment_id: int, number: int) -> Response:
    """Show the form of the expected report."""
    seen = the_assessment(assessment_id, Permission.REPORT_FILE)
    return _filing(seen, number, report_form()())


@pages.post(f"{BASE}/<int:number>/file")
@requires(Permission.REPORT_FILE)
def file(assessment_id: int, number: int) -> Response:
    """File the report. Refused input is reported at its field."""
    seen = the_assessment(assessment_id, Permission.REPORT_FILE)
    filled = report_form()()
    if not filled.validate():
        return _filing(seen, number, filled, as_errors(filled.problems))
    try:
        file_report(
            write_store(),
            assessment_id=assessment_id,
            number=number,
            actor_id=signed_in().id,
            given=_given(filled),
            token=posted_token(),
        )
    except Invalid as refusal:
        filled.refuse(refusal.field, refusal.message)
        return _filing(seen, number, filled, as_errors(filled.problems))
    except Unmet as refusal:
        return _filing(seen, number, filled, [{"text": refusal.message}])
    flash("The report is filed.", "success")
    return go_to(f"/assessments/{assessment_id}/reports")


@pages.get(f"{BASE}/<int:report_id>/publish")
@requires(Permission.DECISION_TAKE)
def look_over(assessment_id: int, report_id: int) -> Response:
    """Show the report as the public would read it, and the disclosure check."""
    seen = the_assessment(assessment_id, Permission.DECISION_TAKE)
    return _publishing(seen, _line(assessment_id, report_id), publishing_form()())


@pages.post(f"{BASE}/<int:report_id>/publish")
@requires(Permission.DECISION_TAKE)
def make_public(assessment_id: int, report_id: int) -> Response:
    """Publish the report in the public register."""
    seen = the_assessment(assessment_id, Permission.DECISION_TAKE)
    line = _line(assessment_id, report_id)
    filled = publishing_form()()
    if not filled.validate():
        return _publishing(seen, line, filled, as_errors(filled.problems))
    publish_report(
        write_store(),
        assessment_id=assessment_id,
        report_id=report_id,
        actor_id=signed_in().id,
        checked=True,
        token=posted_token(),
    )
    flash("The report is on the public register.", "success")
    return go_to(f"/assessments/{assessment_id}/reports")


def _plan(seen: SeenAssessment) -> ReportingPlan | None:
    return reporting_plan(read_session(), the_store().sets, seen.assessment)


def _awaited(seen: SeenAssessment, plan: ReportingPlan | None) -> NextReport | None:
    """Return the report that is expected while the edition is current."""
    edition = seen.assessment
    if plan is None or edition.id is None or edition.stage not in CURRENT:
        return None
    return next_report(read_session(), plan, edition, filed(read_session(), edition.id))


def _line(assessment_id: int, report_id: int) -> ReportLine:
    for line in report_lines(read_session(), assessment_id):
        if line.report.id == report_id:
            return line
    raise NotFound


def _snapshot(seen: SeenAssessment, line: ReportLine) -> dict[str, Any]:
    return report_snapshot(seen.policy, seen.assessment, line.report, line.file, today())


def _given(filled: PageForm) -> ReportInput:
    typed = filled.given
    expected = typed.get("expected_on")
    return ReportInput(
        kind=ReportKind(str(typed["kind"])),
        finding=str(typed.get("finding") or ""),
        explanation=str(typed.get("explanation") or ""),
        action=str(typed.get("action") or ""),
        reason=str(typed.get("reason") or ""),
        expected_on=date.fromisoformat(str(expected)) if expected else None,
        file=uploaded(filled.uploads().get("file")),
    )


def _filing(
    seen: SeenAssessment, number: int, form: PageForm, errors: list[dict[str, str]] | None = None
) -> Response:
    awaited = _awaited(seen, _plan(seen))
    if awaited is None or (awaited.number != number and errors is None):
        flash("This report is not awaited.", "note")
        return go_to(f"/assessments/{seen.assessment.id}/reports")
    return page(
        "pages/monitoring/reports/file.html",
        200 if errors is None else 422,
        policy=seen.policy,
        assessment=seen.assessment,
        number=number,
        awaited=awaited,
        days_late=awaited.days_late(today()),
        form=form,
        errors=errors or (),
    )


def _publishing(
    seen: SeenAssessment,
    line: ReportLine,
    form: PageForm,
    errors: list[dict[str, str]] | None = None,
) -> Response:
    return page(
        "pages/monitoring/reports/publish.html",
        200 if errors is None else 422,
        policy=seen.policy,
        assessment=seen.assessment,
        line=line,
        report=_snapshot(seen, line),
        form=form,
        errors=errors or (),
    )
