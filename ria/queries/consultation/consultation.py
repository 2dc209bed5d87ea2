"""The state of an edition's consultation: planned, open until a day, or closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from ria.clock import london_date
from ria.models import Assessment, Consultation, ConsultationState
from ria.queries.organisation.settings import current_settings
from workflows.levels import Level
from workflows.review_cycle import MIN_CONSULTATION_DAYS, consultation_closes
from workflows.stages import Stage


@dataclass(frozen=True)
class Consulting:
    """The newest consultation of an edition. `can_be_closed`: its last day has come. `is_over`: its
    last day has passed. `is_running`: the edition is at the consultation stage. `round` counts
    repeated consultations.
    """

    assessment_id: int
    state: ConsultationState
    round: int
    opens_on: date | None
    closes_on: date | None
    closed_on: date | None
    extended_because: str
    can_be_closed: bool
    is_over: bool
    is_running: bool

    @property
    def address(self) -> str:
        """The address at which its pages begin."""
        return f"/assessments/{self.assessment_id}/consultation"


def consulting(session: Session, assessment: Assessment, today: date) -> Consulting | None:
    """The consultation of an edition; None where none was ever planned."""
    query = (
        select(Consultation)
        .where(col(Consultation.assessment_id) == assessment.id)
        .order_by(col(Consultation.round).desc())
        .limit(1)
    )
    row = session.exec(query).first()
    if row is None:
        return None
    return Consulting(
        assessment_id=row.assessment_id,
        state=row.state,
        round=row.round,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        closed_on=london_date(row.closed_at) if row.closed_at else None,
        extended_because=row.extended_because,
        can_be_closed=_is_open(row) and row.closes_on is not None and row.closes_on <= today,
        is_over=_is_open(row) and row.closes_on is not None and row.closes_on < today,
        is_running=assessment.stage is Stage.CONSULTATION,
    )


def _is_open(row: Consultation) -> bool:
    return row.state is ConsultationState.OPEN


def usual_end(session: Session, level: Level | None, today: date) -> date:
    """Return the last day of a consultation of the usual length at this level that opens today."""
    days = current_settings(session).consultation_days
    return consultation_closes(today, level or Level.HIGH, days.get(level or Level.HIGH))


def earliest_end(today: date) -> date:
    """The earliest day on which a consultation that opens today may close."""
    return consultation_closes(today, Level.LOW, MIN_CONSULTATION_DAYS)
