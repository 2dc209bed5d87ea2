"""The tick: tell whoever is to be told of what is due. Run it as often as you like.

A missed run loses nothing, a second run does nothing twice, and any number may run at once: people
are told in transactions of bounded size, under the unique key of `Reminder`; the schedule moves on
last. What it costs follows what is due, never what exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import select as sql_select
from sqlmodel import col, select

from ria.clock import bank_holidays, london_date
from ria.db.bulk import in_parts, update_many
from ria.db.store import Store
from ria.history import unit_of_work
from ria.models import MailState, Message, Schedule
from ria.notify.held import hold, is_held, is_released
from ria.notify.incidents import tell_of_incidents
from ria.notify.plan import Advance, Plan, Telling, plan
from ria.notify.telling import tell
from ria.queries.reviews import about_to_begin
from ria.queries.settings import current_settings
from ria.services.reviews import start_due_reviews
from workflows.ladder import is_working_day

BATCH = 1_000
"""Things told in one transaction, give or take one person's."""


@dataclass(frozen=True)
class TickReport:
    """What a tick told, or with `dry_run` would tell. `is_working_day` False: nobody today.

    `is_held`: it would be more mails than go out without an administrator's word.
    """

    today: date
    is_working_day: bool = True
    told: tuple[Telling, ...] = ()
    mails: int = 0
    is_held: bool = False


def tick(store: Store, as_of: date | None = None, dry_run: bool = False) -> TickReport:
    """Write the reminders of a day (today in London, unless `as_of`), one mail a person.

    Before, reviews that are due within 90 days begin, and the administrators are told of mails
    that failed, whatever the day. On weekends and bank holidays nobody is reminded; the next
    working day makes up for it.
    """
    today = as_of or london_date(store.clock.now())
    waits = _what_waits(store, today)
    if as_of is None and not dry_run:
        _begin_and_tell(store, waits)
    return _remind(store, today, dry_run) if waits.reminders or waits.reviews else TickReport(today)


def _begin_and_tell(store: Store, waits: _Waiting) -> None:
    if waits.reviews:
        start_due_reviews(store)
    if waits.failed_mails:
        tell_of_incidents(store)


def _remind(store: Store, today: date, dry_run: bool) -> TickReport:
    with store.reading() as session:
        house = current_settings(session)
        if not is_working_day(today, bank_holidays(house.holidays)):
            return TickReport(today, is_working_day=False)
        if not dry_run and is_held(session, today):
            return TickReport(today, is_held=True)
        found = plan(session, today)
        mails = len({telling.recipient_id for telling in found.tellings})
        too_many = mails > house.most_mails and not is_released(session, today)
    if dry_run:
        return TickReport(today, told=found.tellings, mails=mails, is_held=too_many)
    if too_many:
        hold(store, today, mails, len(found.tellings))
        return TickReport(today, mails=mails, is_held=True)
    told = [done for batch in _batches(found) for done in tell(store, batch, found.warned, today)]
    _advance(store, found.advances)
    return TickReport(today, told=tuple(told), mails=len({t.recipient_id for t in told}))


class _Waiting(NamedTuple):
    """Whether there may be anything to do."""

    reminders: bool
    reviews: bool
    failed_mails: bool


def _what_waits(store: Store, today: date) -> _Waiting:
    """One statement over three indexes: all that an idle tick costs, however large the register."""
    due = sql_select(Schedule.__table__).where(col(Schedule.fires_on) <= today)  # type: ignore[attr-defined]
    failed = select(Message.id).where(col(Message.state) == MailState.FAILED)
    query = sql_select(due.exists(), about_to_begin(today).exists(), failed.exists())
    with store.reading() as session:
        return _Waiting(*session.execute(query).one())


def _batches(found: Plan) -> Iterator[list[Telling]]:
    """What is to be told, no person's in two parts."""
    batch: list[Telling] = []
    tellings = sorted(found.tellings, key=lambda telling: telling.recipient_id)
    for _, group in groupby(tellings, key=lambda telling: telling.recipient_id):
        batch += group
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _advance(store: Store, advances: Iterable[Advance]) -> None:
    """Move the schedule to the next steps, last: who dies before this has told nobody twice."""
    table = Schedule.__table__  # type: ignore[attr-defined]
    keys = ("assessment_id", "kind", "item", "due_on")
    for part in in_parts(advances, BATCH):
        rows = [
            {
                "assessment_id": step.due.assessment_id,
                "kind": step.due.kind,
                "item": step.due.item,
                "due_on": step.due.due_on,
                "fires_on": step.fires_on,
            }
            for step in part
        ]
        with unit_of_work(store) as unit:
            update_many(unit.session.connection(), table, keys, rows)
