"""Functions with the policies that serve them, and the gaps on both sides."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from ria.models import Function, FunctionPhase, Policy, PolicyFunction
from ria.queries.kit.keyset import Keyset, nearest
from ria.queries.kit.paging import From, Slice, sliced
from ria.queries.kit.search import found_by, search


@dataclass(frozen=True)
class FunctionLine:
    """One function, with how many policies serve it."""

    id: int
    number: int
    name: str
    phase: FunctionPhase
    policies: int


@dataclass(frozen=True)
class FunctionGaps:
    """How many functions no policy serves, and how many policies name no function."""

    functions: int
    policies: int


def function_lines(session: Session, words: str, start: From) -> Slice[FunctionLine]:
    """One page of the functions by number, those whose names have these words."""
    serving = (
        select(func.count())
        .where(col(PolicyFunction.function_id) == col(Function.id))
        .scalar_subquery()
    )
    asked = search(session, Function, words)
    query = select(Function, serving).where(*found_by(asked, col(Function.id)))
    found = nearest(session, query, Keyset(col(Function.id), (col(Function.number),)), start)
    lines = [FunctionLine(f.id or 0, f.number, f.name, f.phase, count) for f, count in found]
    return sliced(lines, start, lambda line: line.id)


def function_gaps(session: Session) -> FunctionGaps:
    """The gaps on both sides. Two queries."""
    served = select(PolicyFunction.policy_id).where(
        col(PolicyFunction.function_id) == col(Function.id)
    )
    named = select(PolicyFunction.policy_id).where(col(PolicyFunction.policy_id) == col(Policy.id))
    functions = select(func.count()).select_from(Function).where(~served.exists())
    policies = select(func.count()).select_from(Policy).where(~named.exists())
    return FunctionGaps(session.exec(functions).one(), session.exec(policies).one())


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
