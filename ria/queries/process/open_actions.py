"""The actions available to a person, each with the guards that are still unmet."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from ria.db.store import Store
from ria.permissions.map import is_party
from ria.permissions.person import Person, Subject
from ria.queries.assessment.case import ActionInput, Case
from ria.queries.assessment.subject import subject_of
from ria.queries.process.conflict_of_interest import in_own_words
from ria.queries.process.facts import facts_of
from workflows import engine
from workflows.actions import Action
from workflows.errors import ActionNotPossible
from workflows.facts.facts import Facts
from workflows.facts.outcomes import ReviewReason
from workflows.guards.guard import Guard
from workflows.stages import form_stage


def open_actions(
    session: Session,
    store: Store,
    case: Case,
    actor: Person,
    today: date,
    *,
    subject: Subject | None = None,
    whoever: Facts | None = None,
) -> tuple[tuple[Action, tuple[Guard, ...]], ...]:
    """The actions that this person's role allows now, each with the guards that are still unmet.

    What the person would type or tick with the action (a reason, a date, due regard) counts as
    given, since its form asks for it; only obstacles that exist beforehand are listed. A return is
    judged as one to its own stage. `subject`, `whoever` (from `facts_for_anybody`): if the caller
    already has them.
    """
    subject = subject or subject_of(session, case.policy, case.assessment)
    stage = case.assessment.stage
    given = ActionInput(
        reason="given",
        due_regard=True,
        return_to=form_stage(stage),
        due_on=today,
        next_due_on=today,
        parent_reference="given",
        review_reason=ReviewReason.REQUEST,
        reference="given",
        notice="given",
    )
    facts = facts_of(
        session,
        store,
        case,
        actor=actor,
        given=given,
        today=today,
        authors=subject.contributors,
        whoever=whoever,
    )
    found = []
    for action in engine.possible(stage):
        try:
            row = engine.row_for(stage, action, facts)
        except ActionNotPossible:
            continue
        if any(is_party(actor, party, subject) for party in row.who):
            worded = (guard.worded(facts) for guard in row.unmet(facts))
            unmet = in_own_words(session, worded, actor, subject.contributors)
            found.append((action, unmet))
    return tuple(found)
