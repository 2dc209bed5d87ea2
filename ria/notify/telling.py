"""Telling many people at once: their mails, their reminders and the history, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy.exc import IntegrityError

from ria.db.store import Store
from ria.history import SYSTEM, UnitOfWork, unit_of_work
from ria.models import Naming, Reminder
from ria.notify.due import known, namings
from ria.notify.plan import Telling, Warned
from ria.outbox import ToSend, enqueue_many


def tell(
    store: Store, tellings: list[Telling], warned: Iterable[Warned], today: date
) -> list[Telling]:
    """Tell these people what they were not told yet. Returns what was told by this run.

    Ticks take turns, so a unique key refuses only if another told somebody since this one looked:
    look again, and leave out what they know.
    """
    about = {telling.due for telling in tellings}
    naming = [each for each in warned if each.due in about]
    try:
        with unit_of_work(store) as unit:
            unit.hold("tick")
            _write(unit, tellings, naming, today, known_steps=frozenset())
        return tellings
    except IntegrityError:
        pass
    with unit_of_work(store) as unit:
        unit.hold("tick")
        editions = {telling.due.assessment_id for telling in tellings}
        done = known(unit.session, editions)
        named = namings(unit.session, editions)
        new = [telling for telling in tellings if telling.key(telling.step) not in done]
        left = [each for each in naming if _naming_key(each) not in named]
        _write(unit, new, left, today, frozenset(done))
        return new


def _naming_key(warned: Warned) -> tuple[Any, ...]:
    due = warned.due
    return (due.kind, due.assessment_id, due.item, due.due_on)


def _write(
    unit: UnitOfWork,
    tellings: list[Telling],
    warned: list[Warned],
    today: date,
    known_steps: frozenset[Any],
) -> None:
    """One mail a person; a reminder for each thing, and for each lower step of it."""
    by_person = [
        list(group) for _, group in groupby(tellings, key=lambda telling: telling.recipient_id)
    ]
    message_ids = enqueue_many(unit, "falls_due", map(_mail, by_person))
    reminders = []
    for message_id, theirs in zip(message_ids, by_person, strict=True):
        for telling in theirs:
            reminders.append(_reminder(telling, telling.step, message_id))
            reminders += [
                _reminder(telling, step, None)
                for step in telling.passed_over
                if telling.key(step) not in known_steps
            ]
            _record(unit, telling)
    unit.add_many(Reminder, reminders)
    _warn(unit, warned, today)


def _mail(tellings: list[Telling]) -> ToSend:
    editions = {telling.due.assessment_id for telling in tellings}
    return ToSend(
        recipient_id=tellings[0].recipient_id,
        assessment_id=editions.pop() if len(editions) == 1 else None,
        details={"items": [_item(telling) for telling in tellings]},
    )


def _item(telling: Telling) -> dict[str, object]:
    """One thing in the details of a mail."""
    due = telling.due
    item: dict[str, object] = {
        "assessment_id": due.assessment_id,
        "kind": due.kind,
        "item": due.item,
        "due_on": due.due_on.isoformat(),
        "step": telling.step,
        "told": [told.value for told in telling.told],
    }
    if telling.named_from is not None:
        item["named_from"] = telling.named_from.isoformat()
    return item


def _reminder(telling: Telling, step: int, message_id: int | None) -> dict[str, object]:
    kind, assessment_id, item, due_on, step, recipient_id = telling.key(step)
    return {
        "kind": kind,
        "assessment_id": assessment_id,
        "item": item,
        "due_on": due_on,
        "step": step,
        "recipient_id": recipient_id,
        "message_id": message_id,
        "passed_over": message_id is None,
    }


def _record(unit: UnitOfWork, telling: Telling) -> None:
    due = telling.due
    unit.record(
        due.reference,
        "reminded",
        SYSTEM,
        edition=due.edition,
        due=due.kind,
        item=due.item,
        due_on=due.due_on,
        step=telling.step,
        to=telling.recipient.ref,
    )


def _warn(unit: UnitOfWork, warned: list[Warned], today: date) -> None:
    rows = [
        {
            "assessment_id": each.due.assessment_id,
            "kind": each.due.kind,
            "item": each.due.item,
            "due_on": each.due.due_on,
            "warned_on": today,
            "named_from": each.named_from,
            "explanation": "",
            "explained_by": None,
            "explained_at": None,
        }
        for each in warned
    ]
    unit.add_many(Naming, rows)
    for each in warned:
        unit.record(
            each.due.reference,
            "naming_warned",
            SYSTEM,
            edition=each.due.edition,
            due=each.due.kind,
            item=each.due.item,
            due_on=each.due.due_on,
            named_from=each.named_from,
        )
