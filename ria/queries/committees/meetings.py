"""When committees meet."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from ria.models import Meeting

MOST = 60
"""Meetings shown: five years of one a month."""


def next_meeting(session: Session, committee_id: int, today: date) -> date | None:
    """The first day after today on which a committee meets; None if none is set. What is put to it
    on the day of a meeting comes too late for that."""
    query = (
        select(Meeting)
        .where(col(Meeting.committee_id) == committee_id, col(Meeting.held_on) > today)
        .order_by(col(Meeting.held_on))
        .limit(1)
    )
    found = session.exec(query).first()
    return found.held_on if found else None


def meetings_to_come(session: Session, committee_id: int, today: date) -> list[Meeting]:
    """The meetings of a committee from today on, the nearest first."""
    query = (
        select(Meeting)
        .where(col(Meeting.committee_id) == committee_id, col(Meeting.held_on) >= today)
        .order_by(col(Meeting.held_on))
        .limit(MOST)
    )
    return list(session.exec(query))
