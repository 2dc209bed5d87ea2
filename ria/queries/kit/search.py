"""Turn the words of a search into a condition on the records that contain them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false
from sqlmodel import Session, SQLModel

from ria.db.search import Asked, Matches, Tier, matches, one_word, words_in
from ria.history.search_documents import SEARCHED

LONGEST_WORDS = 200
MOST_WORDS = 8


@dataclass(frozen=True)
class Search:
    """The records of one kind that contain every word, or whose reference is exactly what was
    typed.

    Words match from their beginning, regardless of case and accents. `asked` is None if only
    punctuation was typed, which matches nothing.
    """

    dialect: str
    index: str
    asked: Asked | None

    def finds(self, key: Any) -> ColumnElement[bool]:
        """The condition that the record with this key matches."""
        if self.asked is None:
            return false()
        found: ColumnElement[bool] = key.in_(matches(self.dialect, self.index, self.asked).keys)
        return found

    def tiers(self) -> dict[Tier, Matches]:
        """The matches grouped by how well a record matches, the best first."""
        if self.asked is None:
            return {}
        return {tier: matches(self.dialect, self.index, self.asked, tier) for tier in Tier}


def search(session: Session, model: type[SQLModel], typed: str) -> Search | None:
    """The search for what was typed, among the records of a model; None if nothing was typed.

    It does not check permissions: the query has to add those conditions.
    """
    said = "".join(c if c.isprintable() else " " for c in typed[:LONGEST_WORDS]).strip()
    if not said:
        return None
    words = tuple(words_in(said)[:MOST_WORDS])
    dialect = session.get_bind().dialect.name
    asked = Asked(words, one_word(said)) if words else None
    return Search(dialect, SEARCHED[model].index, asked)


def found_by(search: Search | None, key: Any) -> list[ColumnElement[bool]]:
    """The search as conditions to add to others: none if nothing is searched for."""
    return [] if search is None else [search.finds(key)]
