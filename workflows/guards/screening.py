"""Guards of the screening form and of its approval."""

from workflows.facts.facts import Facts
from workflows.guards.guard import Guard
from workflows.signatures import SignatureKind

screening_complete = Guard(
    "screening_complete",
    "The screening form is not complete",
    lambda f: f.screening.complete,
)
level_known = Guard(
    "level_known",
    "The final level has not been given",
    lambda f: f.final_level is not None,
    "The screening form asks for it in its last section.",
)


def _not_lowered(f: Facts) -> bool:
    if f.final_level is None or f.screening.computed_level is None:
        return False
    return f.final_level >= f.screening.computed_level


lower_level_signed = Guard(
    "lower_level_signed",
    "The level is below the computed one and the committee has not signed for that",
    lambda f: f.screening.committee_signed_lower or _not_lowered(f),
    "The chair or the secretary can record the committee's signature.",
    signature=SignatureKind.COMMITTEE,
)
two_sources = Guard(
    "two_sources",
    "Fewer than two sources were looked at, which is too few to find a policy not relevant",
    lambda f: f.screening.two_sources_looked_at,
    "Add what else was looked at, even where it shows nothing.",
)
look_again = Guard(
    "look_again",
    'The question "What would make us look again?" is not answered',
    lambda f: f.screening.look_again_answered,
)
second_signature = Guard(
    "second_signature",
    "A second signature is missing",
    lambda f: f.screening.second_signed,
    "Any trained person who neither wrote nor approves this screening can give it.",
    signature=SignatureKind.SECOND,
)
