"""Take an action of the process: the one door through which an assessment changes its stage.

Permission, facts, the process's word, the new stage, its history, what falls due and who is told:
all in one transaction. What is refused is put on record too, in a transaction of its own.
"""

from __future__ import annotations

from dataclasses import asdict

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.permissions import Permission
from ria.queries.assessment.case import ActionInput, Case, the_case
from ria.queries.assessment.editions import current_edition, policy_by_reference
from ria.queries.review.facts import proposed_decision
from ria.services.committees.ratification import refuse_what_was_not_ratified
from ria.services.kit.errors import Forbidden, Invalid, Reason, Refused, Stale, Unmet
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import Loaded, load
from ria.services.process.editions import reopen_review_after, supersede_before
from ria.services.process.transition import carry_out, decide
from workflows.actions import Action
from workflows.facts import ReviewDecision
from workflows.stages import APPROVAL, Stage

DECISIONS = frozenset({Action.APPROVE, Action.RETURN, Action.REJECT})
"""Actions on a form that was read: it must still be what was read."""

REPLACEMENT_COUNTS = Reason(
    "replacement_counts",
    "The policy that is to take its place is not in the register, or has no assessment that counts",
    "Enter the reference of another policy whose assessment is current.",
)


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

    Raises `Unmet` with every reason the process has, `Stale` if what was read has changed,
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
        _check_replacement(unit, loaded, case, action)
        _check_seen(case, action, given)
        target, absent = decide(unit, loaded, case, action, given)
        if action is Action.PUBLISH:
            refuse_what_was_not_ratified(unit, loaded.assessment)
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
    """A level is raised to a higher one. (Before the screening is approved there is none.)"""
    now = loaded.assessment.level
    if action is not Action.RAISE_LEVEL or now is None:
        return
    if given.level is None or given.level <= now:
        raise Invalid("level", f"Choose a level above the present one ({now.label.lower()}).")


def _check_replacement(unit: UnitOfWork, loaded: Loaded, case: Case, action: Action) -> None:
    """Where a review replaces the policy by another one, that one must stand on its own."""
    content = case.content
    concludes = action in (Action.SUBMIT, Action.APPROVE)
    if not concludes or content is None or content.form != Stage.REVIEW:
        return
    if proposed_decision(content) is not ReviewDecision.REPLACE:
        return
    named = str(content.visible.get("replaced_by") or "").strip()
    other = policy_by_reference(unit.session, named) if named else None
    itself = other is not None and other.id == loaded.policy.id
    if other is None or itself or current_edition(unit.session, other.id or 0) is None:
        raise Unmet("This cannot be done yet.", (REPLACEMENT_COUNTS,))


def _check_seen(case: Case, action: Action, given: ActionInput) -> None:
    reads_a_form = action in DECISIONS and case.assessment.stage in APPROVAL
    if reads_a_form and given.seen != case.content_hash:
        raise Stale("The form has changed since you opened this page. Read it again.")


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
