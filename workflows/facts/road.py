"""The facts about the stages so far, and about the policy of the edition."""

from dataclasses import dataclass

from workflows.stages import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadFacts:
    """What happened to this edition, and which other editions there are."""

    visited: frozenset[Stage] = frozenset()
    """Every stage that this edition has been in."""
    came_from: Stage | None = None
    """The approval stage from which this edition became approved."""
    approved_something: bool = True
    """Some stage of this edition has been approved."""
    signed_since_submission: bool = True
    """Somebody signed since the form was submitted."""
    unchanged_since_return: bool = True
    """The form was returned, and no answer has changed since."""
    ratification_refused: bool = True
    """Since this edition was approved, the committee has refused to ratify a signature of its
    chair.
    """
    proposed: bool = False
    """The policy is proposed: it is not in operation yet and has not ended."""
    operating: bool = True
    """The policy is in operation."""
    earlier_edition: bool = True
    """The policy has an earlier edition."""
    successor_in_preparation: bool = True
    """A later edition is open."""
