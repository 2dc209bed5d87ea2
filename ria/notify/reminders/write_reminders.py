"""Write many people's reminders at once: mails, reminders and history in a few statements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import col

from ria.db.bulk import in_parts
from ria.history import ORGANISATION, SYSTEM, UnitOfWork
from ria.models import Naming, Reminder, Schedule
from ria.notify.reminders.due import dues_of
from ria.notify.reminders.plan import PlannedReminder, Warned
from ria.outbox import Addressed, enqueue_many
from ria.queries.deadlines.due_kinds import DUE_KINDS
from workflows.ladder import Told


def write_reminders(
    unit: UnitOfWork, planned: list[PlannedReminder], warned: Iterable[Warned], today: date
) -> None:
    """Write one mail for each person, and a reminder of each due item and of each lower step of it.
    The caller holds the tick's lock and has just made the plan.
    """
    by_person: dict[int, list[PlannedReminder]] = {}
    for planned_one in planned:
        by_person.setdefault(planned_one.recipient.id, []).append(planned_one)
    if not by_person:
        return
    message_ids = _write(unit, by_person)
    series = []
    for person, theirs in by_person.items():
        for planned_one in theirs:
            series.append(
                (_alike(planned_one, planned_one.step, message_ids[person]), planned_one.target_ids)
            )
            series += [
                (_alike(planned_one, step, None), ids)
                for step, ids in planned_one.passed_over.items()
                if ids
            ]
    unit.add_series(Reminder, ["target_id"], series)
    mails, things = len(by_person), sum(len(planned_one.target_ids) for planned_one in planned)
    unit.record(ORGANISATION, "reminded", SYSTEM, day=today, mails=mails, things=things)
    for each in warned:
        told = {
            target_id
            for planned_one in planned
            if planned_one.case is each.case
            for target_id in planned_one.target_ids
        }
        _warn(unit, each, [id for id in each.target_ids if id in told], today)


def _write(unit: UnitOfWork, by_person: dict[int, list[PlannedReminder]]) -> dict[int, int]:
    """Write one mail for each person and return the mails' ids by person. Details that many mails
    share are stored once.
    """
    only = {person: _only_target(planned) for person, planned in by_person.items()}
    about = _policies(unit, {target for target in only.values() if target is not None})
    alike: dict[tuple[_Item, ...], list[Addressed]] = {}
    for person, planned in by_person.items():
        target = only[person]
        addressed = Addressed(person, *target, about[target]) if target else Addressed(person)
        alike.setdefault(tuple(map(_item, planned)), []).append(addressed)
    mails = [({"items": [item.said for item in items]}, to) for items, to in alike.items()]
    ids = enqueue_many(unit, "falls_due", mails)
    return dict(zip((one.recipient_id for _, to in mails for one in to), ids, strict=True))


def _only_target(planned: list[PlannedReminder]) -> tuple[str, int] | None:
    """Kind and id of the only target of these reminders; None if there are several."""
    first = (planned[0].target, planned[0].target_ids[0])
    is_only = all((one.target, one.target_ids) == (first[0], [first[1]]) for one in planned)
    return first if is_only else None


def _policies(unit: UnitOfWork, targets: set[tuple[str, int]]) -> dict[tuple[str, int], int | None]:
    """The policies of these targets. One query for each five hundred."""
    columns = (col(Schedule.target), col(Schedule.target_id), col(Schedule.policy_id))
    found: dict[tuple[str, int], int | None] = {}
    for part in in_parts(sorted({target_id for _, target_id in targets})):
        query = select(*columns).where(col(Schedule.target_id).in_(part)).distinct()
        found |= {(kind, id): policy_id for kind, id, policy_id in unit.session.execute(query)}
    return found


class _Item(NamedTuple):
    """Due items with the same case, in a mail's details. The mail's reminders say for which targets
    they are due.
    """

    kind: str
    item: int
    due_on: date
    step: int
    told: tuple[Told, ...]
    named_from: date | None

    @property
    def said(self) -> dict[str, Any]:
        """The form in which the details hold it."""
        said = self._asdict() | {"due_on": self.due_on.isoformat()}
        named_from = said.pop("named_from")
        return said | ({"named_from": named_from.isoformat()} if named_from else {})


def _item(planned_one: PlannedReminder) -> _Item:
    case = planned_one.case
    return _Item(
        case.kind,
        case.item,
        case.due_on,
        planned_one.step,
        planned_one.told,
        planned_one.named_from,
    )


def _alike(planned_one: PlannedReminder, step: int, message_id: int | None) -> dict[str, object]:
    """What reminders of the same case have in common."""
    return {
        **planned_one.key(step)._asdict(),
        "target": planned_one.target,
        "message_id": message_id,
        "passed_over": message_id is None,
    }


def _warn(unit: UnitOfWork, warned: Warned, target_ids: list[int], today: date) -> None:
    case, target = warned.case, DUE_KINDS[warned.case.kind].target
    about = {d.target_id: d for d in dues_of(unit.session, ((target, id) for id in target_ids))}
    same = {"kind": case.kind, "item": case.item, "due_on": case.due_on}
    unit.add_many(
        Naming,
        [
            {
                **same,
                "target": target,
                "target_id": target_id,
                "policy_id": about[target_id].policy_id,
                "warned_on": today,
                "named_from": warned.named_from,
                "explanation": "",
                "explained_by": None,
                "explained_at": None,
            }
            for target_id in target_ids
        ],
    )
    for target_id in target_ids:
        unit.record(
            about[target_id].reference,
            "naming_warned",
            SYSTEM,
            edition=about[target_id].edition,
            due=case.kind,
            item=case.item,
            due_on=case.due_on,
            named_from=warned.named_from,
        )
