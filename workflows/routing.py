"""Which of several rows an action takes: conditions that select the row and never refuse the
action.

Rows with the same stage and action are distinguished by these alone: for every combination of
facts, exactly one applies. While a fact is unknown the ordinary row applies, whose guards then ask
for it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from workflows.facts.facts import Facts
from workflows.facts.outcomes import Outcome, ReviewDecision
from workflows.levels import Level
from workflows.stages import Stage


@dataclass(frozen=True, slots=True)
class When:
    """A routing condition, with its words for the table and the diagram."""

    id: str
    label: str
    test: Callable[[Facts], bool]

    def holds(self, facts: Facts) -> bool:
        """Whether these facts select the row."""
        return self.test(facts)


ALWAYS = When("always", "", lambda f: True)

relevant = When("relevant", "relevant", lambda f: f.final_level != Level.NONE)
not_relevant = When("not_relevant", "not relevant", lambda f: f.final_level == Level.NONE)

to_consult = When("to_consult", "consultation not waived", lambda f: not f.assessment.waived)
waived = When(
    "waived", "waived", lambda f: f.assessment.waived and f.conclusion.outcome != Outcome.STOP
)
waived_stop = When(
    "waived_stop",
    "waived, outcome 4",
    lambda f: f.assessment.waived and f.conclusion.outcome == Outcome.STOP,
)

goes_on = When("goes_on", "outcome 1 to 3", lambda f: f.conclusion.outcome != Outcome.STOP)
stops = When("stops", "outcome 4", lambda f: f.conclusion.outcome == Outcome.STOP)

owner_may_withdraw = When(
    "owner_may_withdraw",
    "proposed, nothing approved",
    lambda f: f.road.proposed and not f.road.operating and not f.road.approved_something,
)
unit_must_withdraw = When(
    "unit_must_withdraw",
    "otherwise",
    lambda f: not owner_may_withdraw.holds(f),
)


def review_says(decision: ReviewDecision) -> When:
    """The review concludes this. A review without a conclusion so far is taken to continue."""
    taken = {decision, None} if decision == ReviewDecision.CONTINUE else {decision}
    return When(f"review_{decision.value}", decision.value, lambda f: f.review.decision in taken)


def returns_to(target: Stage, *, own: bool) -> When:
    """The form is returned to this stage: with `own`, its own stage and the default, otherwise an
    earlier one.
    """
    taken = {target, None} if own else {target}
    return When(f"to_{target.value}", f"to {target.label}", lambda f: f.given.return_to in taken)


def came_by(approval: Stage) -> When:
    """The edition became approved from this stage; by default, from the last approval."""
    ordinary = approval is Stage.MONITORING_PLAN_APPROVAL
    taken = {approval, None} if ordinary else {approval}
    return When(
        f"from_{approval.value}", f"from {approval.label}", lambda f: f.road.came_from in taken
    )
