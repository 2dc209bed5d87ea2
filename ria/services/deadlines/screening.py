"""When a screening is due: the only place that decides it."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import col, select

from ria.clock import london_date
from ria.history import UnitOfWork
from ria.models import Assessment, HistoryEvent, Policy
from ria.queries.organisation.settings import current_settings
from ria.queries.register.legacy import awaits_first_screening
from workflows.review_cycle import screening_due


def screening_day(unit: UnitOfWork, policy: Policy, edition: Assessment) -> date | None:
    """The day by which this edition is to be screened; None if no rule sets one.

    It is counted from the day on which the edition was opened and is never in the past: a late
    start is due today. The first screening of a legacy policy is due on the day set by the
    organisation's programme, even in the past, and not at all before the policy is in the programme
    (decision 0014).
    """
    if awaits_first_screening(unit.session, policy):
        return policy.programme_due_on
    days = current_settings(unit.session).screening_days
    return max(screening_due(_opened_on(unit, policy, edition), days), unit.today)


def _opened_on(unit: UnitOfWork, policy: Policy, edition: Assessment) -> date:
    """The day on which an edition was opened: today for the one that is being opened. Editions are
    opened in order, each with one event in the policy's chain.
    """
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
