"""One page of a query by keyset: what comes after (or before) a row, in the order of the list.

However many rows there are, a page takes one statement, and one more to look up the row that it
begins after. Rows that are added meanwhile move nothing; a row that is gone starts at the top.
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
    """The order of a list: by `columns`, none of which is null, and then by the key `id`; all of
    them descending or none."""

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
    """Up to size + 1 rows of the query, those nearest to the start first, as `sliced` wants them.

    Where words are looked for, the best answers come first, of equally good ones the newest."""
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
    """What the row to page on from has in the columns of the order."""
    at = start.after if start.before is None else start.before
    if at is None:
        return None
    return session.execute(select(*keys.all).where(keys.id == at)).first()


# --- What is looked for ---------------------------------------------------------------------


def _best(
    session: Session,
    query: Any,
    key: Any,
    start: From,
    search: Search,
    size: int,
) -> Sequence[Any]:
    """Each tier is asked for a page of its own, which both databases read from an index and leave
    off when it is full; ranking everything that is found takes as long as there is of it."""
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
    """The keys of what the query lets through of one tier."""
    keys = query.with_only_columns(key.label("id"), literal(int(tier)).label("tier"))
    of_index, condition = found.in_order(forward)
    order = of_index.desc() if forward else of_index
    return keys.where(condition, of_index == key).order_by(order)


def _tiers(session: Session, start: From, search: Search) -> list[tuple[Tier, Matches]]:
    """The tiers on the page's side of the row that it begins after, and what is left of its own."""
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
    """How well the record with this key answers; None if it does not, or no more."""
    asked = (
        select(literal(int(tier))).where(found.condition, found.key == key)
        for tier, found in tiers.items()
    )
    here = session.execute(union_all(*asked)).scalar() if tiers else None
    return None if here is None else Tier(here)
