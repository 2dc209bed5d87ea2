"""Guards of the consultation form and of its approval."""

from workflows.facts.outcomes import Outcome
from workflows.guards.guard import Guard
from workflows.signatures import SignatureKind

consultation_closed = Guard(
    "consultation_closed",
    "The consultation is still open",
    lambda f: f.consultation.closed,
    "Wait for its last day, or close it.",
)
responses_handled = Guard(
    "responses_handled",
    "The responses are not sorted into themes",
    lambda f: f.consultation.responses_handled,
    "If nobody answered, explain what was tried.",
)
influence_recorded = Guard(
    "influence_recorded",
    "It is not recorded for every theme what it changed",
    lambda f: f.consultation.influence_recorded,
    "Where nothing changed, say why.",
)
consultation_complete = Guard(
    "consultation_complete",
    '"What we now think" and the conclusion are not complete',
    lambda f: f.consultation.complete,
)
adviser_on_continuing = Guard(
    "adviser_on_continuing",
    "The policy continues despite a negative effect and the equality adviser has not signed",
    lambda f: f.signoff.adviser_signed or f.conclusion.outcome not in {None, Outcome.CONTINUE},
    signature=SignatureKind.ADVISER,
)
legal_on_continuing = Guard(
    "legal_on_continuing",
    "The policy continues despite a negative effect and the legal adviser has not signed",
    lambda f: f.signoff.legal_signed or f.conclusion.outcome not in {None, Outcome.CONTINUE},
    signature=SignatureKind.LEGAL,
)
