"""The facts of each form: what its answers say, as far as the guards ask."""

from dataclasses import dataclass

from workflows.facts.outcomes import Outcome, ReviewDecision
from workflows.levels import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningFacts:
    """The screening form."""

    complete: bool = False
    """It has nothing unanswered."""
    computed_level: Level | None = None
    """The level the rating rule gives."""
    committee_signed_lower: bool = False
    """The committee signed for a final level below the computed one."""
    second_signed: bool = False
    """A trained person who is neither author nor approver signed (final level none)."""
    look_again_answered: bool = False
    """"What would make us look again" is answered (final level none)."""
    two_sources_looked_at: bool = False
    """At least two sources of evidence were considered (final level none)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConclusionFacts:
    """The conclusion, which is part of the assessment if consultation is waived, and of the
    consultation form otherwise.
    """

    outcome: Outcome | None = None
    """The outcome, once answered."""
    consistent: bool = False
    """The outcome does not contradict the answers. An outcome not yet given contradicts
    nothing.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentFacts:
    """The assessment form."""

    complete: bool = False
    """It has nothing unanswered."""
    consultation_plan_complete: bool = False
    """The consultation plan has nothing unanswered."""
    waived: bool = False
    """Consultation is waived; for a low level only."""
    dont_know_on_discrimination: bool = True
    """A discrimination question is answered "don't know"."""
    discrimination_not_ruled_out: bool = True
    """A discrimination question is answered other than "no"."""
    negative_or_unknown_effect: bool = True
    """Some group's effect is negative, both or not known."""
    worse_without_basis: bool = True
    """Somebody is treated worse with no legal basis named."""
    rule_weighs_on_group: bool = True
    """One rule for all is harder to meet for some group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationFacts:
    """The consultation, and the form that takes its responses into account."""

    complete: bool = False
    """The form has nothing unanswered."""
    closed: bool = False
    """The consultation has closed."""
    responses_handled: bool = False
    """Responses are sorted into themes, or a nil return is explained."""
    influence_recorded: bool = False
    """Each theme says what it changed, or why it changed nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringPlanFacts:
    """The monitoring plan, the last form before the committee's decision."""

    complete: bool = False
    """It has nothing unanswered."""
    report_every_months: int | None = None
    """Months between two monitoring reports."""
    signatures_current: bool = False
    """Every earlier signature matches the present content."""
    decided_before_start: bool = False
    """The decision is made on or before the planned start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationFacts:
    """The publication form, and what must be settled before publication."""

    complete: bool = False
    """It has nothing unanswered."""
    summary_words: int = 0
    """Words in the plain summary."""
    conditions_met: bool = False
    """The committee's conditions "before publication" are met, or there are none."""
    disclosure_checked: bool = False
    """The disclosure check is signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentFacts:
    """A minor amendment that awaits agreement."""

    proposed: bool = False
    """The owner has proposed it."""
    limbs_unchanged: bool = False
    """The three limb questions are answered "no change"."""
    difference_attached: bool = False
    """The differences between the two texts are attached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """The review form."""

    complete: bool = False
    """It has nothing unanswered."""
    screening_rerun: bool = False
    """The screening questions have been answered again."""
    rescreened_level: Level | None = None
    """The level the new screening gives."""
    unexplained_signal: bool = True
    """A monitoring signal is adverse and unexplained."""
    decision: ReviewDecision | None = None
    """What the review concludes, once answered."""
    replacement_counts: bool = False
    """No policy replaces it, or the one that does is in the register and its assessment is in
    force.
    """
    closable: bool = False
    """The subject is a project or a decision, which may be closed."""
