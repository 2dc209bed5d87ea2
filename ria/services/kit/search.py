"""Making the search indexes anew, should they ever differ from the records."""

from __future__ import annotations

from ria.db.store import Store
from ria.history.search_documents import rebuild_indexes


def rebuild_search(store: Store) -> dict[str, int]:
    """Make every search index anew; how many records are in each. No record changes, and so
    nothing goes into the history."""
    with store.writer() as session:
        counts = rebuild_indexes(session)
        session.commit()
    return counts
