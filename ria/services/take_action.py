"""Take an action of the process: the one door through which an assessment changes its stage.

Permission, facts, the process's word, the new stage, its history, what falls due and who is told:
all in one transaction. What is refused is put on record too, in a transaction of its own.
"""

from __future__ import annotations

from dataclasses import asdict

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import StageChange
from ria.permissions import Permission, is_party, on_behalf_of
from ria.queries.bound import in_own_words
from ria.queries.case import Case, Given, the_case
from ria.queries.facts import facts_of, settled_level
from ria.queries.subjects import policy_by_reference
from ria.services.approving import check_approval, record_due_regard
from ria.services.effects import after_the_move
from ria.services.errors import Forbidden, Invalid, Reason, Refused, Stale, Unmet
from ria.services.loading import Loaded, load, named
from ria.services.once import done_before, remember
from ria.services.quality import CHECKED, refuse_open_findings
from workflows import engine
from workflows.actions import Action
from workflows.errors import ActionNotPossible, ActionRefused
from workflows.roles import Party
from workflows.stages import APPROVAL, CURRENT, OPEN, Stage

DECISIONS = frozenset({Action.APPROVE, Action.RETURN, Action.REJECT})
"""Actions on a form that was read: it must still be what was read."""


def take_action(
    store: Store,
    *,
    assessment_id: int,
    action: Action,
    actor_id: int,
    given: Given,
    token: str,
) -> Stage:
    """Carry out `action` and return the new stage.

    Raises `Unmet` with every reason the process has, `Stale` if what was read has changed,
    `Forbidden`, `NotFound`, `Invalid` or `Taken`; then nothing has changed.
    """
    try:
        return _take(store, assessment_id, action, actor_id, given=given, token=token)
    except (Forbidden, Unmet, Stale) as refusal:
        _record_refusal(store, assessment_id, action, actor_id, refusal)
        raise


def _take(
    store: Store, assessment_id: int, action: Action, actor_id: int, *, given: Given, token: str
) -> Stage:
    body = [assessment_id, action, asdict(given)]
    with unit_of_work(store) as unit:
        loaded = load(unit, assessment_id, actor_id, Permission.POLICY_SUMMARY)
        before = done_before(unit, loaded.actor.id, token, body)
        if before is not None:
            return Stage(before)
        case = the_case(unit.session, store, loaded.assessment, loaded.policy)
        _check_given(unit, loaded, given)
        _check_level(loaded, action, given)
        _check_seen(case, action, given)
        target, absent = _decide(unit, loaded, case, action, given)
        _move(unit, loaded, case, action=action, target=target, given=given, absent=absent)
        remember(unit, loaded.actor.id, token, body, target.value)
        return target


def _decide(
    unit: UnitOfWork, loaded: Loaded, case: Case, action: Action, given: Given
) -> tuple[Stage, int | None]:
    """Where the action leads, if this person may take it and the process allows it; and the
    account of whom they take it for, if that is somebody who is away."""
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
        worded = in_own_words(unit.session, error.unmet, loaded.actor, authors)
        reasons = tuple(Reason(g.id, g.reason, g.hint) for g in worded)
        raise Unmet("This cannot be done yet.", reasons) from None
    if action is Action.APPROVE:
        check_approval(unit, case, given)
    if action in CHECKED:
        refuse_open_findings(unit, loaded, case.content)
    return target, on_behalf_of(loaded.actor, row.who, loaded.subject)


def _check_given(unit: UnitOfWork, loaded: Loaded, given: Given) -> None:
    for field, day in (("due_on", given.due_on), ("next_due_on", given.next_due_on)):
        if day is not None and day <= unit.today:
            raise Invalid(field, "Give a day in the future.")
    if given.parent_reference:
        parent = policy_by_reference(unit.session, given.parent_reference)
        if parent is None or parent.id == loaded.policy.id:
            raise Invalid("parent_reference", "Give the reference of another policy here.")


def _check_level(loaded: Loaded, action: Action, given: Given) -> None:
    """A level is raised to a higher one. (Before the screening is approved there is none.)"""
    now = loaded.assessment.level
    if action is not Action.RAISE_LEVEL or now is None:
        return
    if given.level is None or given.level <= now:
        raise Invalid("level", f"Choose a level above the present one ({now.label.lower()}).")


def _check_seen(case: Case, action: Action, given: Given) -> None:
    reads_a_form = action in DECISIONS and case.assessment.stage in APPROVAL
    if reads_a_form and given.seen != case.content_hash:
        raise Stale("The form has changed since you opened this page. Read it again.")


def _move(
    unit: UnitOfWork,
    loaded: Loaded,
    case: Case,
    *,
    action: Action,
    target: Stage,
    given: Given,
    absent: int | None,
) -> None:
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
        actor_id=actor.id,
        on_behalf_of=absent,
        reason=given.reason.strip(),
        content_hash=case.content_hash,
        at=unit.now,
    )
    unit.session.add(change)
    due_regard = record_due_regard(unit, case, change)
    assessment.stage = target
    assessment.is_open = target in OPEN
    assessment.is_current = target in CURRENT
    assessment.in_stage_since = unit.now
    assessment.version += 1
    assessment.due_on = None
    after_the_move(unit, loaded, case, change=change, given=given, level=level)
    unit.session.add(assessment)
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
        **named(unit, absent),
    )


def _record_refusal(
    store: Store, assessment_id: int, action: Action, actor_id: int, refusal: Refused
) -> None:
    """Put the attempt on record. An attempt on what does not exist leaves nothing to tie it to."""
    with unit_of_work(store) as unit:
        try:
            loaded = load(unit, assessment_id, actor_id)
        except Refused:
            return
        reasons = refusal.reasons if isinstance(refusal, Unmet) else ()
        unit.record(
            loaded.policy.reference,
            "action_refused",
            loaded.actor.ref,
            edition=loaded.assessment.edition,
            action=action,
            stage=loaded.assessment.stage,
            why=type(refusal).__name__.lower(),
            unmet=[reason.id for reason in reasons],
        )
