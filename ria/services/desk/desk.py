"""The desk of the Strategy Unit: who is working on what. A claim decides nothing.

It tells colleagues who is reading, and ends with every transition of the process. Nobody can claim,
or be assigned, what they contributed to.
"""

from __future__ import annotations

from sqlmodel import Session

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import User, target_of
from ria.outbox import enqueue
from ria.permissions.map import Permission, may
from ria.queries.accounts.people import absent_for, as_person, user_by_ref
from ria.queries.desk.desk import AWAITING
from ria.queries.process.conflict_of_interest import in_own_words
from ria.services.kit.errors import Forbidden, Invalid, Reason, Stale, Unmet
from ria.services.kit.loading import Loaded, load
from workflows.guards.people import no_contributor


def claim(store: Store, *, assessment_id: int, actor_id: int) -> None:
    """Claim an edition. Idempotent.

    Raises `Stale` if a colleague has claimed it, `Unmet` for a contributor or if nothing awaits a
    decision, `Forbidden`, `NotFound`.
    """
    with unit_of_work(store) as unit:
        case = _on_the_desk(unit, assessment_id, actor_id)
        holder = case.assessment.claimed_by
        if holder == case.actor.id:
            return
        if holder is not None:
            name = _name(unit.session, holder)
            raise Stale(f"{name} has claimed it. They can release it, or you can assign it anew.")
        if not case.subject.contributors.isdisjoint(case.actor.acts_for):
            authors = case.subject.contributors
            (guard,) = in_own_words(unit.session, [no_contributor], case.actor, authors)
            raise Unmet("You cannot claim this.", (Reason(guard.id, guard.reason, guard.hint),))
        _give(unit, case, case.actor.id)
        _record(unit, case, "claimed")


def release(store: Store, *, assessment_id: int, actor_id: int) -> None:
    """Give up one's own claim. Does nothing without a claim; a colleague's raises `Forbidden`."""
    with unit_of_work(store) as unit:
        case = _on_the_desk(unit, assessment_id, actor_id)
        holder = case.assessment.claimed_by
        if holder is None:
            return
        if holder != case.actor.id:
            raise Forbidden("A colleague has claimed it. You can assign it to somebody else.")
        _give(unit, case, None)
        _record(unit, case, "released")


def assign(store: Store, *, assessment_id: int, actor_id: int, colleague_ref: str) -> None:
    """Assign an edition to a colleague of the Strategy Unit (or to oneself), whoever had claimed
    it, and mail them.

    Raises `Invalid` at `colleague` for somebody who could not decide on it, otherwise as `claim`
    does.
    """
    with unit_of_work(store) as unit:
        case = _on_the_desk(unit, assessment_id, actor_id)
        colleague = user_by_ref(unit.session, colleague_ref)
        if colleague is None or colleague.id is None or not colleague.active:
            raise Invalid("colleague", "Choose a colleague.")
        taker = as_person(colleague, absent_for(unit.session, colleague.id, unit.today))
        if not may(Permission.DECISION_TAKE, taker, case.subject):
            raise Invalid("colleague", "Only a member of the Strategy Unit can decide on it.")
        if not case.subject.contributors.isdisjoint(taker.acts_for):
            raise Invalid("colleague", "They contributed to the form, so someone else must decide.")
        if case.assessment.claimed_by == colleague.id:
            return
        _give(unit, case, colleague.id)
        _record(unit, case, "assigned", to=colleague.ref)
        if colleague.id != case.actor.id:
            enqueue(unit, "assigned", recipient_id=colleague.id, about=target_of(case.assessment))


def _on_the_desk(unit: UnitOfWork, assessment_id: int, actor_id: int) -> Loaded:
    case = load(unit, assessment_id, actor_id, Permission.DECISION_TAKE)
    if case.assessment.stage not in AWAITING:
        raise Unmet("Nothing awaits a decision here any more.")
    return case


def _give(unit: UnitOfWork, case: Loaded, user_id: int | None) -> None:
    case.assessment.claimed_by = user_id
    case.assessment.claimed_at = unit.now if user_id is not None else None
    unit.save(case.assessment)


def _name(session: Session, user_id: int) -> str:
    return session.get_one(User, user_id).name


def _record(unit: UnitOfWork, case: Loaded, kind: str, **what: object) -> None:
    case.record(unit, kind, stage=case.assessment.stage, **what)
