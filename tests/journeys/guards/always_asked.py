"""Policies that are stopped by the guards of every approval, of every submission, and of
publication.
"""

from __future__ import annotations

import datetime as dt

from ria.models import SignatureKind, SignOff
from ria.models import Verdict as Says
from ria.services.assessment.remarks import add_comment
from ria.services.committees.ratification import CommitteesWord, ratify
from tests.forms import samples
from tests.journeys.guards.guard_cases import ADVISER, APPROVE, LEGAL, Case, typed
from tests.journeys.guards.review_cases import OVER, filled
from tests.journeys.stations import (
    PLAN_HANDED_IN,
    WHY,
    again,
    back_to,
    high_handed_in,
    screening,
    signed,
    then,
    written,
)
from tests.ria import road
from tests.ria.building import Edition, World
from tests.ria.reviewing import current_low, later
from workflows.actions import Action
from workflows.stages import Stage


def remarked(world: World, edition: Edition) -> None:
    """The Strategy Unit comments on the first question of the screening."""
    add_comment(
        world.store,
        assessment_id=edition.assessment_id,
        form="screening",
        question=next(iter(samples.form_set("screening").questions())).key,
        actor_id=world.ids["strategy"],
        text=WHY,
        token=world.token(),
    )


def agreed_by_the_chair_alone(world: World) -> Edition:
    """Ready to be published, on an agreement of the chair that the committee then took back."""
    edition = PLAN_HANDED_IN(world)
    today = world.clock.now().date()
    urgent = {"decided_on": today, "ratify_by": today + dt.timedelta(days=20)}
    signed("monitoring_plan", "chair", SignatureKind.COMMITTEE, **urgent)(world, edition)
    item = world.all(SignOff)[-1].id
    road.approve(world, edition, "monitoring_plan", reason=WHY)
    later(world, 5)
    ratify(
        world.store,
        assessment_id=edition.assessment_id,
        item=item,
        actor_id=world.ids["secretary"],
        given=CommitteesWord(
            is_ratified=False,
            decided_on=world.clock.now().date(),
            minute_reference="Minute 9/2027, item 2",
            reason=WHY,
        ),
        token=world.token(),
    )
    again("publication")(world, edition)
    return edition


def decided_anew(world: World, edition: Edition) -> None:
    """It is recalled, and the committee itself agrees."""
    world.act("strategy", edition, Action.RECALL, reason=WHY)
    later(world, 5)
    road.committee_agrees(world, edition)
    road.check_disclosure(world, edition)


def replaced_by_one_that_counts(world: World, edition: Edition) -> None:
    """The review names a policy whose assessment is current."""
    other = current_low(world)
    written("review", {"replaced_by": other.reference})(world, edition)
    road.leave_findings(world, edition)


REPLACE = {"review_decision": "replace", "replaced_by": "P9999", **OVER}

# A table reads best as a table, so its lines are kept by hand.
# fmt: off
ALWAYS_ASKED_CASES = (
    Case(2, "changed_since_return",
         then(screening("media_policy"), lambda w, e: back_to(w, e, Stage.SCREENING)),
         "author", "screening", says="Say why nothing was changed", mend=typed({"reason": WHY})),
    Case(5, "quality_findings", road.assessed, "author", "assessment",
         says="found in the answers and not dealt with", mend=road.leave_findings),
    Case(16, "replacement_counts", filled(**REPLACE), "author", "review",
         mend=replaced_by_one_that_counts),

    Case(3, "due_regard", screening("media_policy"), "strategy", "decision",
         {"decision": "approve"}, says="Confirm that you have had due regard",
         mend=typed({"due_regard": "yes"})),
    Case(6, "disagreement_answered",
         then(high_handed_in, signed("assessment", "adviser", ADVISER, verdict=Says.DISAGREE),
              signed("assessment", "legal", LEGAL)),
         "strategy", "decision", APPROVE, says="Write the reason",
         mend=typed({"approve_reason": WHY})),
    Case(3, "remarks_answered", then(screening("media_policy"), remarked),
         "strategy", "decision", APPROVE, says="Write the reason",
         mend=typed({"approve_reason": WHY})),

    Case(14, "ratification_not_refused", agreed_by_the_chair_alone, "strategy", "publish",
         mend=decided_anew),
)
# fmt: on
