"""The public list of consultations. It reads the published notices and no other table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from ria.models import ConsultationNotice
from ria.models.types import sort_key
from ria.queries.kit.keyset import Keyset, nearest
from ria.queries.kit.paging import From, Slice, sliced

NEWEST = Keyset(col(ConsultationNotice.id), descending=True)


@dataclass(frozen=True)
class Notice:
    """One consultation as the public sees it. `is_open` is true until its last day is over."""

    id: int
    reference: str
    number: int
    title: str
    committee: str
    opened_on: date
    closes_on: date
    extended_because: str
    ended_on: date | None
    is_open: bool
    says: dict[str, Any]


def open_consultations(session: Session, today: date) -> list[Notice]:
    """Return the consultations that people can answer today, the one that closes first on top."""
    query = (
        select(ConsultationNotice)
        .where(*_still_open(today))
        .order_by(col(ConsultationNotice.closes_on), col(ConsultationNotice.id))
    )
    return [_read(row, today) for row in session.exec(query)]


def closed_consultations(session: Session, today: date, start: From) -> Slice[Notice]:
    """Return one page of the closed consultations, newest first."""
    query = select(ConsultationNotice).where(
        or_(
            col(ConsultationNotice.closes_on) < today,
            col(ConsultationNotice.ended_on).is_not(None),
        )
    )
    found = [_read(row, today) for (row,) in nearest(session, query, NEWEST, start)]
    return sliced(found, start, lambda notice: notice.id)


def consultation(session: Session, reference: str, number: int, today: date) -> Notice | None:
    """One consultation of a policy; None if there is none."""
    query = select(ConsultationNotice).where(
        col(ConsultationNotice.reference_key) == sort_key(reference),
        col(ConsultationNotice.number) == number,
    )
    row = session.exec(query).first()
    return _read(row, today) if row else None


def notices_stamp(session: Session) -> tuple[str, datetime | None]:
    """Return a value that changes whenever a notice does, and the time of the last change."""
    query = select(func.count(), func.max(ConsultationNotice.changed_at))
    count, at = session.exec(query).one()
    return f"{count}-{at}", at


def _still_open(today: date) -> list[ColumnElement[bool]]:
    return [
        col(ConsultationNotice.closes_on) >= today,
        col(ConsultationNotice.ended_on).is_(None),
    ]


def _read(row: ConsultationNotice, today: date) -> Notice:
    assert row.id is not None
    return Notice(
        id=row.id,
        reference=row.reference,
        number=row.number,
        title=row.title,
        committee=row.committee,
        opened_on=row.opened_on,
        closes_on=row.closes_on,
        extended_because=row.extended_because,
        ended_on=row.ended_on,
        is_open=row.ended_on is None and row.closes_on >= today,
        says=row.snapshot,
    )
