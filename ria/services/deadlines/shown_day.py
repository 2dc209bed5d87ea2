"""The one due day that an edition's pages show: derived from the schedule and stored with the
stage.

It is stored so that lists of a million editions can be sorted by it with an index. Nothing else
writes `Assessment.due_on`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam
from sqlmodel import col, select

from ria.history import UnitOfWork
from ria.models import ASSESSMENT, Assessment, Schedule
from ria.queries.deadlines.due_kinds import DUE_KINDS, OF_SIGNATORIES
from workflows.stages import APPROVAL, Stage

_BESIDE = frozenset({"opening"})
"""Kinds that are due alongside a stage's main task and do not give the edition its day."""


def show_day(unit: UnitOfWork, edition: Assessment) -> None:
    """Set the due day that the edition shows, from its schedule."""
    edition.due_on = shown_day(dues_of_edition(unit, edition), edition.stage)
    unit.save(edition)


def dues_of_edition(unit: UnitOfWork, edition: Assessment) -> list[Schedule]:
    """All that is due for an edition."""
    return list(unit.session.exec(_OF_EDITION, params={"edition": edition.id}))


_OF_EDITION = select(Schedule).where(
    col(Schedule.target) == ASSESSMENT, col(Schedule.target_id) == bindparam("edition")
)


def shown_day(rows: Iterable[Schedule], stage: Stage) -> date | None:
    """The due day that an edition at this stage shows, from all its rows; None if nothing is due.

    It is the earliest day of what is awaited. While an approval can be decided, it is the day of
    the decision, since a signature that is still awaited does not hold it up (decision 0013).
    """
    shown = [row for row in rows if _is_shown(row, stage)]
    decision = [row.due_on for row in shown if row.kind == "approval"]
    return min(decision or [row.due_on for row in shown], default=None)


def _is_shown(row: Schedule, stage: Stage) -> bool:
    kind = DUE_KINDS.get(row.kind)
    if kind is None or stage not in kind.stages or row.kind in _BESIDE:
        return False
    return row.item == 0 or (row.kind in OF_SIGNATORIES and stage in APPROVAL)
