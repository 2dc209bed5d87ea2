"""What has been overdue for so long that the board is told, and what of it is paused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_
from sqlmodel import Session, col, select

from ria.models import Assessment, Naming, Policy, ReminderPause, Schedule, User
from ria.queries.deadlines.due_kinds import DUE_KINDS
from ria.queries.deadlines.overdue import since_go_live
from workflows.ladder import board_from

_SOONEST = timedelta(days=30)
"""Nothing stands in the board's pack earlier than this after its due day."""
MOST = 500


@dataclass(frozen=True)
class LongOverdue:
    """One thing that is overdue. `words` names it; `named_from` is the day from which the register
    may name it, and `explanation` the owner's public word; `paused_until` and `pause_reason` tell
    of a pause that lasts."""

    assessment_id: int
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


def board_pack(session: Session, today: date) -> list[LongOverdue]:
    """What has been overdue for 60 days, 30 for high relevance, the longest first."""
    query = _overdue(session, today - _SOONEST).limit(MOST)
    return [
        _line(row, today)
        for row in session.execute(query)
        if _is_wanted(row) and board_from(row[0].due_on, row[1].level) <= today
    ]


def _overdue(session: Session, due_by: date) -> Any:
    return (
        select(Schedule, Assessment, Policy, User.name, Naming, ReminderPause)  # type: ignore[call-overload]
        .join(Assessment, col(Assessment.id) == col(Schedule.assessment_id))
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
        .join(User, col(User.id) == col(Policy.owner_id))
        .join(
            Naming,
            and_(
                col(Naming.assessment_id) == col(Schedule.assessment_id),
                col(Naming.kind) == col(Schedule.kind),
                col(Naming.item) == col(Schedule.item),
                col(Naming.due_on) == col(Schedule.due_on),
            ),
            isouter=True,
        )
        .join(
            ReminderPause,
            and_(
                col(ReminderPause.assessment_id) == col(Schedule.assessment_id),
                col(ReminderPause.kind) == col(Schedule.kind),
                col(ReminderPause.item) == col(Schedule.item),
                col(ReminderPause.until) == col(Schedule.paused_until),
            ),
            isouter=True,
        )
        .where(col(Schedule.due_on) <= due_by, *since_go_live(session, col(Schedule.due_on)))
        .order_by(col(Schedule.due_on), col(Policy.reference_key), col(Schedule.kind))
    )


def _is_wanted(row: Any) -> bool:
    due, edition = row[0], row[1]
    return due.kind in DUE_KINDS and edition.stage in DUE_KINDS[due.kind].stages


def _line(row: Any, today: date) -> LongOverdue:
    due, _, policy, owner, naming, pause = row
    is_paused = pause is not None and pause.until >= today
    return LongOverdue(
        assessment_id=due.assessment_id,
        kind=due.kind,
        item=due.item,
        words=DUE_KINDS[due.kind].words,
        reference=policy.reference,
        title=policy.title,
        owner=owner,
        due_on=due.due_on,
        days=(today - due.due_on).days,
        named_from=naming.named_from if naming else None,
        explanation=naming.explanation if naming else "",
        paused_until=pause.until if is_paused else None,
        pause_reason=pause.reason if is_paused else "",
    )


def open_things(session: Session, assessment_id: int, today: date) -> Iterator[LongOverdue]:
    """Everything that is due for one edition, late or not, as it stands."""
    query = _overdue(session, date.max).where(col(Schedule.assessment_id) == assessment_id)
    yield from (_line(row, today) for row in session.execute(query) if _is_wanted(row))
