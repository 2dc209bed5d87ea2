"""When a screening is due: the one place that decides it."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import col, select

from ria.clock import london_date
from ria.history import UnitOfWork
from ria.models import Assessment, HistoryEvent, Policy
from ria.queries.settings import current_settings
from workflows.review_cycle import screening_due


def screening_day(unit: UnitOfWork, policy: Policy, edition: Assessment) -> date:
    """The day by which this edition is screened, counted from when it was opened; never in the
    past: what is begun late is due today."""
    days = current_settings(unit.session).screening_days
    return max(screening_due(_opened_on(unit, policy, edition), days), unit.today)


def _opened_on(unit: UnitOfWork, policy: Policy, edition: Assessment) -> date:
    """The day on which an edition was opened: today for the one that is being opened. Editions
    are opened in their order, each with one event of the policy's chain."""
    query = (
        select(HistoryEvent.at)
        .where(
            col(HistoryEvent.chain) == policy.reference,
            col(HistoryEvent.kind) == "edition_opened",
        )
        .order_by(col(HistoryEvent.seq))
        .offset(edition.edition - 1)
        .limit(1)
    )
    at = unit.session.exec(query).first()
    return london_date(datetime.fromisoformat(at)) if at else unit.today
