"""One page of a query by keyset: the rows after (or before) a given row, in the order of the list.

However many rows there are, a page takes one statement, and one more to look up the row after which
it begins. Rows that are added meanwhile move nothing; if the given row is gone, the page starts at
the top.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, select, tuple_, union_all
from sqlmodel import Session

from ria.db.search import Matches, Tier
from ria.queries.kit.paging import PAGE_SIZE, From
from ria.queries.kit.search import Search


@dataclass(frozen=True)
class Keyset:
    """A list's order: by `columns`, never null, then by the key `id`; all descending or none."""

    id: Any
    columns: tuple[Any, ...] = ()
    descending: bool = False

    @property
    def all(self) -> tuple[Any, ...]:
        """Every column of the order."""
        return (*self.columns, self.id)


def nearest(
    session: Session,
    query: Any,
    keys: Keyset,
    start: From,
    search: Search | None = None,
    size: int = PAGE_SIZE,
) -> Sequence[Any]:
    """Up to size + 1 rows of the query, those nearest to the start first, as `sliced` expects them.

    In a search, the best matches come first, and among equals the newest.
    """
    if search is not None:
        return _best(session, query, keys.id, start, search, size)
    falls = keys.descending is (start.before is None)
    at = _values(session, keys, start)
    if at is not None:
        here, there = tuple_(*keys.all), tuple_(*map(literal, at))
        query = query.where(here < there if falls else here > there)
    order = (column.desc() if falls else column for column in keys.all)
    return session.execute(query.order_by(*order).limit(size + 1)).all()


def _values(session: Session, keys: Keyset, start: From) -> Any:
    """The values that the given row has in the columns of the order."""
    at = start.after if start.before is None else start.before
    if at is None:
        return None
    return session.execute(select(*keys.all).where(keys.id == at)).first()


# --- Searching ------------------------------------------------------------------------------


def _best(
    session: Session,
    query: Any,
    key: Any,
    start: From,
    search: Search,
    size: int,
) -> Sequence[Any]:
    """Query a page of each tier separately. Both databases can read such a page from an index and
    stop when it is full, whereas the cost of ranking all matches grows with their number.
    """
    forward = start.before is None
    pages = [
        _page_of_tier(query, key, tier, found, forward).limit(size + 1).subquery()
        for tier, found in _tiers(session, start, search)
    ]
    if not pages:
        return []
    best = union_all(*(select(page) for page in pages)).subquery()
    order = [best.c.tier, best.c.id.desc()] if forward else [best.c.tier.desc(), best.c.id]
    query = query.where(best.c.id == key).order_by(*order)
    return session.execute(query.limit(size + 1)).all()


def _page_of_tier(query: Any, key: Any, tier: Tier, found: Matches, forward: bool) -> Any:
    """The keys of the rows in one tier that the query admits."""
    keys = query.with_only_columns(key.label("id"), literal(int(tier)).label("tier"))
    of_index, condition = found.in_order(forward)
    order = of_index.desc() if forward else of_index
    return keys.where(condition, of_index == key).order_by(order)


def _tiers(session: Session, start: From, search: Search) -> list[tuple[Tier, Matches]]:
    """The tiers on the page's side of the given row, and the rest of that row's own tier."""
    tiers = search.tiers()
    at = start.after if start.before is None else start.before
    here = None if at is None else _tier_of(session, tiers, at)
    if at is None or here is None:
        return list(tiers.items())
    forward, own = start.before is None, tiers[here]
    rest = [(tier, each) for tier, each in tiers.items() if (tier > here) is forward]
    left = (here, own.beyond(at, forward))
    return [left, *((tier, each) for tier, each in rest if tier != here)]


def _tier_of(session: Session, tiers: Mapping[Tier, Matches], key: int) -> Tier | None:
    """The tier in which the record with this key matches; None if it does not."""
    asked = (
        select(literal(int(tier))).where(found.condition, found.key == key)
        for tier, found in tiers.items()
    )
    here = session.execute(union_all(*asked)).scalar() if tiers else None
    return None if here is None else Tier(here)
