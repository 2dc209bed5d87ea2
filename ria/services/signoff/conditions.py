"""Conditions of "agree if": the person responsible records that one is met, and how."""

from __future__ import annotations

from ria.db.store import Store
from ria.history import unit_of_work
from ria.models import Condition
from ria.permissions.map import Permission, may
from ria.services.deadlines.signatures import condition_met
from ria.services.kit.errors import Forbidden, Invalid, NotFound
from ria.services.kit.loading import load

SHORTEST_ACCOUNT = 10


def meet_condition(
    store: Store, *, assessment_id: int, condition_id: int, actor_id: int, how: str
) -> None:
    """Record that a condition is met, and how. Allowed to its owner, the policy's owner or deputy,
    and the Strategy Unit. Idempotent. Raises `Invalid` at `how`.
    """
    with unit_of_work(store) as unit:
        case = load(unit, assessment_id, actor_id, Permission.DRAFT_READ)
        condition = unit.session.get(Condition, condition_id)
        if condition is None or condition.assessment_id != assessment_id:
            raise NotFound
        policy = case.policy
        is_theirs = case.actor.id in (condition.owner_id, policy.owner_id, policy.deputy_id)
        if not (is_theirs or may(Permission.DECISION_TAKE, case.actor, case.subject)):
            raise Forbidden
        if condition.met_on is not None:
            return
        if len(how.strip()) < SHORTEST_ACCOUNT:
            raise Invalid("how", "Say in a sentence how it was met.")
        condition.met_on = unit.today
        condition.met_by = case.actor.id
        condition.met_how = how.strip()
        unit.save(condition)
        condition_met(unit, case.assessment, condition)
        case.record(unit, "condition_met", condition=condition.text, how=condition.met_how)
