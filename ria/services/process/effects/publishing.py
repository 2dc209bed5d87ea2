"""The effects of publication."""

from __future__ import annotations

from ria.publishing.assessed import publish_assessment
from ria.queries.monitoring.reports import DUE as REPORT_DUE
from ria.queries.monitoring.reports import reporting_plan
from ria.services.deadlines.schedule import fall_due
from ria.services.process.context import TransitionContext
from ria.services.process.effects.review import decided
from workflows.actions import Action


def current(context: TransitionContext) -> None:
    """Published: the snapshot is frozen, and the review falls due. Or a review is over."""
    edition = context.assessment
    if context.change.action is Action.APPROVE:
        decided(context)
        return
    if context.change.action is not Action.PUBLISH:
        return
    assert edition.next_review_on is not None
    edition.published_on = context.unit.today
    publish_assessment(context.unit, context.case, context.loaded.actor)
    context.due("review", edition.next_review_on)
    reports = reporting_plan(context.unit.session, context.unit.store.sets, edition)
    if reports is not None:
        fall_due(context.unit, edition, REPORT_DUE, reports.due(1), item=1)
    context.tell("published", *context.authors)
