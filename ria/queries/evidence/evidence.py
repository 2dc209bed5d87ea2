"""The evidence bank as one person may see it: searching it, and choosing sources to cite."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from forms.questions.question import Audience
from ria.models import Evidence, EvidenceKind, Policy, StoredFile
from ria.permissions.person import Person
from ria.queries.evidence.access import visible_to
from ria.queries.kit.keyset import Keyset, nearest
from ria.queries.kit.paging import PAGE_SIZE, From, Slice, sliced
from ria.queries.kit.search import search

OLD_AFTER_YEARS = 5
"""Sources older than this are still shown, with a mark: the quality checker asks about them too."""
MOST_AREAS = 200
NEWEST = Keyset(col(Evidence.id), descending=True)


@dataclass(frozen=True)
class EvidenceFilters:
    """The filters of the bank."""

    words: str = ""
    kind: EvidenceKind | None = None
    area: str = ""
    policy_id: int | None = None


@dataclass(frozen=True)
class EvidenceLine:
    """One source as the bank lists it."""

    id: int
    ref: str
    title: str
    kind: EvidenceKind
    source: str
    period: str
    area: str
    as_of: date | None
    audience: Audience
    is_superseded: bool
    policy: str


@dataclass(frozen=True)
class Source:
    """One source with its policy, its file, and the source that replaced it."""

    evidence: Evidence
    policy: Policy
    file: StoredFile | None
    superseded_by: str


def evidence_list(
    session: Session,
    person: Person,
    filters: EvidenceFilters,
    start: From,
    size: int = PAGE_SIZE,
) -> Slice[EvidenceLine]:
    """One page of the sources this person may see: newest first; in a search, best matches."""
    query = (
        select(Evidence, Policy.reference)
        .join(Policy, col(Policy.id) == col(Evidence.policy_id))
        .where(visible_to(person), *_passing(filters))
    )
    wanted = search(session, Evidence, filters.words)
    found = nearest(session, query, NEWEST, start, wanted, size)
    lines = [_line(evidence, reference) for evidence, reference in found]
    return sliced(lines, start, lambda line: line.id, size)


def source(session: Session, ref: str) -> Source | None:
    """The source with this reference, without a check of permission: see
    `evidence_access.permission_for`.
    """
    query = (
        select(Evidence, Policy, StoredFile)
        .join(Policy, col(Policy.id) == col(Evidence.policy_id))
        .join(StoredFile, col(StoredFile.id) == col(Evidence.file_id), isouter=True)
        .where(col(Evidence.ref) == ref.upper())
    )
    found = session.exec(query).first()
    if found is None:
        return None
    evidence, policy, file = found
    newer = session.get(Evidence, evidence.superseded_by) if evidence.superseded_by else None
    return Source(evidence, policy, file, newer.ref if newer else "")


def source_of_file(session: Session, file_id: int) -> Evidence | None:
    """The source to which this file belongs; None if it belongs to something else."""
    return session.exec(select(Evidence).where(col(Evidence.file_id) == file_id)).first()


def areas(session: Session, person: Person) -> list[str]:
    """The areas covered by the sources that this person may see."""
    query = (
        select(Evidence.area)
        .join(Policy, col(Policy.id) == col(Evidence.policy_id))
        .where(visible_to(person), col(Evidence.area) != "")
        .order_by(col(Evidence.area))
        .distinct()
        .limit(MOST_AREAS)
    )
    return list(session.exec(query))


@dataclass(frozen=True)
class Offered:
    """The sources that can be cited, each by its reference: its label, its kind, its words, and a
    warning where one is needed.
    """

    labels: dict[str, str]
    kinds: dict[str, str]
    texts: dict[str, str]
    warnings: dict[str, str]


def evidence_choices(session: Session, person: Person, today: date) -> Offered:
    """What this person can cite. Superseded sources come last; they and old ones are marked."""
    newer = select(Evidence.id, Evidence.ref).subquery()
    query = (
        select(Evidence, newer.c.ref)
        .join(Policy, col(Policy.id) == col(Evidence.policy_id))
        .join(newer, newer.c.id == col(Evidence.superseded_by), isouter=True)
        .where(visible_to(person))
        .order_by(col(Evidence.superseded_by).is_not(None), col(Evidence.id))
    )
    found = [(evidence, by or "") for evidence, by in session.exec(query)]
    warned = {evidence.ref: warning(evidence, by, today) for evidence, by in found}
    return Offered(
        labels={evidence.ref: label(evidence, by) for evidence, by in found},
        kinds={evidence.ref: evidence.kind.value for evidence, _ in found},
        texts={evidence.ref: evidence.search_text for evidence, _ in found},
        warnings={ref: text for ref, text in warned.items() if text},
    )


def warning(evidence: Evidence, superseded_by: str, today: date) -> str:
    """What somebody who cites the source should know first; empty if nothing."""
    if superseded_by:
        return f"{superseded_by} has taken its place. Cite that one, if you can."
    if is_old(evidence.as_of, today):
        assert evidence.as_of is not None
        return (
            f"It speaks of {evidence.as_of.year} and is over {OLD_AFTER_YEARS} years old. "
            "Look for something newer, or say why it still holds."
        )
    return ""


def label(evidence: Evidence, superseded_by: str = "") -> str:
    """`E3: Stops by ethnic group, 2019/20 (England and Wales)`, as a form offers it."""
    about = f"{evidence.ref}: {evidence.title} ({evidence.area}, {evidence.period})"
    return f"{about}, superseded by {superseded_by}" if superseded_by else about


def cited(session: Session, refs: Iterable[str]) -> list[Evidence]:
    """The sources with these references, as they were added; unknown references are ignored."""
    wanted = set(refs)
    if not wanted:
        return []
    query = select(Evidence).where(col(Evidence.ref).in_(wanted)).order_by(col(Evidence.id))
    return list(session.exec(query))


def is_old(as_of: date | None, today: date) -> bool:
    """Whether a source's date is more than five years ago."""
    return as_of is not None and (today.year - OLD_AFTER_YEARS, today.month, today.day) > (
        as_of.year,
        as_of.month,
        as_of.day,
    )


def _passing(filters: EvidenceFilters) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    if filters.kind is not None:
        tests.append(col(Evidence.kind) == filters.kind)
    if filters.area:
        tests.append(col(Evidence.area) == filters.area)
    if filters.policy_id is not None:
        tests.append(col(Evidence.policy_id) == filters.policy_id)
    return tests


def _line(evidence: Evidence, policy: str) -> EvidenceLine:
    assert evidence.id is not None
    return EvidenceLine(
        id=evidence.id,
        ref=evidence.ref,
        title=evidence.title,
        kind=evidence.kind,
        source=evidence.source,
        period=evidence.period,
        area=evidence.area,
        as_of=evidence.as_of,
        audience=evidence.audience,
        is_superseded=evidence.superseded_by is not None,
        policy=policy,
    )
