"""Pausing reminders, and choosing how one's mails come."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import col, select

from ria.db.store import Store
from ria.history import ORGANISATION, UnitOfWork, unit_of_work
from ria.models import ReminderPause, Schedule, User
from ria.permissions.map import Permission
from ria.queries.organisation.settings import current_settings
from ria.services.kit.errors import Invalid, NotFound
from ria.services.kit.loading import Loaded, load, the_actor

SHORTEST_REASON = 10
MAIL_DAYS = range(6)
"""0: as they arise; 1 to 5: Monday to Friday."""


def pause_reminders(
    store: Store,
    *,
    assessment_id: int,
    kind: str,
    item: int,
    until: date,
    reason: str,
    actor_id: int,
) -> None:
    """Remind nobody of one due item up to and including a day. Its due day stays as it is."""
    with unit_of_work(store) as unit:
        case = load(unit, assessment_id, actor_id, Permission.REMINDERS_PAUSE)
        row = _due(unit, case, kind, item)
        days = current_settings(unit.session).longest_pause_days
        if not unit.today <= until <= unit.today + timedelta(days=days):
            raise Invalid("until", f"Give a day from today on, at most {days} days ahead")
        if len(reason.strip()) < SHORTEST_REASON:
            raise Invalid("reason", "Say in a sentence why nobody needs to be reminded")
        if row.paused_until == until:
            return
        row.paused_until = until
        row.fires_on = max(row.fires_on, until + timedelta(days=1))
        unit.save(row)
        unit.save(
            ReminderPause(
                target=row.target,
                target_id=row.target_id,
                kind=kind,
                item=item,
                until=until,
                reason=reason.strip(),
                paused_on=unit.today,
                paused_by=case.actor.id,
            )
        )
        case.record(
            unit,
            "reminders_paused",
            due=kind,
            item=item,
            due_on=row.due_on,
            until=until,
            reason=reason.strip(),
        )


def choose_mails(store: Store, *, actor_id: int, mail_day: int, with_calendar: bool) -> None:
    """Choose how one's reminders come. What is due or overdue is always sent at once."""
    with unit_of_work(store) as unit:
        actor = the_actor(unit, actor_id)
        if mail_day not in MAIL_DAYS:
            raise Invalid("mail_day", "Choose when your reminders come")
        user = unit.session.exec(select(User).where(col(User.id) == actor.id)).one()
        if (user.mail_day, user.with_calendar) == (mail_day, with_calendar):
            return
        user.mail_day, user.with_calendar = mail_day, with_calendar
        unit.save(user)
        unit.record(
            ORGANISATION,
            "mails_chosen",
            actor.ref,
            account=actor.ref,
            mail_day=mail_day,
            with_calendar=with_calendar,
        )


def _due(unit: UnitOfWork, case: Loaded, kind: str, item: int) -> Schedule:
    row = unit.session.get(Schedule, (case.assessment_id, kind, item))
    if row is None:
        raise NotFound
    return row
