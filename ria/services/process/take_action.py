"""Take an action of the process: the only way in which a person can change an assessment's stage.

Permission, facts, guards, the new stage, its history, what falls due and who is told are all in one
transaction. A refusal is recorded too, in a transaction of its own.
"""

from __future__ import annotations

from dataclasses import asdict

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.permissions.map import Permission
from ria.queries.assessment.case import ActionInput, Case, the_case
from ria.queries.assessment.editions import policy_by_reference
from ria.services.kit.errors import Forbidden, Invalid, Refused, Stale, Unmet
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import Loaded, load
from ria.services.process.editions import reopen_review_after, supersede_before
from ria.services.process.transition import carry_out, decide
from workflows.actions import Action
from workflows.stages import APPROVAL, Stage

DECISIONS = frozenset({Action.APPROVE, Action.RETURN, Action.REJECT})
"""Decisions on a form. The form must still be the one that was read."""


def take_action(
    store: Store,
    *,
    assessment_id: int,
    action: Action,
    actor_id: int,
    given: ActionInput,
    token: str,
) -> Stage:
    """Carry out `action` and return the new stage.

    Raises `Unmet` with every reason that the guards give, `Stale` if what was read has changed,
    `Forbidden`, `NotFound`, `Invalid` or `Taken`; then nothing has changed.
    """
    try:
        return _take(store, assessment_id, action, actor_id, given=given, token=token)
    except (Forbidden, Unmet, Stale) as refusal:
        _record_refusal(store, assessment_id, action, actor_id, refusal)
        raise


def _take(
    store: Store,
    assessment_id: int,
    action: Action,
    actor_id: int,
    *,
    given: ActionInput,
    token: str,
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
        target, absent = decide(unit, loaded, case, action, given)
        supersede_before(unit, loaded, target)
        carry_out(unit, loaded, case, action=action, target=target, given=given, absent=absent)
        reopen_review_after(unit, loaded, target, given)
        remember(unit, loaded.actor.id, token, body, target.value)
        return target


def _check_given(unit: UnitOfWork, loaded: Loaded, given: ActionInput) -> None:
    for field in ("due_on", "next_due_on", "ratify_by"):
        day = getattr(given, field)
        if day is not None and day <= unit.today:
            raise Invalid(field, "Give a day in the future.")
    if given.parent_reference:
        parent = policy_by_reference(unit.session, given.parent_reference)
        if parent is None or parent.id == loaded.policy.id:
            raise Invalid("parent_reference", "Give the reference of another policy here.")


def _check_level(loaded: Loaded, action: Action, given: ActionInput) -> None:
    """A level can only be raised to a higher one. (Before the screening's approval: none.)"""
    now = loaded.assessment.level
    if action is not Action.RAISE_LEVEL or now is None:
        return
    if given.level is None or given.level <= now:
        raise Invalid("level", f"Choose a level above the present one ({now.label.lower()}).")


def _check_seen(case: Case, action: Action, given: ActionInput) -> None:
    reads_a_form = action in DECISIONS and case.assessment.stage in APPROVAL
    if reads_a_form and given.seen != case.content_hash:
        raise Stale("The form has changed since you opened this page. Read it again.")


def _record_refusal(
    store: Store, assessment_id: int, action: Action, actor_id: int, refusal: Refused
) -> None:
    """Record the refused attempt. Nothing is recorded if its object does not exist."""
    with unit_of_work(store) as unit:
        try:
            loaded = load(unit, assessment_id, actor_id)
        except Refused:
            return
        reasons = refusal.reasons if isinstance(refusal, Unmet) else ()
        loaded.record(
            unit,
            "action_refused",
            action=action,
            stage=loaded.assessment.stage,
            why=type(refusal).__name__.lower(),
            unmet=[reason.id for reason in reasons],
        )
