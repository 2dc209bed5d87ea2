"""A check at start: are the question sets in use unchanged since they were first used?"""

from __future__ import annotations

from sqlmodel import select

from forms.questions.source import Problem, SetError
from ria.db.store import Store
from ria.models import StoredSet


def check_sets_in_use(store: Store) -> None:
    """Raise `SetError` if a set that has stored answers was changed without a new version."""
    problems: list[Problem] = []
    with store.read_session() as session:
        for stored in session.exec(select(StoredSet)):
            loaded = store.sets.sets.get((stored.form, stored.frame, stored.version))
            if loaded is not None and loaded.hash != stored.hash:
                problems.append(
                    Problem(
                        f"{stored.form}.{stored.version}.yaml",
                        1,
                        "version",
                        f"this set was changed after answers were given to it "
                        f"({stored.frame}): undo the change and add version {stored.version + 1}",
                    )
                )
    if problems:
        raise SetError(*problems)
