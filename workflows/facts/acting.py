"""The facts of an action: who takes it, and the input that came with it."""

from dataclasses import dataclass
from typing import Literal

from workflows.facts.outcomes import ReviewReason
from workflows.stages import Stage

TrainingRule = Literal["warn", "block"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorFacts:
    """The actor, with what the guards ask."""

    is_contributor: bool = True
    """They saved an answer or evidence in a form that this decision covers, or proposed the
    amendment; or they stand in for somebody who did.
    """
    is_submitter: bool = False
    """They submitted the form that now awaits approval."""
    training_current: bool = False
    """Their training is still current."""
    training_rule: TrainingRule = "warn"
    """Setting: whether missing training only warns, or blocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFacts:
    """What was typed or ticked with the action."""

    reason_given: bool = False
    """A reason was written."""
    due_regard_confirmed: bool = False
    """Approve: the approver confirmed that they themselves had due regard."""
    return_to: Stage | None = None
    """Return: the stage it should go back to."""
    return_due_given: bool = False
    """Return: the day by which the changes are due was given."""
    next_due_given: bool = False
    """Withdraw: the day of the policy's next assessment was given."""
    parent_given: bool = False
    """Cover: the policy whose assessment covers this one was named."""
    new_fact_given: bool = False
    """Recall: the new fact was written down."""
    reference_given: bool = False
    """Revoke: a legal or committee reference was given."""
    urgent: bool = True
    """Revoke: done urgently, ahead of the committee."""
    ratify_by_given: bool = False
    """Revoke: the meeting that will ratify an urgent revocation was given."""
    review_reason: ReviewReason | None = None
    """Start a review: why."""
    successor_concluded: bool = False
    """Supersede: the later edition is being published or screened out at this moment."""
    no_judgement_changed: bool = False
    """Correct: only fields that hold no judgement change."""
    correction_notice_given: bool = False
    """Correct: the public correction notice is written."""
