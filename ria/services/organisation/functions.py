"""The organisation's functions: adding them, renaming them, and linking them to the policies that
serve them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, func, select

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import Function, FunctionPhase, Policy, PolicyFunction
from ria.permissions.map import Permission, may
from ria.queries.assessment.editions import policy_by_reference
from ria.queries.assessment.subject import subject_of
from ria.queries.organisation.functions import function_ids_of
from ria.services.kit.errors import Forbidden, Invalid, NotFound
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import the_actor
from ria.services.kit.records import PlainRecord, RecordInput, ensure_record, refuse_same_name

LARGEST = 9_999


def _checked(session: Session, given: RecordInput, own: Function | None) -> Mapping[str, object]:
    """A function without a number keeps its present one, or gets the next."""
    name = str(given["name"])
    refuse_same_name(session, Function, name, own)
    return {
        "number": _number(session, given.get("number"), own),
        "name": name,
        "phase": FunctionPhase(str(given["phase"])),
    }


def _number(session: Session, typed: object, own: Function | None) -> int:
    if typed in (None, "") and own is not None:
        return own.number
    if typed in (None, ""):
        return (session.exec(select(func.max(col(Function.number)))).one() or 0) + 1
    number = int(str(typed))
    if not 1 <= number <= LARGEST:
        raise Invalid("number", f"Give a whole number between 1 and {LARGEST:,}")
    holder = session.exec(select(Function.id).where(col(Function.number) == number)).first()
    if holder is not None and (own is None or holder != own.id):
        raise Invalid("number", "Another function has this number")
    return number


FUNCTIONS = PlainRecord(
    model=Function,
    word="function",
    may_change=Permission.ACCOUNTS_MANAGE,
    fields=("number", "name", "phase"),
    check=_checked,
)


def create_function(
    store: Store, name: str, phase: FunctionPhase, number: int | None = None
) -> int:
    """Return the id of the function with this name, adding it if there is none."""
    return ensure_record(store, FUNCTIONS, {"name": name, "phase": phase, "number": number})


def set_functions_of_policy(
    store: Store, *, reference: str, actor_id: int, function_ids: Iterable[int], token: str
) -> None:
    """Set exactly which functions a policy serves. Raises `Invalid` at `functions`, `Forbidden`,
    `NotFound` or `Taken`.
    """
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
    """Set a policy's functions within the current command; the history records old and new."""
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
