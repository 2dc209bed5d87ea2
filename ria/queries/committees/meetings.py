"""When committees meet."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from ria.models import Meeting

MOST = 60
"""The most meetings shown: five years of monthly meetings."""


def next_meeting(session: Session, committee_id: int, today: date) -> date | None:
    """Return the first day after today on which a committee meets; None if none is set. Today's
    meeting does not count, because it is too late to put anything before it.
    """
    query = (
        select(Meeting)
        .where(col(Meeting.committee_id) == committee_id, col(Meeting.held_on) > today)
        .order_by(col(Meeting.held_on))
        .limit(1)
    )
    found = session.exec(query).first()
    return found.held_on if found else None


def meetings_to_come(session: Session, committee_id: int, today: date) -> list[Meeting]:
    """Return the meetings of a committee from today on, in date order."""
    query = (
        select(Meeting)
        .where(col(Meeting.committee_id) == committee_id, col(Meeting.held_on) >= today)
        .order_by(col(Meeting.held_on))
        .limit(MOST)
    )
    return list(session.exec(query))
