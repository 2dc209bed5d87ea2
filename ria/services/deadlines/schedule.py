"""What falls due: one narrow row for each task, written when it begins and deleted when it ends.

Only this module writes what is due and when; `ria.services.deadlines.shown_day` keeps the day that
an edition's pages show.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import update
from sqlmodel import col, select

from ria.clock import bank_holidays
from ria.history import UnitOfWork
from ria.models import ASSESSMENT, Assessment, Schedule, Target, target_of
from ria.queries.deadlines.due_kinds import DUE_KINDS
from ria.queries.deadlines.due_targets import load_targets
from ria.queries.organisation.settings import current_settings
from ria.services.deadlines.shown_day import dues_of_edition, show_day
from workflows.ladder import firings
from workflows.levels import Level

END_OR_REPLACE = timedelta(days=28)
"""How long a rejected policy may stay in operation."""
NEVER = date.max
"""`fires_on` of a row whose ladder has no further step: still due, with nobody left to tell."""


def fall_due(
    unit: UnitOfWork, about: Assessment | Target, kind: str, due_on: date, item: int = 0
) -> None:
    """Record that `kind` is due for an edition or another target, with the first step of its
    ladder.

    `item` distinguishes several items of one kind. If it is already due on another day, it moves to
    this one and its ladder begins again; on the same day nothing changes.
    """
    target = _target(about)
    assert kind in DUE_KINDS and DUE_KINDS[kind].target == target.kind
    row = unit.session.get(Schedule, (target.id, kind, item))
    if row is not None and row.due_on == due_on:
        return
    unit.note_due(target, kind, item, due_on)
    put_down(unit, target, kind, item, due_on, _level(unit, about))
    _show(unit, about)


def put_down(
    unit: UnitOfWork,
    target: Target,
    kind: str,
    item: int,
    due_on: date,
    level: Level | None,
) -> None:
    """Write or move the row of what is due, with the first step of its ladder from today on."""
    row = unit.session.get(Schedule, (target.id, kind, item))
    holidays = bank_holidays(current_settings(unit.session).holidays)
    first = next(iter(firings(due_on, unit.today, level, holidays)), None)
    row = row or Schedule(
        target=target.kind,
        target_id=target.id,
        policy_id=target.policy_id,
        kind=kind,
        item=item,
        fires_on=due_on,
        due_on=due_on,
        since=unit.today,
    )
    row.due_on, row.since = due_on, unit.today
    row.fires_on = max(first.on if first else NEVER, _after_the_pause(row))
    unit.save(row)


def _target(about: Assessment | Target) -> Target:
    return about if isinstance(about, Target) else target_of(about)


def _level(unit: UnitOfWork, about: Assessment | Target) -> Level | None:
    if isinstance(about, Target):
        return load_targets(unit.session, about.kind, [about.id])[about.id].level
    return about.level


def _show(unit: UnitOfWork, about: Assessment | Target) -> None:
    if not isinstance(about, Target):
        show_day(unit, about)


def _after_the_pause(row: Schedule) -> date:
    return row.paused_until + timedelta(days=1) if row.paused_until else date.min


def look_at_all_anew(unit: UnitOfWork) -> None:
    """Let the next run look again at rows for which nobody was left to be told: after a change of
    the go-live day, somebody may have to be told after all.
    """
    silent = update(Schedule).where(col(Schedule.fires_on) == NEVER)
    unit.session.execute(silent.values(fires_on=unit.today))


def settle(unit: UnitOfWork, about: Assessment | Target, kind: str, item: int = 0) -> None:
    """End what is due, because it is done or no longer wanted: no more reminders are sent."""
    row = unit.session.get(Schedule, (_target(about).id, kind, item))
    if row is not None:
        _take_back(unit, row)
        _show(unit, about)


def _take_back(unit: UnitOfWork, row: Schedule) -> None:
    unit.note_due(Target(row.target, row.target_id), row.kind, row.item, None)
    unit.delete(row)


def settle_for_policy(unit: UnitOfWork, policy_id: int, *kinds: str) -> list[tuple[Schedule, int]]:
    """End what is due of these kinds for every edition of a policy. Return the rows with the
    numbers of their editions.
    """
    query = (
        select(Assessment, Schedule)
        .join(Schedule, col(Schedule.target_id) == col(Assessment.id))
        .where(
            col(Schedule.target) == ASSESSMENT,
            col(Assessment.policy_id) == policy_id,
            col(Schedule.kind).in_(kinds),
        )
        .order_by(col(Assessment.edition))
    )
    settled = unit.session.exec(query).all()
    for edition, row in settled:
        _take_back(unit, row)
        show_day(unit, edition)
    return [(row, edition.edition) for edition, row in settled]


def nothing_due(unit: UnitOfWork, assessment: Assessment) -> None:
    """Delete what ends when the edition moves to the stage it is in now."""
    for row in dues_of_edition(unit, assessment):
        if row.kind not in DUE_KINDS or DUE_KINDS[row.kind].ends_at(assessment.stage):
            _take_back(unit, row)
    show_day(unit, assessment)
