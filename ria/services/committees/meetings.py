"""A committee's meeting days: setting one, removing one, and moving what is due on them."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import col, select

from ria.db.store import Store
from ria.history import ORGANISATION, UnitOfWork, unit_of_work
from ria.models import Assessment, Committee, Meeting, Policy, Schedule
from ria.permissions.map import Permission, may
from ria.permissions.person import Person, Subject
from ria.services.deadlines.approval_clock import set_clock
from ria.services.deadlines.schedule import fall_due
from ria.services.deadlines.signatures import committee_day
from ria.services.kit.errors import Forbidden, Invalid, NotFound
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import the_actor

FURTHEST = timedelta(days=3 * 366)
"""The furthest ahead that a meeting can be set."""
NOBODY = 0


def set_meeting(store: Store, *, committee_id: int, actor_id: int, on: date, token: str) -> None:
    """Set a day on which a committee meets. Allowed to its chair, its secretary and the Strategy
    Unit.

    What waits for the committee is then due at its next meeting. Raises `Invalid` at `held_on`,
    `Forbidden`, `NotFound` or `Taken`.
    """
    body = [committee_id, "set", on]
    with unit_of_work(store) as unit:
        actor = _officer(unit, committee_id, actor_id)
        if done_before(unit, actor.id, token, body) is not None:
            return
        if not unit.today <= on <= unit.today + FURTHEST:
            raise Invalid("held_on", "Give a day from today on, within three years.")
        if _held(unit, committee_id, on) is not None:
            raise Invalid("held_on", "This day is set already.")
        unit.save(Meeting(committee_id=committee_id, held_on=on, set_by=actor.id, set_at=unit.now))
        unit.record(ORGANISATION, "meeting_set", actor.ref, committee=committee_id, held_on=on)
        _move_what_is_due(unit, committee_id)
        remember(unit, actor.id, token, body, "set")


def take_off_meeting(
    store: Store, *, committee_id: int, actor_id: int, on: date, token: str
) -> None:
    """Remove a meeting day of a committee. A meeting that was held cannot be removed. Raises as
    `set_meeting`, and `NotFound` for a day that is not set.
    """
    body = [committee_id, "off", on]
    with unit_of_work(store) as unit:
        actor = _officer(unit, committee_id, actor_id)
        if done_before(unit, actor.id, token, body) is not None:
            return
        meeting = _held(unit, committee_id, on)
        if meeting is None or on < unit.today:
            raise NotFound
        unit.delete(meeting)
        unit.record(
            ORGANISATION, "meeting_taken_off", actor.ref, committee=committee_id, held_on=on
        )
        _move_what_is_due(unit, committee_id, of=on)
        remember(unit, actor.id, token, body, "off")


def _officer(unit: UnitOfWork, committee_id: int, actor_id: int) -> Person:
    """Return the acting person, if they may change this committee's meeting days, which are locked.
    Raises `NotFound` or `Forbidden`.
    """
    actor = the_actor(unit, actor_id)
    subject = Subject(NOBODY, deputy_id=None, unit_id=NOBODY, committee_id=committee_id)
    if not may(Permission.COMMITTEE_AGENDA, actor, subject):
        raise Forbidden
    if unit.session.get(Committee, committee_id) is None:
        raise NotFound
    unit.hold(f"meetings {committee_id}")
    return actor


def _held(unit: UnitOfWork, committee_id: int, on: date) -> Meeting | None:
    query = select(Meeting).where(
        col(Meeting.committee_id) == committee_id, col(Meeting.held_on) == on
    )
    return unit.session.exec(query).first()


def _move_what_is_due(unit: UnitOfWork, committee_id: int, of: date | None = None) -> None:
    """Move what waits for the committee to its next meeting. What is overdue stays so. What is due
    today stays with today's meeting, unless that is the one that was removed (`of`).
    """
    due = (
        select(Assessment, Schedule)
        .join(Schedule, col(Schedule.target_id) == col(Assessment.id))
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
        .where(
            col(Schedule.kind) == "committee",
            col(Schedule.due_on) >= unit.today,
            col(Policy.committee_id) == committee_id,
        )
        .order_by(col(Assessment.id))
    )
    for edition, row in unit.session.exec(due).all():
        if row.due_on > unit.today or row.due_on == of:
            fall_due(unit, edition, "committee", committee_day(unit, edition))
            set_clock(unit, unit.session.get_one(Policy, edition.policy_id), edition)
