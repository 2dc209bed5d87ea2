"""The organisation's functions: adding and renaming them, and the policies that serve them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, func, select

from ria.db.store import Store
from ria.history import UnitOfWork
from ria.models import Function, FunctionPhase, Policy, PolicyFunction
from ria.permissions.map import Permission
from ria.queries.organisation.functions import function_ids_of
from ria.services.kit.errors import Invalid
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
        unit.delete(unit.session.get_one(PolicyFunction, (policy.id, function_id)))
    for function_id in sorted(wanted - had):
        unit.save(PolicyFunction(policy_id=policy.id, function_id=function_id))
    unit.record(
        policy.reference,
        "functions_changed",
        actor_ref,
        old=sorted(known[each] for each in had),
        new=sorted(known[each] for each in wanted),
    )
