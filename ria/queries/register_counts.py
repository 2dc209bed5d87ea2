"""How many published policies pass the filters, and how many each other choice would leave."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sqlmodel import Session, col, func, select

from ria.models import Publication
from ria.queries.register import LATEST, PublicFilters, in_words


@dataclass(frozen=True)
class Counts:
    """`found` pass every filter, out of `all`. By choice of each filter: how many pass it and the
    other filters."""

    found: int
    all: int
    kind: Counter[str] = field(default_factory=Counter)
    committee: Counter[str] = field(default_factory=Counter)
    level: Counter[str] = field(default_factory=Counter)


def counts(session: Session, filters: PublicFilters) -> Counts:
    """Two queries, however many policies and choices there are."""
    whole = session.exec(select(func.count()).select_from(Publication).where(LATEST)).one()
    query = (
        select(Publication.kind, Publication.committee, Publication.level, func.count())
        .where(LATEST, *in_words(filters.words))
        .group_by(col(Publication.kind), col(Publication.committee), col(Publication.level))
    )
    wanted = (filters.kind, filters.committee, filters.level)
    by: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
    found = 0
    for kind, committee, level, count in session.exec(query):
        row = (str(kind), committee, level)
        passes = [not want or want == value for want, value in zip(wanted, row, strict=True)]
        found += count if all(passes) else 0
        for place, counter in enumerate(by):
            if all(passes[:place] + passes[place + 1 :]):
                counter[row[place]] += count
    return Counts(found, whole, *by)
