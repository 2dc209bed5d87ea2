"""What can stand in the way of an action, each in words that say what to do about it.

The reasons are shown to the person who is stopped. Guards of publication, review and what follows
are in `guards_later`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from workflows.facts import Facts, Outcome
from workflows.levels import Level


@dataclass(frozen=True, slots=True)
class Guard:
    """One condition of a row: `reason` is shown while unmet, `hint` says what would meet it."""

    id: str
    reason: str
    test: Callable[[Facts], bool]
    hint: str = ""

    def met_by(self, facts: Facts) -> bool:
        """Whether these facts satisfy the guard."""
        return self.test(facts)


# --- People ------------------------------------------------------------------------------

no_contributor = Guard(
    "no_contributor",
    "You contributed to this form, so someone else must decide",
    lambda f: not f.actor_is_contributor,
    "Ask a colleague who saved no answer or evidence in it. If there is nobody, the administrator "
    "can add an approver from outside, with a reason.",
)
training = Guard(
    "training",
    "Your equality training is missing or out of date",
    lambda f: f.training_rule == "warn" or f.training_current,
    "Take the training, or ask a trained deputy to submit.",
)
submitter = Guard(
    "submitter",
    "Only the person who submitted this can take it back",
    lambda f: f.is_submitter,
)
nobody_signed = Guard(
    "nobody_signed",
    "Somebody has already signed, so it can no longer be taken back",
    lambda f: not f.signed_since_submission,
    "Ask the Strategy Unit to return it.",
)

# --- What comes with an action -----------------------------------------------------------

reason = Guard(
    "reason", "A reason is needed", lambda f: f.reason_given, "Say why, in a sentence or two."
)
return_target = Guard(
    "return_target",
    "The stage it should go back to has not been chosen",
    lambda f: f.return_to is not None,
)
visited = Guard(
    "visited",
    "This assessment has not been through the stage you chose",
    lambda f: f.return_to in f.visited,
    "Choose a stage it has already been in.",
)
return_due = Guard(
    "return_due",
    "The day the changes are due is missing",
    lambda f: f.return_due_given,
    "Give a day the author can reasonably meet.",
)
next_due = Guard(
    "next_due",
    "The policy operates or was assessed before, so it needs a day for its next assessment",
    lambda f: f.next_due_given or not (f.operating or f.earlier_edition),
)
new_fact = Guard(
    "new_fact",
    "What has become known since the approval is missing",
    lambda f: f.new_fact_given,
    "An approval is recalled only for a new fact. Write it down.",
)
came_from = Guard(
    "came_from",
    "It is not known which approval this came from",
    lambda f: f.came_from is not None,
)
parent = Guard(
    "parent",
    "The policy whose assessment covers this one has not been named",
    lambda f: f.parent_given,
)
adds_no_decision = Guard(
    "adds_no_decision",
    "It is not yet explained why this policy adds no decision that affects people",
    lambda f: f.reason_given,
    "Say how the other policy already settles everything that touches people.",
)

# --- Screening ---------------------------------------------------------------------------

screening_complete = Guard(
    "screening_complete",
    "The screening form is not complete",
    lambda f: "screening" in f.forms_complete,
)
level_known = Guard(
    "level_known",
    "The final level has not been given",
    lambda f: f.final_level is not None,
    "The screening form asks for it in its last section.",
)


def _not_lowered(f: Facts) -> bool:
    if f.final_level is None or f.computed_level is None:
        return False
    return f.final_level >= f.computed_level


lower_level_signed = Guard(
    "lower_level_signed",
    "The level is below the computed one and the committee has not signed for that",
    lambda f: f.committee_signed_lower or _not_lowered(f),
    "The chair or the secretary can record the committee's signature.",
)
two_sources = Guard(
    "two_sources",
    "Fewer than two sources were looked at, which is too few to find a policy not relevant",
    lambda f: f.two_sources_looked_at,
    "Add what else was looked at, even where it shows nothing.",
)
look_again = Guard(
    "look_again",
    'The question "What would make us look again?" is not answered',
    lambda f: f.look_again_answered,
)
second_signature = Guard(
    "second_signature",
    "A second signature is missing",
    lambda f: f.second_signed,
    "Any trained person who neither wrote nor approves this screening can give it.",
)


# --- Assessment --------------------------------------------------------------------------

assessment_complete = Guard(
    "assessment_complete",
    "The assessment form is not complete",
    lambda f: "assessment" in f.forms_complete,
)
consultation_planned = Guard(
    "consultation_planned",
    "The consultation plan is not complete",
    lambda f: f.waived or f.consultation_plan_complete,
    "Complete it. For a low level, consultation can be waived instead.",
)
waiver_only_low = Guard(
    "waiver_only_low",
    "Consultation can be waived for a low level only",
    lambda f: not f.waived or f.final_level == Level.LOW,
    "Write a consultation plan.",
)
waiver_outcome = Guard(
    "waiver_outcome",
    "Consultation is waived, so the outcome must be answered now",
    lambda f: not f.waived or f.outcome is not None,
)
outcome_consistent = Guard(
    "outcome_consistent",
    "The outcome contradicts answers given in the form",
    lambda f: f.outcome_consistent,
    "Change the outcome, or the answers it rests on.",
)
outcome_answered = Guard(
    "outcome_answered",
    "The outcome is not answered",
    lambda f: f.outcome is not None,
)
outcome_needs_no_more = Guard(
    "outcome_needs_no_more",
    "Continuing despite a negative effect needs a full assessment with consultation",
    lambda f: f.outcome != Outcome.CONTINUE,
    "Return it, and raise the level.",
)
adviser_on_assessment = Guard(
    "adviser_on_assessment",
    "The equality adviser has not signed",
    lambda f: (
        f.adviser_signed
        or not (f.final_level in {None, Level.HIGH} or f.dont_know_on_discrimination)
    ),
    'Needed for a high level, and wherever "don\'t know" is answered on discrimination.',
)
adviser_on_waiver = Guard(
    "adviser_on_waiver",
    "An effect is negative or not known, or discrimination is not ruled out, "
    "and the equality adviser has not signed",
    lambda f: (
        f.adviser_signed or not (f.negative_or_unknown_effect or f.discrimination_not_ruled_out)
    ),
    "The equality adviser can sign, or the level can be raised.",
)
legal_on_assessment = Guard(
    "legal_on_assessment",
    "The legal adviser has not signed",
    lambda f: f.legal_signed or not (f.worse_without_basis or f.rule_weighs_on_group),
    "Needed where someone is treated worse without a legal basis, or a rule weighs on a group.",
)

# --- Consultation ------------------------------------------------------------------------

consultation_closed = Guard(
    "consultation_closed",
    "The consultation is still open",
    lambda f: f.consultation_closed,
    "Wait for its last day, or close it.",
)
responses_handled = Guard(
    "responses_handled",
    "The responses are not sorted into themes",
    lambda f: f.responses_handled,
    "If nobody answered, explain what was tried.",
)
influence_recorded = Guard(
    "influence_recorded",
    "It is not recorded for every theme what it changed",
    lambda f: f.influence_recorded,
    "Where nothing changed, say why.",
)
consultation_complete = Guard(
    "consultation_complete",
    '"What we now think" and the conclusion are not complete',
    lambda f: "consultation" in f.forms_complete,
)
adviser_on_continuing = Guard(
    "adviser_on_continuing",
    "The policy continues despite a negative effect and the equality adviser has not signed",
    lambda f: f.adviser_signed or f.outcome not in {None, Outcome.CONTINUE},
)
legal_on_continuing = Guard(
    "legal_on_continuing",
    "The policy continues despite a negative effect and the legal adviser has not signed",
    lambda f: f.legal_signed or f.outcome not in {None, Outcome.CONTINUE},
)
