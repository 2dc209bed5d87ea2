"""Where to find everything in the demonstration's organisation."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlmodel import col, select

from ria.db.store import Store
from ria.models import Policy
from ria.models.types import sort_key


@dataclass
class Places:
    """The units, committees and functions by name, and the policies by title."""

    store: Store
    units: dict[str, int] = field(default_factory=dict)
    committees: dict[str, int] = field(default_factory=dict)
    functions: dict[str, int] = field(default_factory=dict)

    def reference_of(self, title: str) -> str:
        """The reference of a registered policy."""
        query = select(Policy.reference).where(col(Policy.title_key) == sort_key(title))
        with self.store.read_session() as session:
            return session.exec(query).one()
