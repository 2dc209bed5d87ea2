"""Rebuild the schedule from the history, which records every change of what is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import select as columns_of
from sqlmodel import Session, col, select

from ria.db.store import Store
from ria.history import ORGANISATION, SYSTEM, UnitOfWork, unit_of_work
from ria.models import ASSESSMENT, Assessment, Schedule, Target
from ria.queries.deadlines.due_targets import DUE_TARGETS, TargetFacts, load_targets
from ria.queries.deadlines.recorded import DueKey, is_whole, recorded_due
from ria.services.deadlines.schedule import put_down
from ria.services.deadlines.shown_day import show_day, shown_day
from ria.services.kit.errors import Unmet

SHOWN = "shown"
"""The kind of a difference between the day that an edition's pages show and its schedule."""


class Difference(NamedTuple):
    """A place where the schedule differed from the history: `was` in the schedule, `now` after the
    rebuild; None if it is not due.
    """

    reference: str
    edition: int | None
    kind: str
    item: int
    was: date | None
    now: date | None


def rebuild_schedule(store: Store) -> list[Difference]:
    """Make the schedule agree with the history, and let each edition show its day from the
    schedule.

    Rows that agree are left alone, with their steps and pauses; rows that were missing or moved
    begin their ladder today. All differences are recorded in one event; without any, nothing is
    written. Raises `Unmet` if contents of the history were erased, because it is then incomplete.
    """
    with unit_of_work(store) as unit:
        unit.hold("tick")
        if not is_whole(unit.session):
            raise Unmet("Part of the history was erased, so the schedule cannot be made from it.")
        found = [*_put_right(unit), *_show_right(unit)]
        if found:
            unit.record(
                ORGANISATION,
                "schedule_rebuilt",
                SYSTEM,
                differences=[difference._asdict() for difference in found],
            )
        return found


def _put_right(unit: UnitOfWork) -> Iterator[Difference]:
    wanted = recorded_due(unit.session)
    rows = {
        DueKey(row.target, row.target_id, row.kind, row.item): row
        for row in unit.session.exec(select(Schedule)).all()
    }
    wrong = sorted(
        key
        for key in wanted.keys() | rows.keys()
        if key not in rows or rows[key].due_on != wanted.get(key)
    )
    facts = _facts(unit.session, wrong)
    for key in wrong:
        was = rows[key].due_on if key in rows else None
        about = facts.get((key.target, key.target_id))
        if about is None:  # a kind of target that this version does not know
            continue
        if key in wanted:
            target = Target(key.target, key.target_id, about.policy_id)
            put_down(unit, target, key.kind, key.item, wanted[key], about.level)
        else:
            unit.delete(rows[key])
        yield Difference(about.reference, about.edition, key.kind, key.item, was, wanted.get(key))


def _facts(session: Session, keys: list[DueKey]) -> dict[tuple[str, int], TargetFacts]:
    kinds = sorted({key.target for key in keys} & DUE_TARGETS.keys())
    return {
        (kind, id): facts
        for kind in kinds
        for id, facts in load_targets(
            session, kind, (key.target_id for key in keys if key.target == kind)
        ).items()
    }


def _show_right(unit: UnitOfWork) -> Iterator[Difference]:
    due: dict[int, list[Schedule]] = {}
    for row in unit.session.exec(select(Schedule).where(col(Schedule.target) == ASSESSMENT)):
        due.setdefault(row.target_id, []).append(row)
    columns = (col(Assessment.id), col(Assessment.stage), col(Assessment.due_on))
    wrong = [
        (id, was)
        for id, stage, was in unit.session.execute(columns_of(*columns).order_by(columns[0]))
        if shown_day(due.get(id, ()), stage) != was
    ]
    facts = load_targets(unit.session, ASSESSMENT, (id for id, _ in wrong))
    for id, was in wrong:
        edition = unit.session.get_one(Assessment, id)
        show_day(unit, edition)
        yield Difference(facts[id].reference, facts[id].edition, SHOWN, 0, was, edition.due_on)
