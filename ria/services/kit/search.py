"""Rebuild the search indexes, in case they ever differ from the records."""

from __future__ import annotations

from ria.db.store import Store
from ria.history.search_documents import rebuild_indexes


def rebuild_search(store: Store) -> dict[str, int]:
    """Rebuild every search index and return the number of records in each. No record changes, so
    nothing goes into the history.
    """
    with store.writer() as session:
        counts = rebuild_indexes(session)
        session.commit()
    return counts
