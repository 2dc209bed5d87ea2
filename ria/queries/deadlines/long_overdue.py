"""What has been overdue for so long that the board is told, and which of it is paused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from ria.models import ASSESSMENT, Naming, ReminderPause, Schedule, Target, User
from ria.models.types import sort_key
from ria.queries.deadlines.due_kinds import DUE_KINDS
from ria.queries.deadlines.due_targets import DUE_TARGETS, DueTarget
from ria.queries.deadlines.overdue import since_go_live
from workflows.ladder import board_from

_SOONEST = timedelta(days=30)
"""The earliest time after its due day at which anything appears in the board's pack."""
MOST = 500


@dataclass(frozen=True)
class LongOverdue:
    """One overdue item. `words` names it; `named_from` is the day from which the register may name
    it, and `explanation` the owner's public explanation; `paused_until` and `pause_reason` describe
    a pause that is still in effect.
    """

    target: str
    target_id: int
    policy_id: int | None
    kind: str
    item: int
    words: str
    reference: str
    title: str
    owner: str
    due_on: date
    days: int
    named_from: date | None = None
    explanation: str = ""
    paused_until: date | None = None
    pause_reason: str = ""

    @property
    def has_pause_page(self) -> bool:
        """Whether there is a page to pause its reminders: only for what is due for an edition."""
        return self.target == ASSESSMENT


def board_pack(session: Session, today: date) -> list[LongOverdue]:
    """What has been overdue for 60 days (30 for high relevance), the longest first."""
    found = [
        _line(row, today)
        for target in DUE_TARGETS.values()
        for row in session.execute(_overdue(session, target, today - _SOONEST).limit(MOST))
        if _is_wanted(row) and board_from(row[0].due_on, row.level) <= today
    ]
    return sorted(found, key=lambda line: (line.due_on, sort_key(line.reference), line.kind))[:MOST]


def _overdue(session: Session, target: DueTarget, due_by: date) -> Select[Any]:
    owner = aliased(User)
    named = ("target_id", "kind", "item", "due_on")
    paused = [
        *(getattr(ReminderPause, name) == getattr(Schedule, name) for name in named[:-1]),
        col(ReminderPause.until) == col(Schedule.paused_until),
    ]
    return (
        target.due(
            Schedule,
            Naming,
            ReminderPause,
            target.stage.label("stage"),
            target.level.label("level"),
            target.reference.label("reference"),
            target.title.label("title"),
            col(owner.name).label("owner"),
        )
        .outerjoin(owner, col(owner.id) == target.owner_id)
        .outerjoin(
            Naming, and_(*(getattr(Naming, name) == getattr(Schedule, name) for name in named))
        )
        .outerjoin(ReminderPause, and_(*paused))
        .where(col(Schedule.due_on) <= due_by, *since_go_live(session, col(Schedule.due_on)))
        .order_by(col(Schedule.due_on), target.reference_key, col(Schedule.kind))
    )


def _is_wanted(row: Any) -> bool:
    due = row[0]
    return due.kind in DUE_KINDS and DUE_KINDS[due.kind].is_wanted_at(row.stage)


def _line(row: Any, today: date) -> LongOverdue:
    due, naming, pause = row[:3]
    is_paused = pause is not None and pause.until >= today
    return LongOverdue(
        target=due.target,
        target_id=due.target_id,
        policy_id=due.policy_id,
        kind=due.kind,
        item=due.item,
        words=DUE_KINDS[due.kind].words,
        reference=row.reference,
        title=row.title,
        owner=row.owner or "",
        due_on=due.due_on,
        days=(today - due.due_on).days,
        named_from=naming.named_from if naming else None,
        explanation=naming.explanation if naming else "",
        paused_until=pause.until if is_paused else None,
        pause_reason=pause.reason if is_paused else "",
    )


def open_things(session: Session, target: Target, today: date) -> Iterator[LongOverdue]:
    """Everything that is due for one target, overdue or not."""
    query = _overdue(session, DUE_TARGETS[target.kind], date.max)
    rows = session.execute(query.where(col(Schedule.target_id) == target.id))
    yield from (_line(row, today) for row in rows if _is_wanted(row))
