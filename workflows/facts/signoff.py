"""The facts about the signatures on a form and the remarks on it."""

from dataclasses import dataclass

from workflows.levels import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffFacts:
    """The signatures on the present content, and the remarks on it."""

    adviser_signed: bool = False
    """The equality adviser signed this content."""
    legal_signed: bool = False
    """The legal adviser signed this content."""
    committee_levels: frozenset[Level] = frozenset({Level.HIGH, Level.MEDIUM})
    """Setting: the levels that need a committee's decision."""
    committee_agreed: bool = False
    """The committee decided "agree", or "agree if"; conditions are judged at publication."""
    disagreement: bool = True
    """Somebody's latest signature on this content says "do not agree" or "defer"."""
    remarks_open: bool = True
    """A section is judged "to fix", or a comment is unresolved."""
