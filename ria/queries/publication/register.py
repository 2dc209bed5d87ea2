"""The public register. It reads the published snapshots and no other table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Row, type_coerce
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func, select

from ria.models import Publication, PublicationKind, PublishedReport
from ria.models.types import sort_key
from ria.queries.kit.keyset import Keyset, nearest
from ria.queries.kit.paging import PAGE_SIZE, From, Slice, sliced
from ria.queries.kit.search import found_by, search
from workflows.levels import Level

LATEST = col(Publication.is_latest).is_(True)
NEWEST = Keyset(col(Publication.id), (col(Publication.published_at),), descending=True)


@dataclass(frozen=True)
class PublicFilters:
    """The filters of the register."""

    words: str = ""
    committee: str = ""
    level: Level | None = None
    kind: PublicationKind | None = None


@dataclass(frozen=True)
class Entry:
    """One published policy, as the register lists it. `done_on`: when it was assessed or screened.
    `next_on`: by when it is reviewed or screened again. Both are ISO dates, empty if there is none.
    `legacy` is None where the snapshot does not say.
    """

    id: int
    reference: str
    number: int
    title: str
    kind: str
    committee: str
    level: Level
    published_at: datetime
    operation: str
    legacy: bool | None
    done_on: str
    next_on: str

    @property
    def in_short(self) -> str:
        """Return what was done and what was found. A screening is never called an assessment."""
        if self.kind == PublicationKind.SCREENED_OUT:
            return "Screened, not assessed"
        return f"Assessed: {self.level.label.lower()}"


def entries(
    session: Session, filters: PublicFilters, start: From, size: int = PAGE_SIZE
) -> Slice[Entry]:
    """One page of what is published and passes the filters, the newest first."""
    query = _LISTED.where(LATEST, *_passing(session, filters))
    return _page(nearest(session, query, NEWEST, start, size=size), start, size)


def best_entries(session: Session, filters: PublicFilters, start: From) -> Slice[Entry]:
    """The same, but where words are looked for, the best answers first."""
    wanted = search(session, Publication, filters.words)
    query = _LISTED.where(LATEST, *_choices(filters))
    return _page(nearest(session, query, NEWEST, start, wanted), start, PAGE_SIZE)


def _page(found: Iterable[Row[Any]], start: From, size: int) -> Slice[Entry]:
    return sliced([_entry(row) for row in found], start, lambda entry: entry.id, size)


def every_entry(session: Session, filters: PublicFilters) -> Iterator[Entry]:
    """Everything that is published and passes the filters, the newest first."""
    query = _LISTED.where(LATEST, *_passing(session, filters)).order_by(
        col(Publication.published_at).desc(), col(Publication.id).desc()
    )
    return (_entry(row) for row in session.execute(query))


@dataclass(frozen=True)
class Issue:
    """One publication of a policy, for the list of its publications."""

    number: int
    kind: str
    published_at: datetime
    is_latest: bool


def published(session: Session, reference: str, number: int | None = None) -> dict[str, Any] | None:
    """Return the newest snapshot of a policy, or the one with this number, with its hash and the
    time it was published; None if there is none.
    """
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


def is_published(session: Session, reference: str) -> bool:
    """Whether a policy has a public page."""
    query = select(Publication.id).where(
        LATEST, col(Publication.reference_key) == sort_key(reference)
    )
    return session.exec(query).first() is not None


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


def stamp(session: Session) -> tuple[str, datetime | None]:
    """Return a value that changes whenever the register does, and the time of the last change."""
    reports = select(func.count()).select_from(PublishedReport).scalar_subquery()
    reported = select(func.max(PublishedReport.published_at)).scalar_subquery()
    newest, at = func.max(Publication.id), func.max(Publication.published_at)
    query = sql_select(newest, func.count(), at, reports, reported).where(LATEST)
    number, count, changed, filed, last = session.execute(query).one()
    return f"{number or 0}-{count}-{filed}", max(filter(None, (changed, last)), default=None)


def in_words(session: Session, words: str) -> list[ColumnElement[bool]]:
    """One condition per word: that it occurs in the publication, ignoring case."""
    return found_by(search(session, Publication, words), col(Publication.id))


def _passing(session: Session, filters: PublicFilters) -> list[ColumnElement[bool]]:
    return [*in_words(session, filters.words), *_choices(filters)]


def _choices(filters: PublicFilters) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    if filters.committee:
        tests.append(col(Publication.committee) == filters.committee)
    if filters.level is not None:
        tests.append(col(Publication.level) == filters.level.value)
    if filters.kind is not None:
        tests.append(col(Publication.kind) == filters.kind)
    return tests


def _in_snapshot(name: str) -> ColumnElement[str]:
    """Extract one field of the stored snapshot without loading the rest of it."""
    field: ColumnElement[str] = type_coerce(Publication.snapshot, JSON)[name].as_string()
    return field


_LISTED = sql_select(
    col(Publication.id),
    col(Publication.reference),
    col(Publication.number),
    col(Publication.title),
    col(Publication.kind),
    col(Publication.committee),
    col(Publication.level),
    col(Publication.published_at),
    _in_snapshot("operation"),
    type_coerce(Publication.snapshot, JSON)["legacy"].as_boolean(),
    _in_snapshot("assessed_on"),
    _in_snapshot("screened_on"),
    _in_snapshot("next_review_on"),
    _in_snapshot("next_screening_by"),
)


def _entry(row: Row[Any]) -> Entry:
    values: list[Any] = list(row)
    id_, reference, number, title, kind, committee, level, at, operation, legacy, *days = values
    done, screened, due, again = days
    return Entry(
        id=id_,
        reference=reference,
        number=number,
        title=title,
        kind=kind.value,
        committee=committee,
        level=Level(level),
        published_at=at,
        operation=operation or "",
        legacy=legacy,
        done_on=done or screened or "",
        next_on=due or again or "",
    )
