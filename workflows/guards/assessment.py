"""Guards of the assessment form and of its approval."""

from workflows.facts.outcomes import Outcome
from workflows.guards.guard import Guard
from workflows.levels import Level
from workflows.signatures import SignatureKind

assessment_complete = Guard(
    "assessment_complete",
    "The assessment form is not complete",
    lambda f: f.assessment.complete,
)
consultation_planned = Guard(
    "consultation_planned",
    "The consultation plan is not complete",
    lambda f: f.assessment.waived or f.assessment.consultation_plan_complete,
    "Complete it. For a low level, consultation can be waived instead.",
)
waiver_only_low = Guard(
    "waiver_only_low",
    "Consultation can be waived for a low level only",
    lambda f: not f.assessment.waived or f.final_level == Level.LOW,
    "Write a consultation plan.",
)
waiver_outcome = Guard(
    "waiver_outcome",
    "Consultation is waived, so the outcome must be answered now",
    lambda f: not f.assessment.waived or f.conclusion.outcome is not None,
)
outcome_consistent = Guard(
    "outcome_consistent",
    "The outcome contradicts answers given in the form",
    lambda f: f.conclusion.consistent,
    "Change the outcome, or the answers it rests on.",
)
outcome_answered = Guard(
    "outcome_answered",
    "The outcome is not answered",
    lambda f: f.conclusion.outcome is not None,
)
outcome_needs_no_more = Guard(
    "outcome_needs_no_more",
    "Continuing despite a negative effect needs a full assessment with consultation",
    lambda f: f.conclusion.outcome != Outcome.CONTINUE,
    "Return it, and raise the level.",
)
adviser_on_assessment = Guard(
    "adviser_on_assessment",
    "The equality adviser has not signed",
    lambda f: (
        f.signoff.adviser_signed
        or not (f.final_level in {None, Level.HIGH} or f.assessment.dont_know_on_discrimination)
    ),
    'Needed for a high level, and wherever "don\'t know" is answered on discrimination.',
    signature=SignatureKind.ADVISER,
)
adviser_on_waiver = Guard(
    "adviser_on_waiver",
    "An effect is negative or not known, or discrimination is not ruled out, "
    "and the equality adviser has not signed",
    lambda f: (
        f.signoff.adviser_signed
        or not (
            f.assessment.negative_or_unknown_effect or f.assessment.discrimination_not_ruled_out
        )
    ),
    "The equality adviser can sign, or the level can be raised.",
    signature=SignatureKind.ADVISER,
)
legal_on_assessment = Guard(
    "legal_on_assessment",
    "The legal adviser has not signed",
    lambda f: (
        f.signoff.legal_signed
        or not (f.assessment.worse_without_basis or f.assessment.rule_weighs_on_group)
    ),
    "Needed where someone is treated worse without a legal basis, or a rule weighs on a group.",
    signature=SignatureKind.LEGAL,
)
