"""The effects of returning a form."""

from __future__ import annotations

from ria.queries.accounts.people import ids_with
from ria.queries.assessment.returns import most_rounds
from ria.services.consultation.consultation import plan_consultation
from ria.services.process.context import TransitionContext
from workflows.process import is_escalated
from workflows.roles import Role
from workflows.stages import Stage


def returned(context: TransitionContext) -> None:
    """Open the form again, due on the day that was set, and tell its authors why."""
    assessment = context.assessment
    assert context.given.due_on is not None  # checked by the guard
    context.due(assessment.stage.value, context.given.due_on)
    if context.given.consult_again and _is_before_what_was_heard(context):
        plan_consultation(context.unit, context.loaded.assessment_id, anew=True)
    told = list(context.authors)
    reopened = most_rounds(context.change, (*context.case.changes, context.change))
    if is_escalated(reopened):
        told += ids_with(context.unit.session, Role.ADVISER)
    context.tell(
        "returned",
        *told,
        reason=context.change.reason,
        due_on=context.given.due_on.isoformat(),
        round=reopened,
    )


def _is_before_what_was_heard(context: TransitionContext) -> bool:
    """Whether the form went back to the consultation, or before it, after one was held."""
    was_heard = any(change.to_stage is Stage.CONSULTATION for change in context.case.changes)
    return was_heard and context.assessment.stage in (
        Stage.SCREENING,
        Stage.ASSESSMENT,
        Stage.CONSULTATION,
    )
