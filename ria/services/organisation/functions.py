"""The organisation's functions: added, renamed, and tied to the policies that serve them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlmodel import col, func, select

from ria.db.store import Store
from ria.history import ORGANISATION, SYSTEM, UnitOfWork, unit_of_work
from ria.models import Function, FunctionPhase, Policy, PolicyFunction
from ria.models.types import sort_key
from ria.permissions import Permission, may
from ria.queries.assessment.editions import policy_by_reference
from ria.queries.assessment.subject import subject_of
from ria.queries.organisation.functions import function_ids_of, function_state
from ria.services.accounts.administration import administrator
from ria.services.kit.errors import Forbidden, Invalid, NotFound, Stale
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import the_actor

LARGEST = 9_999


@dataclass(frozen=True)
class FunctionGiven:
    """What is typed about a function. Without a number it gets the next."""

    name: str
    phase: FunctionPhase
    number: int | None = None


def create_function(
    store: Store, name: str, phase: FunctionPhase, number: int | None = None,
    actor_ref: str = SYSTEM,
) -> int:  # fmt: skip
    """Add a function and return its id; the id of the one that has this name already."""
    with unit_of_work(store) as unit:
        unit.hold("functions")
        found = unit.session.exec(select(Function).where(col(Function.name) == name)).first()
        if found is None:
            found = _create(unit, FunctionGiven(name, phase, number), actor_ref)
        return found.id or 0


def add_function(store: Store, *, actor_id: int, given: FunctionGiven, token: str) -> int:
    """Add a function and return its id. Raises `Invalid` at `name` or `number`, `Forbidden` or
    `Taken`."""
    with unit_of_work(store) as unit:
        actor = administrator(unit, actor_id)
        unit.hold("functions")
        before = done_before(unit, actor.id, token, asdict(given))
        if before is not None:
            return int(before)
        _check(unit, given, None)
        function = _create(unit, given, actor.ref)
        remember(unit, actor.id, token, asdict(given), str(function.id))
        return function.id or 0


def change_function(
    store: Store, *, function_id: int, actor_id: int, given: FunctionGiven, seen: str, token: str
) -> None:
    """Rename or renumber a function, or change its phase. `seen` is the `function_state` of what
    the page showed. Raises `Stale`, `Invalid`, `Forbidden`, `NotFound` or `Taken`."""
    body = [function_id, asdict(given)]
    with unit_of_work(store) as unit:
        actor = administrator(unit, actor_id)
        unit.hold("functions")
        function = unit.session.get(Function, function_id)
        if function is None:
            raise NotFound
        if done_before(unit, actor.id, token, body) is not None:
            return
        if function_state(function) != seen:
            raise Stale("Somebody else changed this after you opened it.")
        _check(unit, given, function_id)
        old = _what(function)
        function.name, function.phase = given.name, given.phase
        function.number = given.number or function.number
        unit.session.add(function)
        unit.record(
            ORGANISATION, "function_changed", actor.ref, old=old, new=_what(function)
        )  # fmt: skip
        remember(unit, actor.id, token, body, str(function_id))


def set_functions_of_policy(
    store: Store, *, reference: str, actor_id: int, function_ids: Iterable[int], token: str
) -> None:
    """Say which functions a policy serves: these and no others. Raises `Invalid` at `functions`,
    `Forbidden`, `NotFound` or `Taken`."""
    wanted = sorted(set(function_ids))
    body = ["functions", reference, wanted]
    with unit_of_work(store) as unit:
        actor = the_actor(unit, actor_id)
        policy = policy_by_reference(unit.session, reference)
        if policy is None or policy.id is None:
            raise NotFound
        unit.lock_policy(policy.id)
        if not may(Permission.POLICY_CHANGE, actor, subject_of(unit.session, policy, None)):
            raise Forbidden
        if done_before(unit, actor.id, token, body) is not None:
            return
        put_functions(unit, policy, wanted, actor.ref)
        remember(unit, actor.id, token, body, "set")


def put_functions(
    unit: UnitOfWork, policy: Policy, function_ids: Iterable[int], actor_ref: str
) -> None:
    """Set a policy's functions in the command that is under way; the history has old and new."""
    assert policy.id is not None
    wanted, had = set(function_ids), function_ids_of(unit.session, policy.id)
    known = {f.id: f.number for f in unit.session.exec(select(Function))}
    if not wanted <= known.keys():
        raise Invalid("functions", "Choose functions from the list")
    if wanted == had:
        return
    for function_id in sorted(had - wanted):
        row = unit.session.get(PolicyFunction, (policy.id, function_id))
        unit.session.delete(row)
    for function_id in sorted(wanted - had):
        unit.session.add(PolicyFunction(policy_id=policy.id, function_id=function_id))
    unit.record(
        policy.reference,
        "functions_changed",
        actor_ref,
        old=sorted(known[each] for each in had),
        new=sorted(known[each] for each in wanted),
    )


def _create(unit: UnitOfWork, given: FunctionGiven, actor_ref: str) -> Function:
    number = given.number
    if number is None:
        number = (unit.session.exec(select(func.max(col(Function.number)))).one() or 0) + 1
    function = Function(number=number, name=given.name, phase=given.phase)
    unit.session.add(function)
    unit.session.flush()
    unit.record(ORGANISATION, "function_added", actor_ref, **_what(function))
    return function


def _check(unit: UnitOfWork, given: FunctionGiven, own_id: int | None) -> None:
    others = [f for f in unit.session.exec(select(Function)) if f.id != own_id]
    if any(sort_key(other.name) == sort_key(given.name) for other in others):
        raise Invalid("name", "There is one of this name already")
    if given.number is None:
        return
    if not 1 <= given.number <= LARGEST:
        raise Invalid("number", f"Give a whole number between 1 and {LARGEST:,}")
    if any(other.number == given.number for other in others):
        raise Invalid("number", "Another function has this number")


def _what(function: Function) -> dict[str, object]:
    return {"number": function.number, "name": function.name, "phase": function.phase}
