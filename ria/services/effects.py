"""What a move of the process brings with it: what falls due, what is frozen, and who is told.

One function a stage that is reached; `after_the_move` finds it. A stage that brings nothing with
it is not listed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pydantic import JsonValue

from forms.answers import visible_answers
from ria.clock import bank_holidays, london_date
from ria.history import UnitOfWork
from ria.models import Assessment, StageChange
from ria.outbox import enqueue
from ria.publishing.screened_out import publish_screened_out
from ria.queries.facts import Case, Given
from ria.queries.people import people_with
from ria.services.due import fall_due, nothing_due
from ria.services.loading import Loaded
from ria.services.open_edition import open_form
from workflows.actions import Action
from workflows.ladder import approval_due
from workflows.levels import Level
from workflows.process import is_escalated
from workflows.review_cycle import assessment_due, next_screening, screening_due
from workflows.roles import Role
from workflows.stages import APPROVAL, Stage


@dataclass(frozen=True)
class Move:
    """A move that was just made, with all that its effects look at."""

    unit: UnitOfWork
    loaded: Loaded
    case: Case
    change: StageChange
    given: Given
    level: Level | None

    @property
    def assessment(self) -> Assessment:
        """The edition that moved."""
        return self.loaded.assessment

    def due(self, kind: str, on: date) -> None:
        """Something is now due on this day."""
        self.assessment.due_on = on
        fall_due(self.unit, self.assessment, kind, on)

    def tell(self, kind: str, *recipients: int, **details: object) -> None:
        """Mail these people about the move."""
        for recipient in dict.fromkeys(recipients):
            enqueue(
                self.unit,
                kind,
                recipient_id=recipient,
                assessment_id=self.loaded.assessment_id,
                **details,
            )

    @property
    def authors(self) -> tuple[int, ...]:
        """The policy's owner, and whoever submitted the form, if it was somebody else."""
        submitter = self.assessment.submitted_by
        return (self.loaded.policy.owner_id, *([submitter] if submitter else []))


def after_the_move(
    unit: UnitOfWork,
    loaded: Loaded,
    case: Case,
    *,
    change: StageChange,
    given: Given,
    level: Level | None,
) -> None:
    """Bring about what the stage now reached entails."""
    move = Move(unit, loaded, case, change, given, level)
    nothing_due(unit, loaded.assessment)
    if change.action is Action.RETURN:
        _returned(move)
        return
    if change.to_stage in APPROVAL:
        _awaits_approval(move)
        return
    effect = _REACHED.get(change.to_stage)
    if effect is not None:
        effect(move)


def _screening(move: Move) -> None:
    open_form(move.unit, move.assessment, Stage.SCREENING.value)
    registered = london_date(move.loaded.policy.registered_at)
    move.due("screening", max(screening_due(registered), move.unit.today))


def _awaits_approval(move: Move) -> None:
    _purge_hidden(move)
    move.assessment.submitted_by = move.loaded.actor.id
    move.due("approval", approval_due(move.unit.today, bank_holidays()))
    deciders = [u.id for u in people_with(move.unit.session, Role.STRATEGY_UNIT) if u.id]
    free = [d for d in deciders if d not in move.loaded.subject.contributors]
    move.tell("approval_wanted", *free)
    if not free:
        _nobody_can_decide(move)


def _nobody_can_decide(move: Move) -> None:
    administrators = people_with(move.unit.session, Role.ADMINISTRATOR)
    move.tell("nobody_to_decide", *(u.id for u in administrators if u.id))


def _purge_hidden(move: Move) -> None:
    """Answers to questions that are not asked any more go when the form is handed in."""
    content = move.case.content
    if content is None:
        return
    visible = visible_answers(content.questions, content.answers)
    purged: dict[str, JsonValue] = {}
    for row in content.sections.values():
        hidden = {key: value for key, value in row.answers.items() if key not in visible}
        if hidden:
            row.answers = {key: v for key, v in row.answers.items() if key not in hidden}
            row.version += 1
            move.unit.session.add(row)
            purged |= hidden
    if purged:
        move.unit.record(
            move.loaded.policy.reference,
            "hidden_answers_purged",
            move.loaded.actor.ref,
            edition=move.assessment.edition,
            form=content.form,
            changed={key: [value, None] for key, value in purged.items()},
        )


def _returned(move: Move) -> None:
    assessment = move.assessment
    assessment.round += 1
    assert move.given.due_on is not None  # the guard saw to it
    move.due(assessment.stage.value, move.given.due_on)
    told = list(move.authors)
    if is_escalated(assessment.round):
        told += [u.id for u in people_with(move.unit.session, Role.ADVISER) if u.id]
    move.tell(
        "returned",
        *told,
        reason=move.change.reason,
        due_on=move.given.due_on.isoformat(),
        round=assessment.round,
    )


def _assessment(move: Move) -> None:
    assert move.level is not None  # the guard saw to it
    move.assessment.level = move.level
    urgent = move.loaded.policy.urgent_reason is not None
    move.due("assessment", assessment_due(move.unit.today, move.level, urgent=urgent))
    move.tell("approved", *move.authors)


def _screened_out(move: Move) -> None:
    move.assessment.level = Level.NONE
    again = next_screening(move.unit.today)
    move.assessment.next_review_on = again
    move.due("rescreening", again)
    publish_screened_out(move.unit, move.case, move.loaded.actor, again)
    move.tell("screened_out", *move.authors)


def _rejected(move: Move) -> None:
    move.tell("rejected", *move.authors, reason=move.change.reason)


def _withdrawn(move: Move) -> None:
    if move.given.next_due_on is not None:
        move.due("next_assessment", move.given.next_due_on)


_REACHED: dict[Stage, Callable[[Move], None]] = {
    Stage.SCREENING: _screening,
    Stage.ASSESSMENT: _assessment,
    Stage.SCREENED_OUT: _screened_out,
    Stage.REJECTED: _rejected,
    Stage.WITHDRAWN: _withdrawn,
}
