"""The effects of a transition: what falls due, what is frozen, and who is told.

One function for each stage that is reached; `after_the_move` finds it. A stage without effects is
not listed.
"""

from __future__ import annotations

from collections.abc import Callable

from ria.history import UnitOfWork
from ria.models import StageChange
from ria.publishing.notice import end_with_the_assessment
from ria.queries.assessment.case import ActionInput, Case
from ria.queries.assessment.returns import due_by_return
from ria.services.deadlines.schedule import nothing_due, settle_for_policy
from ria.services.deadlines.signatures import decided_without
from ria.services.kit.loading import Loaded
from ria.services.process.context import TransitionContext
from ria.services.process.effects import (
    amending,
    approving,
    covering,
    ending,
    publishing,
    returning,
    review,
    screening,
    submitting,
)
from workflows.actions import Action
from workflows.levels import Level
from workflows.stages import OPEN, Stage, form_stage

_STANDS = frozenset({Stage.CURRENT, Stage.SCREENED_OUT, Stage.COVERED})
"""Stages in which a policy is in order again, so that it no longer has to be ended or replaced."""


def after_the_move(
    unit: UnitOfWork,
    loaded: Loaded,
    case: Case,
    *,
    change: StageChange,
    given: ActionInput,
    level: Level | None,
) -> None:
    """Carry out the effects of reaching the new stage."""
    context = TransitionContext(unit, loaded, case, change, given, level)
    nothing_due(unit, loaded.assessment)
    if change.action is Action.APPROVE:
        decided_without(unit, loaded.assessment, form_stage(change.from_stage))
    loaded.assessment.claimed_by = loaded.assessment.claimed_at = None
    effect = _BY_ACTION.get(change.action) or _REACHED.get(change.to_stage)
    if effect is not None:
        effect(context)
    if change.from_stage in OPEN and change.to_stage in _STANDS:
        settle_for_policy(unit, loaded.assessment.policy_id, "end_or_replace")
    if not (loaded.assessment.is_open or loaded.assessment.is_current):
        end_with_the_assessment(unit, loaded.assessment)
    covering.those_covered_follow(unit, loaded.assessment.policy_id)


def _taken_back(context: TransitionContext) -> None:
    """As when the stage began, but a form that had been returned is due on the day set then."""
    stage = context.assessment.stage
    begun = _REACHED.get(stage)
    if begun is not None:
        begun(context)
    set_then = due_by_return(context.unit.session, context.case, stage)
    if set_then is not None:
        context.due(stage.value, set_then)


_BY_ACTION: dict[Action, Callable[[TransitionContext], None]] = {
    Action.SUBMIT: submitting.submitted,
    Action.RETURN: returning.returned,
    Action.TAKE_BACK: _taken_back,
    Action.RECALL: approving.recalled,
    Action.CORRECT: amending.corrected,
    Action.AMEND_MINOR: amending.amended,
}
"""Actions whose effect does not depend on the stage they lead to."""

_REACHED: dict[Stage, Callable[[TransitionContext], None]] = {
    Stage.SCREENING: screening.screening,
    Stage.ASSESSMENT: approving.assessment,
    Stage.CONSULTATION: approving.consultation,
    Stage.MONITORING_PLAN: approving.monitoring_plan,
    Stage.APPROVED: approving.approved,
    Stage.CURRENT: publishing.current,
    Stage.REVIEW: review.review,
    Stage.SCREENED_OUT: screening.screened_out,
    Stage.COVERED: covering.covered,
    Stage.REJECTED: ending.rejected,
    Stage.WITHDRAWN: ending.withdrawn,
    Stage.REVOKED: review.revoked,
    Stage.SUPERSEDED: review.superseded,
    Stage.CLOSED: review.closed,
}
