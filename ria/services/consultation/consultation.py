"""Open, extend and close a consultation. Its responses are recorded in the stage's form."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import col, select

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import Consultation, ConsultationState
from ria.permissions.map import Permission
from ria.publishing.notice import announce, prolong
from ria.queries.organisation.settings import current_settings
from ria.services.deadlines.schedule import fall_due, nothing_due
from ria.services.kit.errors import Invalid, NotFound, Unmet
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import Loaded, load
from workflows.review_cycle import MIN_CONSULTATION_DAYS, consultation_closes, results_due
from workflows.stages import Stage

SHORTEST_REASON = 10


def plan_consultation(unit: UnitOfWork, assessment_id: int, *, anew: bool = False) -> None:
    """Plan a consultation for an edition, unless there is one already. `anew`: plan another one."""
    latest = _latest(unit, assessment_id)
    if latest is not None and not anew:
        return
    unit.save(
        Consultation(
            assessment_id=assessment_id,
            round=latest.round + 1 if latest else 1,
            state=ConsultationState.PLANNED,
        )
    )


def open_consultation(
    store: Store, *, assessment_id: int, actor_id: int, closes_on: date, reason: str, token: str
) -> None:
    """Open the consultation today. Raises `Invalid` at `closes_on` for fewer than 14 days, and at
    `reason` if it is shorter than usual at this level and no reason is given.
    """
    body = [assessment_id, "open", closes_on, reason]
    with unit_of_work(store) as unit:
        case = _the_case(unit, assessment_id, actor_id)
        if done_before(unit, case.actor.id, token, body) is not None:
            return
        row = _in_state(unit, case, ConsultationState.PLANNED, "The consultation is open already.")
        _check_length(unit, case, closes_on, reason)
        row.state = ConsultationState.OPEN
        row.opens_on, row.closes_on = unit.today, closes_on
        row.opened_at = unit.now
        _due_by(unit, case, closes_on)
        announce(unit, case.policy, case.assessment, row)
        _write(unit, case, row, "consultation_opened", reason=reason.strip())
        remember(unit, case.actor.id, token, body, "open")


def extend_consultation(
    store: Store, *, assessment_id: int, actor_id: int, closes_on: date, reason: str, token: str
) -> None:
    """Extend the consultation. `Invalid` for a day that is not later, or without a reason."""
    body = [assessment_id, "extend", closes_on, reason]
    with unit_of_work(store) as unit:
        case = _the_case(unit, assessment_id, actor_id)
        if done_before(unit, case.actor.id, token, body) is not None:
            return
        row = _in_state(unit, case, ConsultationState.OPEN, "The consultation is not open.")
        if row.closes_on is not None and closes_on <= max(row.closes_on, unit.today):
            raise Invalid("closes_on", "Give a day after the one on which it closes now.")
        if len(reason.strip()) < SHORTEST_REASON:
            raise Invalid("reason", "Say why people are given longer. It is published.")
        row.closes_on, row.extended_because = closes_on, reason.strip()
        _due_by(unit, case, closes_on)
        prolong(unit, row)
        _write(unit, case, row, "consultation_extended", reason=row.extended_because)
        remember(unit, case.actor.id, token, body, "extended")


def close_consultation(store: Store, *, assessment_id: int, actor_id: int, token: str) -> None:
    """Close the consultation. Raises `Unmet` before its last day, which people were promised."""
    body = [assessment_id, "close"]
    with unit_of_work(store) as unit:
        case = _the_case(unit, assessment_id, actor_id)
        if done_before(unit, case.actor.id, token, body) is not None:
            return
        row = _in_state(unit, case, ConsultationState.OPEN, "The consultation is not open.")
        if row.closes_on is not None and unit.today < row.closes_on:
            raise Unmet(
                "People were told they have until the last day, so it stays open till then."
            )
        row.state = ConsultationState.CLOSED
        row.closed_at = unit.now
        _write(unit, case, row, "consultation_closed")
        remember(unit, case.actor.id, token, body, "closed")


def _the_case(unit: UnitOfWork, assessment_id: int, actor_id: int) -> Loaded:
    case = load(unit, assessment_id, actor_id, Permission.ANSWERS_EDIT)
    if case.assessment.stage is not Stage.CONSULTATION:
        raise Unmet("This is done at the stage of consultation.")
    return case


def _in_state(
    unit: UnitOfWork, case: Loaded, state: ConsultationState, otherwise: str
) -> Consultation:
    row = _latest(unit, case.assessment_id)
    if row is None:
        raise NotFound
    if row.state is not state:
        raise Unmet(otherwise)
    return row


def _check_length(unit: UnitOfWork, case: Loaded, closes_on: date, reason: str) -> None:
    if closes_on < unit.today + timedelta(days=MIN_CONSULTATION_DAYS):
        raise Invalid("closes_on", f"Give people at least {MIN_CONSULTATION_DAYS} days to answer.")
    assert case.assessment.level is not None
    days = current_settings(unit.session).consultation_days.get(case.assessment.level)
    usual = consultation_closes(unit.today, case.assessment.level, days)
    if closes_on < usual and len(reason.strip()) < SHORTEST_REASON:
        wanted = (usual - unit.today).days
        raise Invalid("reason", f"At this level {wanted} days are usual. Say why fewer are enough.")


def _due_by(unit: UnitOfWork, case: Loaded, closes_on: date) -> None:
    """Move the due date: responses are worked in after the last day, so nothing is late before."""
    nothing_due(unit, case.assessment)
    fall_due(unit, case.assessment, Stage.CONSULTATION.value, results_due(closes_on))


def _latest(unit: UnitOfWork, assessment_id: int) -> Consultation | None:
    query = (
        select(Consultation)
        .where(col(Consultation.assessment_id) == assessment_id)
        .order_by(col(Consultation.round).desc())
        .limit(1)
    )
    return unit.session.exec(query).first()


def _write(unit: UnitOfWork, case: Loaded, row: Consultation, kind: str, **what: object) -> None:
    unit.save(row)
    unit.save(case.assessment)
    case.record(unit, kind, round=row.round, opens_on=row.opens_on, closes_on=row.closes_on, **what)
