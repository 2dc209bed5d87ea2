"""Guards of a review, from its start to its decision."""

from workflows.facts.facts import Facts
from workflows.guards.guard import Guard
from workflows.levels import Level
from workflows.signatures import SignatureKind

no_successor = Guard(
    "no_successor",
    "A new edition is already being prepared",
    lambda f: not f.road.successor_in_preparation,
    "Add what has happened to the new edition.",
)
review_reason = Guard(
    "review_reason",
    "The reason for the review has not been chosen",
    lambda f: f.given.review_reason is not None,
)
review_complete = Guard(
    "review_complete",
    "The review form is not complete",
    lambda f: f.review.complete,
)
screening_rerun = Guard(
    "screening_rerun",
    "The screening questions have not been answered again",
    lambda f: f.review.screening_rerun,
)
review_decided = Guard(
    "review_decided",
    "The review does not say yet what is to happen",
    lambda f: f.review.decision is not None,
)


def _not_risen(f: Facts) -> bool:
    if f.final_level is None or f.review.rescreened_level is None:
        return False
    return f.review.rescreened_level <= f.final_level


level_not_risen = Guard(
    "level_not_risen",
    "The new screening gives a higher level, so the policy cannot simply continue",
    _not_risen,
    'Return the review with "amend" in mind.',
)
no_unexplained_signal = Guard(
    "no_unexplained_signal",
    "A monitoring signal is adverse and not explained",
    lambda f: not f.review.unexplained_signal,
    "Explain it in the review, or amend the policy.",
)
adviser_on_review = Guard(
    "adviser_on_review",
    "The equality adviser has not signed the review",
    lambda f: f.signoff.adviser_signed or f.final_level not in {None, Level.HIGH},
    "Needed for a high level.",
    signature=SignatureKind.ADVISER,
)
replacement_counts = Guard(
    "replacement_counts",
    "The policy that is to take its place is not in the register, or has no assessment that counts",
    lambda f: f.review.replacement_counts,
    "Enter the reference of another policy whose assessment is current.",
)
closable = Guard(
    "closable",
    "Only a project or a decision can be closed",
    lambda f: f.review.closable,
    "Revoke or replace the policy instead.",
)
