"""Telling many people at once: their mails, their reminders and the history, in few statements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from ria.history import ORGANISATION, SYSTEM, UnitOfWork
from ria.models import Naming, Reminder
from ria.notify.reminders.due import dues_of
from ria.notify.reminders.plan import PlannedReminder, Warned
from ria.outbox import Addressed, enqueue_many
from workflows.ladder import Told


def write_reminders(
    unit: UnitOfWork, planned: list[PlannedReminder], warned: Iterable[Warned], today: date
) -> None:
    """One mail a person; a reminder of each thing, and of each lower step of it. Whoever calls
    holds the tick's lock, and has just made the plan of these planned."""
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
                (_alike(planned_one, planned_one.step, message_ids[person]), planned_one.editions)
            )
            series += [
                (_alike(planned_one, step, None), editions)
                for step, editions in planned_one.passed_over.items()
                if editions
            ]
    unit.add_series(Reminder, ["assessment_id"], series)
    mails, things = len(by_person), sum(len(planned_one.editions) for planned_one in planned)
    unit.record(ORGANISATION, "reminded", SYSTEM, day=today, mails=mails, things=things)
    for each in warned:
        about = {
            e
            for planned_one in planned
            if planned_one.case is each.case
            for e in planned_one.editions
        }
        _warn(unit, each, [edition for edition in each.editions if edition in about], today)


def _write(unit: UnitOfWork, by_person: dict[int, list[PlannedReminder]]) -> dict[int, int]:
    """One mail a person; what many are told alike is put down once. The mails' ids, by person."""
    alike: dict[tuple[_Item, ...], list[Addressed]] = {}
    for person, planned in by_person.items():
        items = tuple(map(_item, planned))
        alike.setdefault(items, []).append(Addressed(person, _only_edition(planned)))
    mails = [({"items": [item.said for item in items]}, to) for items, to in alike.items()]
    ids = enqueue_many(unit, "falls_due", mails)
    return dict(zip((one.recipient_id for _, to in mails for one in to), ids, strict=True))


def _only_edition(planned: list[PlannedReminder]) -> int | None:
    """The edition that all of it is about; None if it is about several."""
    first = planned[0].editions[0]
    is_only = all(planned_one.editions == [first] for planned_one in planned)
    return first if is_only else None


class _Item(NamedTuple):
    """Things alike, in the details of a mail. Of which editions they are, its reminders say."""

    kind: str
    item: int
    due_on: date
    step: int
    told: tuple[Told, ...]
    named_from: date | None

    @property
    def said(self) -> dict[str, Any]:
        """As the details hold it."""
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
    """What reminders of things alike have in common."""
    return {
        **planned_one.key(step)._asdict(),
        "message_id": message_id,
        "passed_over": message_id is None,
    }


def _warn(unit: UnitOfWork, warned: Warned, editions: list[int], today: date) -> None:
    case = warned.case
    same = {"kind": case.kind, "item": case.item, "due_on": case.due_on}
    unit.add_many(
        Naming,
        [
            {
                **same,
                "assessment_id": edition,
                "warned_on": today,
                "named_from": warned.named_from,
                "explanation": "",
                "explained_by": None,
                "explained_at": None,
            }
            for edition in editions
        ],
    )
    names = {due.assessment_id: due for due in dues_of(unit.session, editions)}
    for edition in editions:
        unit.record(
            names[edition].reference,
            "naming_warned",
            SYSTEM,
            edition=names[edition].edition,
            due=case.kind,
            item=case.item,
            due_on=case.due_on,
            named_from=warned.named_from,
        )
