"""Runs with more mails than may be sent without asking: held, shown, released."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import Session, case, col, select

from ria.db.store import Store
from ria.history import ORGANISATION, SYSTEM, unit_of_work
from ria.models import HeldRun
from ria.permissions.map import Permission, may
from ria.services.kit.errors import Forbidden, NotFound
from ria.services.kit.loading import the_actor


def is_held(session: Session, today: date) -> bool:
    """Whether the reminders of this day wait for an approval."""
    query = select(HeldRun.id).where(col(HeldRun.day) == today, col(HeldRun.released_at).is_(None))
    return session.exec(query).first() is not None and not is_released(session, today)


def is_released(session: Session, today: date) -> bool:
    """Whether somebody released the reminders of this day or of the day before: an approval given
    at night still counts in the morning.
    """
    days = (today - timedelta(days=1), today)
    query = select(HeldRun.id).where(
        col(HeldRun.day).in_(days), col(HeldRun.released_at).is_not(None)
    )
    return session.exec(query).first() is not None


def hold(store: Store, today: date, mails: int, things: int) -> None:
    """Record that the reminders of this day wait. Nothing else is written, so nothing is lost."""
    with unit_of_work(store) as unit:
        unit.hold("tick")
        query = select(HeldRun.id).where(col(HeldRun.day) == today)
        if unit.session.exec(query).first() is not None:
            return
        unit.save(HeldRun(day=today, mails=mails, things=things, held_at=unit.now))
        unit.record(ORGANISATION, "reminders_held", SYSTEM, day=today, mails=mails, things=things)


def waiting_run(session: Session, today: date) -> HeldRun | None:
    """The run that waits for an approval, if there is one."""
    run = _latest_run(session, today)
    return run if run is not None and run.released_at is None else None


def _latest_run(session: Session, today: date) -> HeldRun | None:
    """Today's run, or else the one that was held last. The order of holding decides, not the day,
    since the clock may have been set back.
    """
    is_todays = case((col(HeldRun.day) == today, 0), else_=1)
    query = select(HeldRun).order_by(is_todays, col(HeldRun.id).desc()).limit(1)
    return session.exec(query).first()


def release(store: Store, actor_id: int | None = None) -> HeldRun:
    """Release the latest held run; the next tick writes its mails. Idempotent. Without an actor,
    the release comes from the command line.

    Raises `NotFound` if none was ever held, `Forbidden` for anybody but an administrator.
    """
    with unit_of_work(store) as unit:
        unit.hold("tick")
        actor = the_actor(unit, actor_id) if actor_id is not None else None
        if actor is not None and not may(Permission.MAIL_READ, actor):
            raise Forbidden
        run = _latest_run(unit.session, unit.today)
        if run is None:
            raise NotFound
        if run.released_at is None:
            run.released_at = unit.now
            run.released_by = actor.id if actor is not None else None
            unit.save(run)
            by = actor.ref if actor is not None else SYSTEM
            unit.record(ORGANISATION, "reminders_released", by, day=run.day, mails=run.mails)
        return run
