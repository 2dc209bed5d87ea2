"""Count the published policies that pass the filters, and what each other choice would give."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import and_, case, true
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, func

from ria.models import Publication
from ria.queries.publication.register import LATEST, PublicFilters, in_words


@dataclass(frozen=True)
class Counts:
    """`found` is the number that pass every filter, out of `all`. For each choice of each filter,
    the number that match this choice and pass all other filters.
    """

    found: int
    all: int
    kind: Counter[str] = field(default_factory=Counter)
    committee: Counter[str] = field(default_factory=Counter)
    level: Counter[str] = field(default_factory=Counter)


def counts(session: Session, filters: PublicFilters) -> Counts:
    """Return the counts from one query, however many policies and choices there are."""
    has_words = case((and_(true(), *in_words(session, filters.words)), 1), else_=0)
    choices = (col(Publication.kind), col(Publication.committee), col(Publication.level))
    query = sql_select(*choices, func.count(), func.sum(has_words)).where(LATEST).group_by(*choices)
    wanted = (filters.kind, filters.committee, filters.level)
    by: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
    found = whole = 0
    for kind, committee, level, in_all, count in session.execute(query):
        whole += in_all
        row = (str(kind), committee, level)
        passes = [not want or want == value for want, value in zip(wanted, row, strict=True)]
        found += count if all(passes) else 0
        for place, counter in enumerate(by):
            if count and all(passes[:place] + passes[place + 1 :]):
                counter[row[place]] += count
    return Counts(found, whole, *by)
