"""The list of policies: searched, filtered, by title, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from ria.models import Assessment, Committee, Policy, PolicyFunction, User
from ria.queries.kit.keyset import Keyset, nearest
from ria.queries.kit.paging import From, Slice, sliced
from ria.queries.kit.search import search
from ria.queries.register.legacy import Legacy, which_are
from workflows.levels import Level
from workflows.stages import Stage


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to."""

    words: str = ""
    stage: Stage | None = None
    committee_id: int | None = None
    level: Level | None = None
    function_id: int | None = None
    without_function: bool = False
    legacy: Legacy | None = None


@dataclass(frozen=True)
class Line:
    """One policy as the list shows it; the stage and level of its newest edition."""

    id: int
    reference: str
    title: str
    committee: str
    owner: str
    stage: Stage
    level: Level | None
    due_on: date | None
    legacy: bool


COLUMNS: tuple[Any, ...] = (
    Policy.id,
    Policy.reference,
    Policy.title,
    Committee.name,
    User.name,
    Assessment.stage,
    Assessment.level,
    Assessment.due_on,
    Policy.legacy,
)
"""What a `Line` is made of, in its order: whole rows cost more than the query."""

BY_TITLE = Keyset(col(Policy.id), (col(Policy.title_key),))


def policies(session: Session, filters: Filters, start: From) -> Slice[Line]:
    """One page of the policies that pass the filters, by title; what is looked for by how well it
    answers. Two queries, however many."""
    query = (
        select(*COLUMNS)
        .select_from(Policy)
        .join(Assessment, and_(col(Assessment.policy_id) == col(Policy.id), _is_leading()))
        .join(Committee, col(Committee.id) == col(Policy.committee_id))
        .join(User, col(User.id) == col(Policy.owner_id))
        .where(*_passing(filters))
    )
    wanted = search(session, Policy, filters.words)
    lines = [Line(*row) for row in nearest(session, query, BY_TITLE, start, wanted)]
    return sliced(lines, start, lambda line: line.id)


def of_the_same_title(session: Session, reference: str) -> list[str]:
    """The references of the first other policies that have the same title."""
    this = select(Policy.title_key).where(col(Policy.reference) == reference).scalar_subquery()
    query = (
        select(Policy.reference)
        .where(col(Policy.title_key) == this, col(Policy.reference) != reference)
        .order_by(col(Policy.id))
        .limit(3)
    )
    return list(session.exec(query))


def committees(session: Session) -> list[tuple[int, str]]:
    """Id and name of every committee, by name."""
    query = select(Committee.id, Committee.name).order_by(col(Committee.name))
    return [(committee_id, name) for committee_id, name in session.exec(query) if committee_id]


def _is_leading() -> ColumnElement[bool]:
    """The edition the policy is about now, as `latest_assessment` says."""
    other = aliased(Assessment)
    is_open, is_current = col(Assessment.is_open), col(Assessment.is_current)
    neither = and_(is_open.is_(False), is_current.is_(False))
    leads = or_(
        and_(is_open.is_(False), other.is_open),  # type: ignore[arg-type]
        and_(neither, other.is_current),  # type: ignore[arg-type]
        and_(neither, other.edition > Assessment.edition),  # type: ignore[arg-type]
    )
    return ~select(other.id).where(other.policy_id == Assessment.policy_id, leads).exists()


def _passing(filters: Filters) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    if filters.stage is not None:
        tests.append(col(Assessment.stage) == filters.stage)
    if filters.committee_id is not None:
        tests.append(col(Policy.committee_id) == filters.committee_id)
    if filters.level is not None:
        tests.append(col(Assessment.level) == filters.level)
    if filters.function_id is not None:
        tests.append(_serves(col(PolicyFunction.function_id) == filters.function_id))
    if filters.without_function:
        tests.append(~_serves())
    if filters.legacy is not None:
        tests.append(which_are(filters.legacy))
    return tests


def _serves(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    query = select(PolicyFunction.policy_id)
    return query.where(col(PolicyFunction.policy_id) == col(Policy.id), *which).exists()
