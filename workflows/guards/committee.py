"""Guards of the committee's decision."""

from workflows.guards.guard import Guard
from workflows.signatures import SignatureKind

committee_agreed = Guard(
    "committee_agreed",
    "The committee has not agreed",
    lambda f: (
        f.signoff.committee_agreed
        or (f.final_level is not None and f.final_level not in f.signoff.committee_levels)
    ),
    "The chair or the secretary records the committee's decision after its meeting.",
    signature=SignatureKind.COMMITTEE,
)
signatures_current = Guard(
    "signatures_current",
    "The content has changed since it was signed",
    lambda f: f.monitoring_plan.signatures_current,
    "Ask those who signed before to sign again.",
)
in_time = Guard(
    "in_time",
    "The decision comes after the planned start, and why is not explained",
    lambda f: f.monitoring_plan.decided_before_start or f.given.reason_given,
    "Explain the lateness, or correct the planned start if it has moved.",
)
