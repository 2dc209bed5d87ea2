"""Functions with the policies that serve them, and the gaps on both sides."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from ria.history.canonical import canonical, digest
from ria.models import Function, FunctionPhase, Policy, PolicyFunction


@dataclass(frozen=True)
class FunctionLine:
    """One function, with how many policies serve it."""

    id: int
    number: int
    name: str
    phase: FunctionPhase
    policies: int


@dataclass(frozen=True)
class FunctionRegister:
    """Every function by number, with the count of functions without a policy and of policies
    without a function.
    """

    lines: list[FunctionLine]
    without_policy: int
    policies_without: int


def function_register(session: Session) -> FunctionRegister:
    """Return the functions and both counts, in three queries."""
    counted = select(col(PolicyFunction.function_id), func.count()).group_by(
        col(PolicyFunction.function_id)
    )
    serving = {function_id: count for function_id, count in session.exec(counted)}
    lines = [
        FunctionLine(f.id or 0, f.number, f.name, f.phase, serving.get(f.id or 0, 0))
        for f in session.exec(select(Function).order_by(col(Function.number)))
    ]
    named = select(PolicyFunction.policy_id).where(col(PolicyFunction.policy_id) == col(Policy.id))
    gap = select(func.count()).select_from(Policy).where(~named.exists())
    return FunctionRegister(
        lines=lines,
        without_policy=sum(not line.policies for line in lines),
        policies_without=session.exec(gap).one(),
    )


def function_choices(session: Session) -> list[tuple[int, str]]:
    """Id and name of every function, by number."""
    query = select(Function.id, Function.name).order_by(col(Function.number))
    return [(function_id, name) for function_id, name in session.exec(query) if function_id]


def function_ids_of(session: Session, policy_id: int) -> set[int]:
    """The functions a policy serves."""
    query = select(PolicyFunction.function_id).where(col(PolicyFunction.policy_id) == policy_id)
    return set(session.exec(query))


def functions_of(session: Session, policy_id: int) -> list[Function]:
    """The functions a policy serves, by number."""
    query = (
        select(Function)
        .join(PolicyFunction, col(PolicyFunction.function_id) == col(Function.id))
        .where(col(PolicyFunction.policy_id) == policy_id)
        .order_by(col(Function.number))
    )
    return list(session.exec(query))


def function_state(function: Function) -> str:
    """Return the hash of everything that can be changed about a function, for detecting edits made
    since a page was shown.
    """
    return digest(canonical([function.number, function.name, function.phase]))
