"""The public register. It reads the published snapshots and no other table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from ria.models import Publication, PublicationKind
from ria.models.types import sort_key
from ria.queries.paging import PAGE_SIZE, From, Slice, search_words, sliced
from workflows.levels import Level

LATEST = col(Publication.is_latest).is_(True)


@dataclass(frozen=True)
class PublicFilters:
    """What the register is narrowed to."""

    words: str = ""
    committee: str = ""
    level: Level | None = None
    kind: PublicationKind | None = None


@dataclass(frozen=True)
class Entry:
    """One published policy as the register lists it."""

    id: int
    reference: str
    title: str
    kind: str
    committee: str
    level: Level
    published_at: datetime


def entries(
    session: Session, filters: PublicFilters, start: From, size: int = PAGE_SIZE
) -> Slice[Entry]:
    """One page of what is published and passes the filters, the newest first."""
    backward = start.before is not None
    order = [col(Publication.published_at), col(Publication.id)]
    query = (
        select(Publication)
        .where(LATEST, *_passing(filters), *_beyond(session, start))
        .order_by(*(column if backward else column.desc() for column in order))
        .limit(size + 1)
    )
    found = [_entry(publication) for publication in session.exec(query)]
    return sliced(found, start, lambda entry: entry.id, size)


@dataclass(frozen=True)
class Issue:
    """One publication of a policy among its others."""

    number: int
    kind: str
    published_at: datetime
    is_latest: bool


def published(session: Session, reference: str, number: int | None = None) -> dict[str, Any] | None:
    """A snapshot of a policy, the newest or that of this number, with the time it was published
    and its hash; None if there is none."""
    one = LATEST if number is None else col(Publication.number) == number
    query = select(Publication).where(one, col(Publication.reference_key) == sort_key(reference))
    publication = session.exec(query).first()
    if publication is None:
        return None
    return {
        **publication.snapshot,
        "number": publication.number,
        "published_at": publication.published_at.isoformat(),
        "content_hash": publication.content_hash,
    }


def issues(session: Session, reference: str) -> list[Issue]:
    """Every publication of a policy, the newest first."""
    query = (
        select(Publication)
        .where(col(Publication.reference_key) == sort_key(reference))
        .order_by(col(Publication.number).desc())
    )
    return [
        Issue(row.number, row.kind.value, row.published_at, row.is_latest)
        for row in session.exec(query)
    ]


def committees_published(session: Session) -> list[str]:
    """The committees that have something published."""
    query = select(Publication.committee).where(LATEST).distinct()
    return sorted(session.exec(query))


def stamp(session: Session) -> str:
    """What changes whenever the register does."""
    query = select(func.max(Publication.id), func.count()).where(LATEST)
    newest, count = session.exec(query).one()
    return f"{newest or 0}-{count}"


def _passing(filters: PublicFilters) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = [
        col(Publication.search_text).like(pattern, escape="\\")
        for pattern in search_words(sort_key(filters.words))
    ]
    if filters.committee:
        tests.append(col(Publication.committee) == filters.committee)
    if filters.level is not None:
        tests.append(col(Publication.level) == filters.level.value)
    if filters.kind is not None:
        tests.append(col(Publication.kind) == filters.kind)
    return tests


def _beyond(session: Session, start: From) -> list[ColumnElement[bool]]:
    at = start.after if start.before is None else start.before
    if at is None:
        return []
    query = select(Publication.published_at).where(col(Publication.id) == at)
    key = session.exec(query).first()
    if key is None:
        return []
    when, row_id = col(Publication.published_at), col(Publication.id)
    if start.before is None:
        return [or_(when < key, and_(when == key, row_id < at))]
    return [or_(when > key, and_(when == key, row_id > at))]


def _entry(publication: Publication) -> Entry:
    assert publication.id is not None
    return Entry(
        id=publication.id,
        reference=publication.reference,
        title=publication.title,
        kind=publication.kind.value,
        committee=publication.committee,
        level=Level(publication.level),
        published_at=publication.published_at,
    )
