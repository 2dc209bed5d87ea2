"""The core of every action: whether it may be taken, where it leads, and recording it.

`take_action` takes actions for people; `take_as_system` takes those of the system. Both pass
through the same table, the same guards and the same history.
"""

from __future__ import annotations

from ria.history import UnitOfWork
from ria.models import Assessment, DueRegard, Policy, StageChange
from ria.permissions.map import is_party, on_behalf_of
from ria.permissions.person import THE_SYSTEM
from ria.queries.assessment.case import ActionInput, Case, the_case
from ria.queries.assessment.returns import round_of
from ria.queries.assessment.subject import subject_of
from ria.queries.process.conflict_of_interest import in_own_words
from ria.queries.process.due_regard import statement
from ria.queries.process.facts import facts_of
from ria.queries.process.form_facts import settled_level
from ria.services.kit.errors import Forbidden, Reason, Unmet
from ria.services.kit.loading import Loaded, named
from ria.services.process.effects.dispatch import after_the_move
from workflows import engine
from workflows.actions import Action
from workflows.errors import ActionNotPossible
from workflows.guards.guard import ActionRefused
from workflows.roles import Party
from workflows.stages import CURRENT, OPEN, Stage


def decide(
    unit: UnitOfWork, loaded: Loaded, case: Case, action: Action, given: ActionInput
) -> tuple[Stage, int | None]:
    """Return the stage to which the action leads, if this person may take it and the process allows
    it; and the account of the absent person for whom they take it, if any.
    """
    stage = loaded.assessment.stage
    facts = facts_of(
        unit.session, unit.store, case, actor=loaded.actor, given=given, today=unit.today
    )
    try:
        row = engine.row_for(stage, action, facts)
        if not any(is_party(loaded.actor, party, loaded.subject) for party in row.who):
            who = " or ".join(party.label for party in Party if party in row.who)
            raise Forbidden(f"Only {who} can do this.")
        target = engine.fire(stage, action, facts)
    except ActionNotPossible as error:
        raise Unmet(f"{error}.") from None
    except ActionRefused as error:
        authors = loaded.subject.contributors
        counted = (guard.worded(facts) for guard in error.unmet)
        worded = in_own_words(unit.session, counted, loaded.actor, authors)
        reasons = tuple(Reason(g.id, g.reason, g.hint) for g in worded)
        raise Unmet("This cannot be done yet.", reasons) from None
    return target, on_behalf_of(loaded.actor, row.who, loaded.subject)


def carry_out(
    unit: UnitOfWork,
    loaded: Loaded,
    case: Case,
    *,
    action: Action,
    target: Stage,
    given: ActionInput,
    absent: int | None = None,
) -> None:
    """Write the new stage, its effects and its history."""
    assessment, actor = loaded.assessment, loaded.actor
    source = assessment.stage
    level = settled_level(case)
    change = StageChange(
        assessment_id=loaded.assessment_id,
        number=len(case.changes) + 1,
        action=action,
        from_stage=source,
        to_stage=target,
        round=assessment.round,
        actor_id=None if actor.is_system else actor.id,
        on_behalf_of=absent,
        reason=given.reason.strip(),
        content_hash=case.content_hash,
        at=unit.now,
    )
    unit.save(change)
    due_regard = _record_due_regard(unit, case, change)
    assessment.stage = target
    assessment.round = round_of(target, (*case.changes, change))
    assessment.is_open = target in OPEN
    assessment.is_current = target in CURRENT
    assessment.in_stage_since = unit.now
    assessment.version += 1
    unit.save(assessment)
    after_the_move(unit, loaded, case, change=change, given=given, level=level)
    unit.save(assessment)
    unit.record(
        loaded.policy.reference,
        "stage_changed",
        actor.ref,
        edition=assessment.edition,
        action=action,
        source=source,
        target=target,
        round=change.round,
        reason=change.reason,
        level=assessment.level,
        due_on=assessment.due_on,
        content_hash=change.content_hash,
        due_regard=due_regard,
        parent=given.parent_reference or None,
        next_due_on=given.next_due_on,
        **_besides(given),
        **named(unit, absent),
    )


def _record_due_regard(unit: UnitOfWork, case: Case, change: StageChange) -> str | None:
    """Store the statement of due regard that was confirmed at an approval, in the words shown; None
    for any other action.
    """
    if change.action is not Action.APPROVE or case.content is None:
        return None
    words = statement(case.content, unit.store.sets.frames[case.assessment.frame])
    assert change.id is not None
    unit.save(DueRegard(stage_change_id=change.id, statement=words))
    return words


def _besides(given: ActionInput) -> dict[str, object]:
    """The action's other input, for the history."""
    found = {
        "review_reason": given.review_reason,
        "reference": given.reference.strip(),
        "ratify_by": given.ratify_by,
        "notice": given.notice.strip(),
    }
    return {name: value for name, value in found.items() if value}


def take_as_system(
    unit: UnitOfWork, policy: Policy, assessment: Assessment, action: Action, given: ActionInput
) -> Stage:
    """Take an action on the system's behalf. The policy must be locked. Raises `Unmet`."""
    subject = subject_of(unit.session, policy, assessment)
    loaded = Loaded(policy, assessment, THE_SYSTEM, subject)
    case = the_case(unit.session, unit.store, assessment, policy)
    target, _ = decide(unit, loaded, case, action, given)
    carry_out(unit, loaded, case, action=action, target=target, given=given)
    return target
