"""Handing policies over: one with its owner and deputy, or everything somebody holds."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import Policy, User, target_of
from ria.outbox import enqueue
from ria.permissions.map import Permission, in_place_of, may
from ria.permissions.person import Person, Subject
from ria.queries.accounts.handover import as_seen, held_by, units_headed
from ria.queries.accounts.people import user_by_ref
from ria.queries.assessment.editions import latest_assessment
from ria.services.kit.errors import Forbidden, Invalid, Stale
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import load_policy, named, the_actor

OWNER, DEPUTY = "owner", "deputy"


@dataclass(frozen=True, kw_only=True)
class HandoverInput:
    """The new owner, and deputy if any. `seen` is the state that the page showed."""

    owner_ref: str
    deputy_ref: str = ""
    seen: str


def hand_over(
    store: Store, *, reference: str, actor_id: int, given: HandoverInput, token: str
) -> None:
    """Change a policy's owner or deputy. The new and the former holders are mailed.

    Raises `Invalid` at `owner` or `deputy`, `Stale` if they were changed meanwhile, `Forbidden`,
    `NotFound`, `Taken`. A head of unit can only name people of the unit.
    """
    body = [reference, asdict(given)]
    with unit_of_work(store) as unit:
        policy, actor, subject = load_policy(unit, reference, actor_id, Permission.POLICY_HANDOVER)
        if done_before(unit, actor.id, token, body) is not None:
            return
        if given.seen != as_seen(policy):
            raise Stale("The owner or the deputy was changed since you opened this page.")
        owner = _taker(unit, given.owner_ref, OWNER)
        deputy = _taker(unit, given.deputy_ref, DEPUTY) if given.deputy_ref else None
        if deputy is not None and deputy.id == owner.id:
            raise Invalid(DEPUTY, "The deputy must be somebody other than the owner")
        absent = named(unit, in_place_of(Permission.POLICY_HANDOVER, actor, subject))
        for part, user in ((OWNER, owner), (DEPUTY, deputy)):
            _check_unit(actor, subject, user, part)
            _give(unit, policy, actor, part, user, **absent)
        remember(unit, actor.id, token, body, "handed over")


def hand_over_all(store: Store, *, from_ref: str, to_ref: str, actor_id: int, token: str) -> int:
    """Hand over everything somebody holds and return the number of policies. For a head of unit:
    what the person holds in the unit, and only to a person of the unit. Raises `Invalid` at
    `leaver` or `taker`, `Forbidden`.
    """
    body = ["everything", from_ref, to_ref]
    with unit_of_work(store) as unit:
        actor = the_actor(unit, actor_id)
        if not may(Permission.HANDOVER, actor):
            raise Forbidden
        before = done_before(unit, actor.id, token, body)
        if before is not None:
            return int(before)
        leaver = user_by_ref(unit.session, from_ref)
        if leaver is None or leaver.id is None:
            raise Invalid("leaver", "Choose whose policies are handed over")
        taker = _taker(unit, to_ref, "taker")
        headed = units_headed(actor)
        if taker.id == leaver.id:
            raise Invalid("taker", "Choose somebody else")
        if headed is not None and taker.unit_id not in headed:
            raise Invalid("taker", "Choose somebody of your unit")
        count = hand_over_everything(unit, leaver.id, taker.id or 0, actor, unit_ids=headed)
        if not count:
            raise Invalid("leaver", "They hold no policy that you could hand over")
        remember(unit, actor.id, token, body, str(count))
        return count


def hand_over_everything(
    unit: UnitOfWork,
    from_id: int,
    to_id: int,
    actor: Person,
    *,
    unit_ids: frozenset[int] | None = None,
) -> int:
    """Give every policy that one account owns or deputises for (in these units, or anywhere) to
    another, within the current command, and return the number of policies. One mail tells the new
    holder of all.

    Where the new holder already has the other part, the policy is left without a deputy.
    """
    taker = unit.session.get_one(User, to_id)
    held = held_by(unit.session, from_id, unit_ids)
    for policy in held.policies:
        assert policy.id is not None
        unit.lock_policy(policy.id)
        if policy.owner_id == from_id:
            if policy.deputy_id == to_id:
                _set(unit, policy, actor, DEPUTY, None)
            _set(unit, policy, actor, OWNER, taker)
        elif policy.deputy_id == from_id:
            _set(unit, policy, actor, DEPUTY, taker if policy.owner_id != to_id else None)
    if held.policies:
        references = [policy.reference for policy in held.policies]
        enqueue(unit, "handed_over", recipient_id=to_id, policies=sorted(references))
    return len(held.policies)


def _taker(unit: UnitOfWork, ref: str, field: str) -> User:
    user = user_by_ref(unit.session, ref)
    if user is None or not user.active:
        raise Invalid(field, "Choose somebody with an open account")
    return user


def _check_unit(actor: Person, subject: Subject, user: User | None, part: str) -> None:
    """Refuse people from outside the unit, if the actor may do this only as head of the unit.
    Keeping the present holder is always allowed.
    """
    if user is None or user.id in (subject.owner_id, subject.deputy_id):
        return
    anywhere = may(Permission.POLICY_HANDOVER_BEYOND, actor, subject)
    if not anywhere and user.unit_id != subject.unit_id:
        raise Invalid(part, "Choose somebody of your unit")


def _give(
    unit: UnitOfWork, policy: Policy, actor: Person, part: str, user: User | None, **more: str
) -> None:
    """Set the owner or the deputy and mail both people, unless nothing changes."""
    before = policy.owner_id if part == OWNER else policy.deputy_id
    after = user.id if user is not None else None
    if before == after:
        return
    _set(unit, policy, actor, part, user, **more)
    assert policy.id is not None
    edition = latest_assessment(unit.session, policy.id)
    assert edition is not None  # a policy is registered with its first
    for kind, recipient in (("now_yours", after), ("no_longer_yours", before)):
        if recipient is not None:
            enqueue(unit, kind, recipient_id=recipient, about=target_of(edition), part=part)


def _set(
    unit: UnitOfWork, policy: Policy, actor: Person, part: str, user: User | None, **more: str
) -> None:
    old_id = policy.owner_id if part == OWNER else policy.deputy_id
    old = unit.session.get(User, old_id) if old_id is not None else None
    setattr(policy, f"{part}_id", user.id if user is not None else None)
    unit.save(policy)
    unit.record(
        policy.reference,
        f"{part}_changed",
        actor.ref,
        old=old.ref if old is not None else None,
        new=user.ref if user is not None else None,
        **more,
    )
