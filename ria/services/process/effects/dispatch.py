"""What a transition of the process brings with it: what falls due, what is frozen, and who is told.

One function a stage that is reached; `after_the_move` finds it. A stage that brings nothing with
it is not listed.
"""

from __future__ import annotations

from collections.abc import Callable

from pydantic import JsonValue
from sqlmodel import col, select

from forms.answers.answers import visible_answers
from ria.history import UnitOfWork
from ria.models import Assessment, Operation, StageChange
from ria.publishing.notice import end_with_the_assessment
from ria.publishing.screened_out import publish_screened_out
from ria.queries.accounts.people import ids_with
from ria.queries.assessment.case import ActionInput, Case
from ria.queries.assessment.editions import current_edition, looked_at_again_on, policy_by_reference
from ria.queries.assessment.returns import due_by_return, most_rounds
from ria.services.assessment.open import open_form
from ria.services.consultation.consultation import plan_consultation
from ria.services.deadlines.schedule import END_OR_REPLACE, nothing_due, settle_for_policy
from ria.services.deadlines.screening import screening_day
from ria.services.deadlines.signatures import decided_without
from ria.services.kit.loading import Loaded
from ria.services.process.context import TransitionContext
from ria.services.process.effects import amending
from ria.services.process.effects import approving as later
from ria.services.process.effects import review as after
from ria.services.signoff.requests import ask_for_what_is_needed
from workflows.actions import Action
from workflows.levels import Level
from workflows.process import is_escalated
from workflows.review_cycle import next_screening
from workflows.roles import Role
from workflows.stages import OPEN, Stage, form_stage

_STANDS = frozenset({Stage.CURRENT, Stage.SCREENED_OUT, Stage.COVERED})
"""With an edition that comes to one of these the policy stands: nobody has to end it any more."""


def after_the_move(
    unit: UnitOfWork,
    loaded: Loaded,
    case: Case,
    *,
    change: StageChange,
    given: ActionInput,
    level: Level | None,
) -> None:
    """Bring about what the stage now reached entails."""
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
    _those_covered_follow(unit, loaded.assessment.policy_id)


def _screening(context: TransitionContext) -> None:
    open_form(context.unit, context.assessment, Stage.SCREENING.value)
    by = screening_day(context.unit, context.loaded.policy, context.assessment)
    if by is not None:
        context.due("screening", by)


def _submitted(context: TransitionContext) -> None:
    _purge_hidden(context)
    context.assessment.submitted_by = context.loaded.actor.id
    context.await_approval()
    ask_for_what_is_needed(context.unit, context.loaded, context.case)


def _purge_hidden(context: TransitionContext) -> None:
    """Answers to questions that are not asked any more go when the form is handed in."""
    content = context.case.content
    if content is None:
        return
    visible = visible_answers(content.questions, content.answers)
    purged: dict[str, JsonValue] = {}
    for row in content.sections.values():
        hidden = {key: value for key, value in row.answers.items() if key not in visible}
        if hidden:
            row.answers = {key: v for key, v in row.answers.items() if key not in hidden}
            row.version += 1
            context.unit.session.add(row)
            purged |= hidden
    if purged:
        context.unit.record(
            context.loaded.policy.reference,
            "hidden_answers_purged",
            context.loaded.actor.ref,
            edition=context.assessment.edition,
            form=content.form,
            changed={key: [value, None] for key, value in purged.items()},
        )


def _returned(context: TransitionContext) -> None:
    assessment = context.assessment
    assert context.given.due_on is not None  # the guard saw to it
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


def _taken_back(context: TransitionContext) -> None:
    """As when the stage began; what had been returned is due on the day that was set then."""
    stage = context.assessment.stage
    begun = _REACHED.get(stage)
    if begun is not None:
        begun(context)
    set_then = due_by_return(context.unit.session, context.case, stage)
    if set_then is not None:
        context.due(stage.value, set_then)


def _is_before_what_was_heard(context: TransitionContext) -> bool:
    """Whether it went back to the consultation it has been through, or past it."""
    was_heard = any(change.to_stage is Stage.CONSULTATION for change in context.case.changes)
    return was_heard and context.assessment.stage in (
        Stage.SCREENING,
        Stage.ASSESSMENT,
        Stage.CONSULTATION,
    )


def _screened_out(context: TransitionContext) -> None:
    context.assessment.level = Level.NONE
    again = next_screening(context.unit.today, context.house.review_months[Level.NONE])
    context.assessment.next_review_on = again
    context.due("rescreening", again)
    publish_screened_out(context.unit, context.case, context.loaded.actor, again)
    context.tell("screened_out", *context.authors)


def _covered(context: TransitionContext) -> None:
    """The edition follows the dates of the policy whose assessment covers it."""
    parent = policy_by_reference(context.unit.session, context.given.parent_reference)
    assert parent is not None and parent.id is not None  # checked when it was typed
    context.assessment.covered_by = parent.id
    context.assessment.next_review_on = looked_at_again_on(context.unit.session, parent.id)


def _those_covered_follow(unit: UnitOfWork, policy_id: int) -> None:
    """What this policy's assessment covers is looked at again when that is."""
    query = select(Assessment).where(
        col(Assessment.covered_by) == policy_id, col(Assessment.stage) == Stage.COVERED
    )
    covered = unit.session.exec(query).all()
    if not covered:
        return
    unit.session.flush()
    again = looked_at_again_on(unit.session, policy_id)
    for edition in covered:
        edition.next_review_on = again
        unit.session.add(edition)


def _rejected(context: TransitionContext) -> None:
    """A policy that goes on operating after it was rejected has to be ended or replaced, unless an
    earlier edition of its assessment goes on counting. Handing it in again wins no time."""
    policy = context.loaded.policy
    counts = current_edition(context.unit.session, policy.id) if policy.id else None
    if policy.operation is Operation.OPERATING and counts is None:
        before = settle_for_policy(context.unit, context.assessment.policy_id, "end_or_replace")
        days = [row.due_on for row, _ in before]
        context.due("end_or_replace", min([*days, context.unit.today + END_OR_REPLACE]))
    context.tell("rejected", *context.authors, reason=context.change.reason)


def _withdrawn(context: TransitionContext) -> None:
    policy_id = context.loaded.policy.id
    counts = current_edition(context.unit.session, policy_id) if policy_id else None
    if context.given.next_due_on is not None and counts is None:  # else its review opens again
        context.due("next_assessment", context.given.next_due_on)


_BY_ACTION: dict[Action, Callable[[TransitionContext], None]] = {
    Action.SUBMIT: _submitted,
    Action.RETURN: _returned,
    Action.TAKE_BACK: _taken_back,
    Action.RECALL: later.recalled,
    Action.CORRECT: amending.corrected,
    Action.AMEND_MINOR: amending.amended,
}
"""Actions whose effect does not hang on where they lead."""

_REACHED: dict[Stage, Callable[[TransitionContext], None]] = {
    Stage.SCREENING: _screening,
    Stage.ASSESSMENT: later.assessment,
    Stage.CONSULTATION: later.consultation,
    Stage.MONITORING_PLAN: later.monitoring_plan,
    Stage.APPROVED: later.approved,
    Stage.CURRENT: later.current,
    Stage.REVIEW: after.review,
    Stage.SCREENED_OUT: _screened_out,
    Stage.COVERED: _covered,
    Stage.REJECTED: _rejected,
    Stage.WITHDRAWN: _withdrawn,
    Stage.REVOKED: after.revoked,
    Stage.SUPERSEDED: after.superseded,
    Stage.CLOSED: after.closed,
}
