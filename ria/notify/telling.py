"""Telling many people at once: their mails, their reminders and the history, in few statements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ria.history import ORGANISATION, SYSTEM, UnitOfWork
from ria.models import Naming, Reminder
from ria.notify.due import dues_of
from ria.notify.plan import Telling, Warned
from ria.outbox import ToSend, enqueue_many


def tell(unit: UnitOfWork, tellings: list[Telling], warned: Iterable[Warned], today: date) -> None:
    """One mail a person; a reminder of each thing, and of each lower step of it. Whoever calls
    holds the tick's lock, and has just made the plan of these tellings."""
    by_person: dict[int, list[Telling]] = {}
    for telling in tellings:
        by_person.setdefault(telling.recipient.id, []).append(telling)
    if not by_person:
        return
    message_ids = enqueue_many(unit, "falls_due", map(_mail, by_person.values()))
    series = []
    for message_id, theirs in zip(message_ids, by_person.values(), strict=True):
        for telling in theirs:
            series.append((_alike(telling, telling.step, message_id), telling.editions))
            series += [
                (_alike(telling, step, None), editions)
                for step, editions in telling.passed_over.items()
                if editions
            ]
    unit.add_series(Reminder, "assessment_id", series)
    mails, things = len(by_person), sum(len(telling.editions) for telling in tellings)
    unit.record(ORGANISATION, "reminded", SYSTEM, day=today, mails=mails, things=things)
    for each in warned:
        about = {e for telling in tellings if telling.case is each.case for e in telling.editions}
        _warn(unit, each, [edition for edition in each.editions if edition in about], today)


def _mail(tellings: list[Telling]) -> ToSend:
    editions = {edition for telling in tellings for edition in telling.editions}
    return ToSend(
        recipient_id=tellings[0].recipient.id,
        assessment_id=editions.pop() if len(editions) == 1 else None,
        details={"items": [_item(telling) for telling in tellings]},
    )


def _item(telling: Telling) -> dict[str, object]:
    """Things alike, in the details of a mail. Of which editions they are, its reminders say."""
    case = telling.case
    item: dict[str, object] = {
        "kind": case.kind,
        "item": case.item,
        "due_on": case.due_on.isoformat(),
        "step": telling.step,
        "told": [told.value for told in telling.told],
    }
    if telling.named_from is not None:
        item["named_from"] = telling.named_from.isoformat()
    return item


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
