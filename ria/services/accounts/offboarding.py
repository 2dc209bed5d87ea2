"""Deactivating an account: its person's responsibilities are handed over in the same command."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from ria.db.store import Store
from ria.history import ORGANISATION, UnitOfWork, unit_of_work
from ria.models import Policy, User
from ria.outbox import enqueue
from ria.permissions.person import Person
from ria.queries.accounts.accounts import Holdings, holdings, is_last
from ria.queries.accounts.people import user_by_ref
from ria.services.accounts.administration import administrator, the_account
from ria.services.kit.errors import Invalid
from ria.services.kit.idempotency import done_before, remember
from workflows.roles import Role

NEEDED = (Role.ADMINISTRATOR, Role.STRATEGY_UNIT)
"""Roles whose last holder cannot leave, because the process would stop without one."""


@dataclass(frozen=True)
class HandOver:
    """Who takes what: policy reference to the reference of the new holder. A deputy may be nobody
    (""), an owner may not.
    """

    owners: Mapping[str, str] = field(default_factory=dict)
    deputies: Mapping[str, str] = field(default_factory=dict)


def deactivate(store: Store, *, ref: str, actor_id: int, given: HandOver, token: str) -> None:
    """Deactivate an account: its sessions end at once, and its responsibilities go to others.
    Raises `Invalid` at `owner_<policy id>` or `deputy_<policy id>` for a policy without a new
    holder, and if the last holder of an essential role would leave; `Forbidden`, `NotFound` or
    `Taken`.
    """
    body = [ref, dict(given.owners), dict(given.deputies)]
    with unit_of_work(store) as unit:
        actor = administrator(unit, actor_id)
        unit.hold("accounts")
        if done_before(unit, actor.id, token, body) is not None:
            return
        leaver = the_account(unit, ref)
        if not leaver.active:
            return
        _check_needed(unit, leaver)
        held = _locked(unit, leaver)
        takers = _hand_over(unit, actor, leaver, held, given)
        _let_go(unit, actor, leaver, held)
        leaver.active = False
        leaver.fs_uniquifier = secrets.token_hex(32)
        leaver.away_from = leaver.away_until = leaver.stand_in_id = None
        unit.save(leaver)
        unit.record(ORGANISATION, "account_deactivated", actor.ref, account=ref)
        for user_id, references in takers.items():
            enqueue(unit, "handed_over", recipient_id=user_id, policies=sorted(references))
        remember(unit, actor.id, token, body, ref)


def activate(store: Store, *, ref: str, actor_id: int, token: str) -> None:
    """Activate an account again, with the roles it had. Idempotent."""
    with unit_of_work(store) as unit:
        actor = administrator(unit, actor_id)
        user = the_account(unit, ref)
        if done_before(unit, actor.id, token, ["activate", ref]) is not None or user.active:
            return
        user.active = True
        user.fs_uniquifier = secrets.token_hex(32)
        unit.save(user)
        unit.record(ORGANISATION, "account_activated", actor.ref, account=ref)
        remember(unit, actor.id, token, ["activate", ref], ref)


def _locked(unit: UnitOfWork, leaver: User) -> Holdings:
    """Return the leaver's responsibilities, read again once every policy among them is locked."""
    held = holdings(unit.session, leaver)
    for policy_id in sorted({p.id or 0 for p in (*held.owned, *held.deputised)}):
        unit.lock_policy(policy_id)
    return holdings(unit.session, leaver)


def _check_needed(unit: UnitOfWork, leaver: User) -> None:
    for role in NEEDED:
        if is_last(unit.session, leaver, role):
            raise Invalid(
                "", f"Give the role “{role.label}” to somebody else first: nobody else has it."
            )


def _hand_over(
    unit: UnitOfWork, actor: Person, leaver: User, held: Holdings, given: HandOver
) -> dict[int, list[str]]:
    """Change owners and deputies. Returns which policies each new holder takes, for the mails."""
    takers: dict[int, list[str]] = {}
    for policy in held.owned:
        owner = _taker(unit, leaver, f"owner_{policy.id}", given.owners.get(policy.reference, ""))
        _record(unit, actor, policy, "owner_changed", leaver.ref, owner.ref)
        policy.owner_id = owner.id or 0
        if policy.deputy_id == owner.id:
            policy.deputy_id = None
            _record(unit, actor, policy, "deputy_changed", owner.ref, None)
        unit.save(policy)
        takers.setdefault(owner.id or 0, []).append(policy.reference)
    for policy in held.deputised:
        deputy = _new_deputy(unit, leaver, policy, given)
        _record(unit, actor, policy, "deputy_changed", leaver.ref, deputy.ref if deputy else None)
        policy.deputy_id = deputy.id if deputy else None
        unit.save(policy)
        if deputy is not None:
            takers.setdefault(deputy.id or 0, []).append(policy.reference)
    return takers


def _new_deputy(unit: UnitOfWork, leaver: User, policy: Policy, given: HandOver) -> User | None:
    name = f"deputy_{policy.id}"
    wanted = given.deputies.get(policy.reference)
    if wanted is None:
        raise Invalid(name, f"Say who stands in for {policy.reference}, or that nobody does")
    if not wanted:
        return None
    deputy = _taker(unit, leaver, name, wanted)
    if deputy.id == policy.owner_id:
        raise Invalid(name, "The deputy must be somebody other than the owner")
    return deputy


def _taker(unit: UnitOfWork, leaver: User, name: str, ref: str) -> User:
    user = user_by_ref(unit.session, ref)
    if user is None or not user.active or user.id == leaver.id:
        raise Invalid(name, "Choose somebody else with an open account")
    return user


def _let_go(unit: UnitOfWork, actor: Person, leaver: User, held: Holdings) -> None:
    """Release the rest: conditions go to the policy's owner, claims and stand-ins end."""
    for condition, policy in held.conditions:
        condition.owner_id = policy.owner_id
        unit.save(condition)
        _record(unit, actor, policy, "condition_handed_over", leaver.ref, "owner")
    for assessment, policy in held.claimed:
        assessment.claimed_by = assessment.claimed_at = None
        unit.save(assessment)
        _record(unit, actor, policy, "released", leaver.ref, None)
    for user in held.stands_in_for:
        user.stand_in_id = None
        unit.save(user)
        unit.record(ORGANISATION, "stand_in_lost", actor.ref, account=user.ref, was=leaver.ref)


def _record(
    unit: UnitOfWork, actor: Person, policy: Policy, kind: str, old: str, new: str | None
) -> None:
    unit.record(policy.reference, kind, actor.ref, old=old, new=new)
