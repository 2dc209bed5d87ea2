"""The effects of a screening: its form, its due day, and what follows if there is no relevance."""

from __future__ import annotations

from ria.publishing.screened_out import publish_screened_out
from ria.services.assessment.open import open_form
from ria.services.deadlines.screening import screening_day
from ria.services.process.context import TransitionContext
from workflows.levels import Level
from workflows.review_cycle import next_screening
from workflows.stages import Stage


def screening(context: TransitionContext) -> None:
    """Open the screening form, for the first time or again."""
    open_form(context.unit, context.assessment, Stage.SCREENING.value)
    by = screening_day(context.unit, context.loaded.policy, context.assessment)
    if by is not None:
        context.due("screening", by)


def screened_out(context: TransitionContext) -> None:
    """Not relevant: publish this, and schedule the next screening."""
    context.assessment.level = Level.NONE
    again = next_screening(context.unit.today, context.house.review_months[Level.NONE])
    context.assessment.next_review_on = again
    context.due("rescreening", again)
    publish_screened_out(context.unit, context.case, context.loaded.actor, again)
    context.tell("screened_out", *context.authors)
