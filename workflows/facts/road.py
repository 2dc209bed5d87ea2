"""The facts of the road so far: where the edition has been, and the policy it is about."""

from dataclasses import dataclass

from workflows.stages import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadFacts:
    """What happened to the edition before, beside it and after it."""

    visited: frozenset[Stage] = frozenset()
    """Every stage this edition has been in."""
    came_from: Stage | None = None
    """The approval stage from which this edition became approved."""
    approved_something: bool = True
    """Some stage of this edition has been approved."""
    signed_since_submission: bool = True
    """Somebody signed since the form was submitted."""
    unchanged_since_return: bool = True
    """The form was returned, and no answer reads differently yet."""
    ratification_refused: bool = True
    """Since this edition was approved, the committee refused to ratify what its chair agreed to."""
    proposed: bool = False
    """The policy is proposed: it does not operate yet and has not ended."""
    operating: bool = True
    """The policy operates."""
    earlier_edition: bool = True
    """The policy has an earlier edition."""
    successor_in_preparation: bool = True
    """A later edition is open."""
