"""Search in a large register, against the first page of its list. Both databases.

    python -m benchmarks.search [POLICIES]

One policy in five has "searching" in its title, one in a thousand "quixotic". A page is the first
fifty of what is found, with all that the list shows of each.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text
from sqlmodel import col, select

from benchmarks.many_policies import lay_register
from benchmarks.measure import Goal, interleaved, report
from benchmarks.tick import databases, open_empty
from ria.db.store import Store
from ria.models import Policy
from ria.queries.kit.paging import PAGE_SIZE, From
from ria.queries.register.policies import Filters, policies
from ria.services.kit.search import rebuild_search

ASKED = {
    "a word of one title in five": "searching",
    "its first letters": "sear",
    "two words": "searching detained",
    "a word of one title in a thousand": "quixotic",
    "a reference": "B77",
    "a word that nothing has": "zzz",
}
GOALS = tuple(Goal(about, 20, "P9") for about in ASKED)


def run(many: int = 100_000) -> bool:
    """Both databases; False if a goal is missed."""
    met = []
    for name, url in databases():
        with tempfile.TemporaryDirectory() as directory:
            store = open_empty(url, Path(directory))
            lay_register(store, many, 1)
            _give_titles(store)
            rebuild_search(store)
            with store.engine.begin() as connection:
                connection.execute(text("ANALYZE"))
            variants = {"the list's first page": _list(store, "")}
            variants["a page of bare rows by the primary key"] = _by_key(store)
            variants |= {about: _list(store, words) for about, words in ASKED.items()}
            best = interleaved(variants, 15)
            store.close()
        met.append(report(f"Search in {many:,} policies, {name}", best, GOALS))
    return all(met)


def _give_titles(store: Store) -> None:
    title = (
        "CASE WHEN id % 5 = 0 THEN 'Searching of detained people ' "
        "WHEN id % 1000 = 1 THEN 'Quixotic practice ' ELSE 'Practice ' END || id"
    )
    with store.writer() as session:
        session.execute(text(f"UPDATE policy SET title = {title}, title_key = lower({title})"))
        session.commit()


def _by_key(store: Store) -> Callable[[], None]:
    def page() -> None:
        query = select(Policy.id, Policy.reference, Policy.title)
        with store.read_session() as session:
            assert session.exec(query.order_by(col(Policy.id).desc()).limit(PAGE_SIZE + 1)).all()

    return page


def _list(store: Store, words: str) -> Callable[[], None]:
    def page() -> None:
        with store.read_session() as session:
            policies(session, Filters(words=words), From())

    return page


if __name__ == "__main__":
    sys.exit(0 if run(*map(int, sys.argv[1:])) else 1)
