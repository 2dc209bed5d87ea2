"""What the process needs to know about one assessment at the moment somebody acts.

A service gathers the facts; the guards judge them. Every default is the cautious one: good news
is assumed absent and bad news assumed present, so that a fact nobody gathered stops the action
rather than letting it through.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Literal

from workflows.levels import Level
from workflows.stages import Stage

TrainingRule = Literal["warn", "block"]


class Outcome(IntEnum):
    """The conclusion of an assessment, numbered as the form numbers it."""

    NO_CHANGE = 1
    ADJUST = 2
    CONTINUE = 3
    STOP = 4


class ReviewReason(StrEnum):
    """Why a review is started."""

    SCHEDULED = "scheduled"
    SIGNAL = "signal"
    COMPLAINT = "complaint"
    LAW = "law"
    INCIDENT = "incident"
    INSPECTION = "inspection"
    REQUEST = "request"


class ReviewDecision(StrEnum):
    """What a review concludes. CLOSE is for projects and decisions only."""

    CONTINUE = "continue"
    AMEND = "amend"
    REVOKE = "revoke"
    REPLACE = "replace"
    CLOSE = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of one assessment, seen from the person who acts."""

    # Who acts.
    actor_is_contributor: bool = True
    """The person acting saved an answer or evidence in a form this decision covers."""
    is_submitter: bool = False
    """The person acting is the one who submitted the form now awaiting approval."""

    # What comes with the action itself.
    reason_given: bool = False
    """A reason was written."""
    return_to: Stage | None = None
    """Return: the stage it should go back to."""
    return_due_given: bool = False
    """Return: the day the changes are due was given."""
    next_due_given: bool = False
    """Withdraw: the day the policy is next to be assessed was given."""
    parent_given: bool = False
    """Cover: the policy whose assessment covers this one was named."""
    new_fact_given: bool = False
    """Recall: the new fact was written down."""
    reference_given: bool = False
    """Revoke: a legal or committee reference was given."""
    urgent_action: bool = True
    """Revoke: done urgently, ahead of the committee."""
    ratify_by_given: bool = False
    """Revoke: the meeting that is to ratify an urgent revocation was given."""

    # The road so far.
    visited: frozenset[Stage] = frozenset()
    """Every stage this edition has been in."""
    came_from: Stage | None = None
    """The approval stage from which this edition became approved."""
    signed_since_submission: bool = True
    """Somebody signed since the form was submitted."""
    proposed: bool = False
    """The policy is proposed: it does not operate yet and has not ended."""
    operating: bool = True
    """The policy operates."""
    approved_something: bool = True
    """Some stage of this edition has been approved."""
    earlier_edition: bool = True
    """The policy has an earlier edition."""
    successor_in_preparation: bool = True
    """A later edition is open."""
    successor_concluded: bool = False
    """The later edition is being published or screened out at this moment."""

    # The forms.
    forms_complete: frozenset[str] = frozenset()
    """Names of the forms with nothing unanswered: screening, assessment, consultation,
    monitoring_plan, publication, review."""
    training_current: bool = False
    """The person submitting has training that is still in date."""
    training_rule: TrainingRule = "warn"
    """Setting: whether missing training only warns or blocks."""

    # Screening.
    computed_level: Level | None = None
    """The level the rating rule gives."""
    final_level: Level | None = None
    """The level the form settles on; the level of the assessment from then on."""
    committee_signed_lower: bool = False
    """The committee signed for a final level below the computed one."""
    second_signed: bool = False
    """A trained person who is neither author nor approver signed (final level none)."""
    look_again_answered: bool = False
    """"What would make us look again" is answered (final level none)."""
    two_sources_looked_at: bool = False
    """At least two sources of evidence were looked at (final level none)."""

    # Assessment.
    consultation_plan_complete: bool = False
    """The consultation plan has nothing unanswered."""
    waived: bool = False
    """Consultation is waived; for a low level only."""
    outcome: Outcome | None = None
    """The conclusion, once answered."""
    outcome_consistent: bool = False
    """The outcome does not contradict the answers; one not yet given contradicts nothing."""
    dont_know_on_discrimination: bool = True
    """A discrimination question is answered "don't know"."""
    discrimination_not_ruled_out: bool = True
    """A discrimination question is answered other than "no"."""
    negative_or_unknown_effect: bool = True
    """Some group's effect is negative, both or not known."""
    worse_without_basis: bool = True
    """Somebody is treated worse with no legal basis named."""
    rule_weighs_on_group: bool = True
    """One rule for all is harder for some group to meet."""
    adviser_signed: bool = False
    """The equality adviser signed this content."""
    legal_signed: bool = False
    """The legal adviser signed this content."""

    # Consultation.
    consultation_closed: bool = False
    """The consultation has closed."""
    responses_handled: bool = False
    """Responses are sorted into themes, or a nil return is explained."""
    influence_recorded: bool = False
    """Each theme says what it changed, or why it changed nothing."""

    # Monitoring plan and the committee.
    report_every_months: int | None = None
    """Months between two monitoring reports."""
    committee_levels: frozenset[Level] = frozenset({Level.HIGH, Level.MEDIUM})
    """Setting: the levels that need a committee's decision."""
    committee_agreed: bool = False
    """The committee decided "agree", or "agree if"; conditions are judged at publication."""
    signatures_current: bool = False
    """Every earlier signature covers the content as it now stands."""
    decided_before_start: bool = False
    """The decision comes on or before the planned start."""
    lateness_explained: bool = False
    """Why the decision comes after the planned start is explained."""

    # Publication.
    summary_words: int = 0
    """Words in the plain summary."""
    conditions_met: bool = False
    """The committee's conditions "before publication" are met, or there are none."""
    disclosure_checked: bool = False
    """The disclosure check is signed."""
    no_judgement_changed: bool = False
    """Correct: only fields that hold no judgement change."""
    correction_notice_given: bool = False
    """Correct: the public correction notice is written."""
    amendment_proposed: bool = False
    """Minor amendment: the owner has proposed it."""
    limbs_unchanged: bool = False
    """Minor amendment: the three limb questions are answered "no change"."""
    difference_attached: bool = False
    """Minor amendment: the difference between the two texts is attached."""

    # Review.
    review_reason: ReviewReason | None = None
    """Why the review is started."""
    screening_rerun: bool = False
    """The screening questions were answered again."""
    rescreened_level: Level | None = None
    """The level the new screening gives."""
    unexplained_signal: bool = True
    """A monitoring signal is adverse and not explained."""
    review_decision: ReviewDecision | None = None
    """What the review concludes, once answered."""
    closable: bool = False
    """The subject is a project or a decision, which may be closed."""
