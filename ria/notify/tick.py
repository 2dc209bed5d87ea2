"""The tick: tell whoever is to be told of what is due. Run it as often as you like.

A missed run loses nothing, a second run does nothing twice, and any number may run at once: each
person is told in one transaction, under the unique key of `Reminder`; the schedule moves on last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from ria.clock import bank_holidays, london_date
from ria.db.store import Store
from ria.history import SYSTEM, UnitOfWork, unit_of_work
from ria.models import Reminder, Schedule
from ria.notify.plan import Advance, Plan, Telling, plan
from ria.outbox import enqueue
from ria.queries.settings import current_settings
from workflows.ladder import is_working_day

TRIES = 3


@dataclass(frozen=True)
class TickReport:
    """What a tick told, or with `dry_run` would tell. `is_working_day` False: nobody today."""

    today: date
    is_working_day: bool = True
    told: tuple[Telling, ...] = ()
    mails: int = 0


def tick(store: Store, as_of: date | None = None, dry_run: bool = False) -> TickReport:
    """Write the reminders of a day (today in London, unless `as_of`), one mail a person.

    On weekends and bank holidays nothing goes out; the next working day makes up for it.
    """
    today = as_of or london_date(store.clock.now())
    if not _anything_due(store, today):
        return TickReport(today)
    with store.reading() as session:
        holidays = bank_holidays(current_settings(session).holidays)
        if not is_working_day(today, holidays):
            return TickReport(today, is_working_day=False)
        found = plan(session, today)
    if dry_run:
        return TickReport(today, told=found.tellings, mails=len(list(_by_person(found))))
    told = [done for tellings in _by_person(found) if (done := _tell(store, tellings))]
    _advance(store, found.advances, today)
    return TickReport(today, told=tuple(t for tellings in told for t in tellings), mails=len(told))


def _anything_due(store: Store, today: date) -> bool:
    query = select(Schedule.assessment_id).where(col(Schedule.fires_on) <= today).limit(1)
    with store.reading() as session:
        return session.exec(query).first() is not None


def _by_person(found: Plan) -> Iterator[list[Telling]]:
    tellings = sorted(found.tellings, key=lambda telling: telling.recipient_id)
    for _, group in groupby(tellings, key=lambda telling: telling.recipient_id):
        yield list(group)


def _tell(store: Store, tellings: list[Telling]) -> list[Telling]:
    """Tell one person what they were not told yet. Returns what was told by this run.

    A unique key may refuse because another tick told them in this very moment: look again.
    """
    for attempt in range(1, TRIES + 1):
        try:
            with unit_of_work(store) as unit:
                new = [t for t in tellings if not _is_known(unit, t, t.step)]
                if new:
                    _write(unit, new)
            return new
        except IntegrityError:
            if attempt == TRIES:
                raise
    return []


def _write(unit: UnitOfWork, tellings: list[Telling]) -> None:
    single = tellings[0].assessment_id if len({t.assessment_id for t in tellings}) == 1 else None
    message = enqueue(
        unit,
        "falls_due",
        recipient_id=tellings[0].recipient_id,
        assessment_id=single,
        items=[_item(telling) for telling in tellings],
    )
    unit.session.flush()
    for telling in tellings:
        unit.session.add(_reminder(telling, telling.step, message.id))
        for step in telling.passed_over:
            if not _is_known(unit, telling, step):
                unit.session.add(_reminder(telling, step, None))
        unit.record(
            telling.reference,
            "reminded",
            SYSTEM,
            edition=telling.edition,
            due=telling.kind,
            due_on=telling.due_on,
            step=telling.step,
            to=telling.recipient_ref,
        )


def _item(telling: Telling) -> dict[str, object]:
    return {
        "assessment_id": telling.assessment_id,
        "kind": telling.kind,
        "item": telling.item,
        "due_on": telling.due_on.isoformat(),
        "step": telling.step,
        "told": [told.value for told in telling.told],
    }


def _reminder(telling: Telling, step: int, message_id: int | None) -> Reminder:
    kind, assessment_id, item, due_on, step, recipient_id = telling.key(step)
    return Reminder(
        kind=kind,
        assessment_id=assessment_id,
        item=item,
        due_on=due_on,
        step=step,
        recipient_id=recipient_id,
        message_id=message_id,
        passed_over=message_id is None,
    )


def _is_known(unit: UnitOfWork, telling: Telling, step: int) -> bool:
    kind, assessment_id, item, due_on, step, recipient_id = telling.key(step)
    query = select(Reminder.id).where(
        col(Reminder.kind) == kind,
        col(Reminder.assessment_id) == assessment_id,
        col(Reminder.item) == item,
        col(Reminder.due_on) == due_on,
        col(Reminder.step) == step,
        col(Reminder.recipient_id) == recipient_id,
    )
    return unit.session.exec(query).first() is not None


def _advance(store: Store, advances: Iterable[Advance], today: date) -> None:
    """Move the schedule to the next steps, last: who dies before this has told nobody twice."""
    with unit_of_work(store) as unit:
        for step in advances:
            row = unit.session.get(Schedule, (step.assessment_id, step.kind, step.item))
            if row is not None and row.due_on == step.due_on and row.fires_on <= today:
                row.fires_on = step.fires_on
                unit.session.add(row)
