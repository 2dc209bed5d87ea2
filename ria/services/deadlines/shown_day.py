"""The one day that an edition's pages show: read from the schedule, kept beside the stage.

It is kept so that lists of a million editions are sorted by it with an index. Nothing else writes
`Assessment.due_on`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from ria.models import ASSESSMENT, Assessment, Schedule
from ria.queries.deadlines.due_kinds import DUE_KINDS, OF_SIGNATORIES
from workflows.stages import APPROVAL, Stage

_BESIDE = frozenset({"opening"})
"""What is due beside what its stage is for, and is not the day of the edition."""


def show_day(session: Session, edition: Assessment) -> None:
    """Have the edition show the day by which its schedule says it is due."""
    query = select(Schedule).where(
        col(Schedule.target) == ASSESSMENT, col(Schedule.target_id) == edition.id
    )
    edition.due_on = shown_day(session.exec(query), edition.stage)
    session.add(edition)


def shown_day(rows: Iterable[Schedule], stage: Stage) -> date | None:
    """The day that an edition at this stage shows, of all that is due for it; None for none.

    It is the earliest of what is waited for. While an approval can be decided, it is the day of the
    decision: a signature that is awaited still stops nothing then (decision 0013).
    """
    shown = [row for row in rows if _is_shown(row, stage)]
    decision = [row.due_on for row in shown if row.kind == "approval"]
    return min(decision or [row.due_on for row in shown], default=None)


def _is_shown(row: Schedule, stage: Stage) -> bool:
    kind = DUE_KINDS.get(row.kind)
    if kind is None or stage not in kind.stages or row.kind in _BESIDE:
        return False
    return row.item == 0 or (row.kind in OF_SIGNATORIES and stage in APPROVAL)
