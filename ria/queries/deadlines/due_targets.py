"""The kinds of target that something can be due for, and what the readers of the schedule need from
each.

To add a kind of target: an entry here, and kinds for it in `due_kinds`. Reminders, mails, calendars
and the list of what is overdue use this one registry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, Integer, Select, String, and_, null, select, true
from sqlalchemy.orm import Mapped
from sqlmodel import Session, SQLModel, col

from ria.db.bulk import in_parts
from ria.links import Links
from ria.models import ASSESSMENT, Assessment, Policy, Schedule
from ria.queries.deadlines.due_kinds import DUE_KINDS
from workflows.levels import Level

NO_NUMBER: ColumnElement[Any] = null().cast(Integer)
"""The value of a column that a target does not have; typed, so that targets of several kinds can be
listed together.
"""
NO_WORDS: ColumnElement[Any] = null().cast(String)
YES: ColumnElement[Any] = true()

Column = ColumnElement[Any] | Mapped[Any]


class DuePlace(Protocol):
    """The part of a due item that determines the page on which it is done."""

    @property
    def kind(self) -> str: ...
    @property
    def item(self) -> int: ...
    @property
    def target_id(self) -> int: ...
    @property
    def reference(self) -> str: ...
    @property
    def stage(self) -> Any: ...


def _apart(column: Any) -> Any:
    """A copy of an empty column, since a result cannot contain the same column object twice."""
    return column.label(None) if column is NO_NUMBER or column is NO_WORDS else column


def _alone(query: Select[Any]) -> Select[Any]:
    return query


@dataclass(frozen=True, eq=False, kw_only=True)
class DueTarget:
    """One kind of target: a table, and the columns that describe each row.

    `joined` adds the other tables of these columns to a query on `table`. `title` and `reference`
    name a row in lines and mails, `reference_key` sorts it, `link` is the page on which the task is
    done. `owner_id`, `deputy_id`, `claimed_by` and `committee_id` determine who holds the task.
    `level` halves the steps after the due day; `stage` says which kinds are due now. Nothing about
    a `restricted` target is named in public; a kind of target that does not say counts as
    restricted.
    """

    id: str
    table: type[SQLModel]
    title: Column
    reference: Column
    reference_key: Column
    link: Callable[[Links, DuePlace], str]
    joined: Callable[[Select[Any]], Select[Any]] = _alone
    policy_id: Column = NO_NUMBER
    edition: Column = NO_NUMBER
    owner_id: Column = NO_NUMBER
    deputy_id: Column = NO_NUMBER
    claimed_by: Column = NO_NUMBER
    committee_id: Column = NO_NUMBER
    unit_id: Column = NO_NUMBER
    stage: Column = NO_WORDS
    level: Column = NO_WORDS
    restricted: Column = YES

    @property
    def key(self) -> ColumnElement[int]:
        """The column that holds a row's id."""
        column: ColumnElement[int] = self.table.__table__.c.id  # type: ignore[attr-defined]
        return column

    def due(self, *columns: Any) -> Select[Any]:
        """A query for these columns of everything that is due for targets of this kind."""
        here = and_(col(Schedule.target) == self.id, self.key == col(Schedule.target_id))
        return self.joined(select(*map(_apart, columns)).join_from(Schedule, self.table, here))


def _page(links: Links, due: DuePlace) -> str:
    return DUE_KINDS[due.kind].link(
        links,
        reference=due.reference,
        assessment_id=due.target_id,
        stage=due.stage,
        item=due.item,
    )


_TARGETS = (
    DueTarget(
        id=ASSESSMENT,
        table=Assessment,
        joined=lambda query: query.join(Policy, col(Policy.id) == col(Assessment.policy_id)),
        title=col(Policy.title),
        reference=col(Policy.reference),
        reference_key=col(Policy.reference_key),
        link=_page,
        policy_id=col(Assessment.policy_id),
        edition=col(Assessment.edition),
        owner_id=col(Policy.owner_id),
        deputy_id=col(Policy.deputy_id),
        claimed_by=col(Assessment.claimed_by),
        committee_id=col(Policy.committee_id),
        unit_id=col(Policy.unit_id),
        stage=col(Assessment.stage),
        level=col(Assessment.level),
        restricted=col(Policy.restricted),
    ),
)

DUE_TARGETS = {target.id: target for target in _TARGETS}
"""Every kind of target by its id."""


class TargetFacts(NamedTuple):
    """The facts about one target, whether or not anything is due for it."""

    id: int
    title: str
    reference: str
    level: Level | None
    edition: int | None
    policy_id: int | None


def load_targets(session: Session, kind: str, ids: Iterable[int]) -> dict[int, TargetFacts]:
    """These targets of one kind, by id. One query for each five hundred."""
    target = DUE_TARGETS[kind]
    columns: list[Any] = [
        target.key,
        target.title,
        target.reference,
        target.level,
        target.edition,
        target.policy_id,
    ]
    query = target.joined(select(*map(_apart, columns)).select_from(target.table))
    found: dict[int, TargetFacts] = {}
    for part in in_parts(sorted(set(ids))):
        for id, title, reference, level, *more in session.execute(
            query.where(target.key.in_(part))
        ):
            found[id] = TargetFacts(id, title, reference, Level(level) if level else None, *more)
    return found
