"""When a screening is due: the one place that decides it."""

from __future__ import annotations

from datetime import date

from ria.history import UnitOfWork
from ria.queries.settings import current_settings
from workflows.review_cycle import screening_due


def screening_day(unit: UnitOfWork, since: date) -> date:
    """The day by which an edition is screened that was registered on `since`; never in the past:
    what is begun late is due today."""
    days = current_settings(unit.session).screening_days
    return max(screening_due(since, days), unit.today)
