"""The level of relevance that a screening gives to a policy."""

from enum import StrEnum


class Level(StrEnum):
    """Relevance to equality. Levels compare by rank, not alphabetically, so that `max` is the
    highest.
    """

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"

    @property
    def rank(self) -> int:
        """0 for none, up to 3 for high."""
        return _RANKS[self]

    @property
    def label(self) -> str:
        """The level as a page names it."""
        return "Not relevant" if self is Level.NONE else f"{self.value.capitalize()} relevance"

    def __lt__(self, other: str) -> bool:
        return self.rank < Level(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Level(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Level(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Level(other).rank


_RANKS = {Level.NONE: 0, Level.LOW: 1, Level.MEDIUM: 2, Level.HIGH: 3}
