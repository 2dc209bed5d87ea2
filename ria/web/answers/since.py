"""The events that a review looks back on, for the page of its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ria.models import ReviewCause
from ria.queries.assessment.form_content import form_content
from ria.queries.review.reviews import (
    REASONS,
    Found,
    came_to_light,
    monitoring_reports,
    promised,
    review_of,
)
from ria.web.answers.open_form import OpenForm
from ria.web.kit.templating import in_words
from ria.web.request.session import read_session, the_store
from workflows.facts.outcomes import ReviewReason
from workflows.stages import CONCLUDING_FORMS, Stage


@dataclass(frozen=True)
class Since:
    """Why the review is held, and the signals, reports, conditions and plans since the last
    decision.
    """

    causes: tuple[ReviewCause, ...]
    noted: list[tuple[ReviewReason, int]]
    reports: list[Found]
    promised: list[Found]
    actions: list[str]
    reasons: Mapping[ReviewReason, str]


def since_then(shown: OpenForm) -> Since | None:
    """Return the events to look back on; None for any form but a review's."""
    if shown.content.form != Stage.REVIEW:
        return None
    session, assessment_id = read_session(), shown.assessment_id
    held = review_of(session, assessment_id)
    return Since(
        causes=held.causes if held else (),
        noted=came_to_light(session, assessment_id),
        reports=monitoring_reports(session, assessment_id),
        promised=promised(session, assessment_id),
        actions=_actions(assessment_id),
        reasons=REASONS,
    )


def _actions(assessment_id: int) -> list[str]:
    """Return the actions from the assessment's action plan, each on one line."""
    for form in CONCLUDING_FORMS:
        content = form_content(read_session(), the_store().sets, assessment_id, form)
        rows = content.visible.get("actions") if content else None
        if isinstance(rows, list) and rows:
            return [_line(row) for row in rows if isinstance(row, dict)]
    return []


def _line(row: Mapping[str, object]) -> str:
    """`STEP. POST. By DAY.`"""
    step = str(row.get("step") or "").rstrip(".")
    due = row.get("due")
    by = f" By {in_words(date.fromisoformat(str(due)))}." if due else ""
    who = f" {row['owner']}." if row.get("owner") else ""
    return f"{step}.{who}{by}"
