"""Telling many people at once: their mails, their reminders and the history, in few statements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from ria.history import ORGANISATION, SYSTEM, UnitOfWork
from ria.models import Naming, Reminder
from ria.notify.reminders.due import dues_of
from ria.notify.reminders.plan import Telling, Warned
from ria.outbox import Addressed, enqueue_many
from workflows.ladder import Told


def tell(unit: UnitOfWork, tellings: list[Telling], warned: Iterable[Warned], today: date) -> None:
    """One mail a person; a reminder of each thing, and of each lower step of it. Whoever calls
    holds the tick's lock, and has just made the plan of these tellings."""
    by_person: dict[int, list[Telling]] = {}
    for telling in tellings:
        by_person.setdefault(telling.recipient.id, []).append(telling)
    if not by_person:
        return
    message_ids = _write(unit, by_person)
    series = []
    for person, theirs in by_person.items():
        for telling in theirs:
            series.append((_alike(telling, telling.step, message_ids[person]), telling.editions))
            series += [
                (_alike(telling, step, None), editions)
                for step, editions in telling.passed_over.items()
                if editions
            ]
    unit.add_series(Reminder, ["assessment_id"], series)
    mails, things = len(by_person), sum(len(telling.editions) for telling in tellings)
    unit.record(ORGANISATION, "reminded", SYSTEM, day=today, mails=mails, things=things)
    for each in warned:
        about = {e for telling in tellings if telling.case is each.case for e in telling.editions}
        _warn(unit, each, [edition for edition in each.editions if edition in about], today)


def _write(unit: UnitOfWork, by_person: dict[int, list[Telling]]) -> dict[int, int]:
    """One mail a person; what many are told alike is put down once. The mails' ids, by person."""
    alike: dict[tuple[_Item, ...], list[Addressed]] = {}
    for person, tellings in by_person.items():
        items = tuple(map(_item, tellings))
        alike.setdefault(items, []).append(Addressed(person, _only_edition(tellings)))
    mails = [({"items": [item.said for item in items]}, to) for items, to in alike.items()]
    ids = enqueue_many(unit, "falls_due", mails)
    return dict(zip((one.recipient_id for _, to in mails for one in to), ids, strict=True))


def _only_edition(tellings: list[Telling]) -> int | None:
    """The edition that all of it is about; None if it is about several."""
    first = tellings[0].editions[0]
    is_only = all(telling.editions == [first] for telling in tellings)
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


def _item(telling: Telling) -> _Item:
    case = telling.case
    return _Item(case.kind, case.item, case.due_on, telling.step, telling.told, telling.named_from)


def _alike(telling: Telling, step: int, message_id: int | None) -> dict[str, object]:
    """What reminders of things alike have in common."""
    return {
        **telling.key(step)._asdict(),
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
