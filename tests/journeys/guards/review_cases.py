"""For each guard of a review, of an ending and of a small change, a policy that it stops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlmodel import select

from ria.history import SYSTEM, unit_of_work
from ria.models import Amendment
from ria.services.review.amending import AmendmentInput, propose_amendment
from tests.forms import samples
from tests.journeys.guards.guard_cases import ADVISER, APPROVE, Case, typed
from tests.journeys.stations import WHY, both, returned, signed, tampered, then, written
from tests.ria import road
from tests.ria.building import Edition, World
from tests.ria.reviewing import (
    approve_review,
    committee_on_review,
    current_high,
    current_low,
    fill_review,
    hand_in_review,
    start_review,
)

GO_ON = {"review_decision": "continue", "still_needed": "yes"}
OVER = {"still_needed": "no", "gap": "The help desk takes over from the first of May."}
NEAR = {"ratify_by-day": "4", "ratify_by-month": "1", "ratify_by-year": "2029"}
LIMBS = ("eliminate", "advance", "relations")


def _published() -> dict[str, Any]:
    """What the page of a correction shows for the low case."""
    answers = samples.publication_answers(road.LOW)
    words = {key: answers[key] for key in ("intent", "contact_point", "how_to_challenge")}
    return {"title": samples.case(road.LOW).title, **words}


def filled(**changes: Any) -> Callable[[World], Edition]:
    """A review of a low policy, filled in, some answers changed, not handed in."""

    def make(world: World) -> Edition:
        edition = current_low(world)
        start_review(world, edition)
        fill_review(world, edition, **changes)
        road.leave_findings(world, edition)
        return edition

    return make


def reviewed(make: Callable[..., Edition] = current_low, case: str = road.LOW, **changes: Any):
    """A review that awaits approval, some answers changed."""

    def done(world: World) -> Edition:
        edition = make(world)
        hand_in_review(world, edition, case, **changes)
        return edition

    return done


def in_preparation(world: World) -> Edition:
    """An edition that counts while the next is prepared."""
    edition = reviewed()(world)
    approve_review(world, edition)
    return edition


def proposed(world: World, edition: Edition) -> None:
    """The owner proposes a minor amendment."""
    propose_amendment(
        world.store,
        assessment_id=edition.assessment_id,
        actor_id=world.ids["author"],
        given=AmendmentInput(
            summary="The unit has a new name and nothing else changes.",
            before="Send it to the Property Services Unit.",
            after="Send it to the Estates Unit.",
            limbs=dict.fromkeys(LIMBS, "no_change"),
        ),
        token=world.token(),
    )


def but(**changes: Any) -> Callable[[World, Edition], None]:
    """The proposal says something else, behind the pages' back."""

    def change(world: World, edition: Edition) -> None:
        with unit_of_work(world.store) as unit:
            row = unit.session.exec(select(Amendment)).one()
            for name, value in changes.items():
                setattr(row, name, value)
            unit.save(row)
            unit.record(edition.reference, "amendment_changed_elsewhere", SYSTEM)

    return change


def again(world: World, _edition: Edition) -> Edition:
    """Another policy that counts."""
    return current_low(world)


REVIEW = {"review_reason": "complaint", "reason": WHY}
AMEND = "actions/amend_minor"
HIGH = reviewed(current_high, road.HIGH)

# A table reads best as a table, so its lines are kept by hand.
# fmt: off
REVIEW_CASES = (
    Case(15, "no_successor", in_preparation, "author", "actions/start_review", REVIEW, mend=again),
    Case(15, "review_reason", current_low, "author", "actions/start_review", {"reason": WHY},
         says="Choose what calls for a review", mend=typed(REVIEW)),
    Case(16, "review_complete", filled(changed=None), "author", "review",
         mend=both(written("review", {"changed": ["nothing"]}), road.leave_findings)),
    Case(16, "screening_rerun", filled(proposed_level=None), "author", "review",
         mend=both(written("review", {"proposed_level": "low"}), road.leave_findings)),
    Case(17, "review_decided",
         then(reviewed(**GO_ON), tampered("review", {"review_decision": None})),
         "strategy", "decision", APPROVE, mend=tampered("review", {"review_decision": "continue"})),
    Case(17, "level_not_risen", reviewed(**GO_ON, proposed_level="medium"),
         "strategy", "decision", APPROVE, mend=returned("review", {"proposed_level": "low"})),
    Case(17, "no_unexplained_signal", reviewed(**GO_ON, signs="unexplained"),
         "strategy", "decision", APPROVE, mend=returned("review", {"signs": "explained"})),
    Case(17, "committee_agreed", then(HIGH, signed("review", "adviser", ADVISER)),
         "strategy", "decision", APPROVE, mend=committee_on_review),
    Case(17, "adviser_on_review", then(HIGH, committee_on_review),
         "strategy", "decision", APPROVE, mend=signed("review", "adviser", ADVISER)),
    Case(19, "closable", reviewed(review_decision="close", **OVER),
         "strategy", "decision", APPROVE,
         mend=returned("review", {"review_decision": "revoke"})),
    Case(19, "committee_agreed",
         reviewed(current_high, road.HIGH, review_decision="revoke", **OVER),
         "strategy", "decision", APPROVE, mend=committee_on_review),

    Case(26, "reason", current_low, "strategy", "actions/revoke",
         {"reference": "Minute 4/2027", "urgent": "no"}, says="Say why it is revoked",
         mend=typed({"reason": WHY})),
    Case(26, "reference", current_low, "strategy", "actions/revoke",
         {"reason": WHY, "urgent": "no"},
         says="Give the reference of the ruling, the advice or the minute",
         mend=typed({"reference": "Minute 4/2027"})),
    Case(26, "ratified", current_low, "strategy", "actions/revoke",
         {"reason": WHY, "reference": "Letter of 4 May", "urgent": "yes"},
         says="Enter the day of the committee's next meeting", mend=typed(NEAR)),

    Case(29, "no_judgement_changed", current_low, "strategy", "actions/correct",
         {**_published(), "notice": WHY}, mend=typed({"contact_point": "Estates, by post"})),
    Case(29, "correction_notice", current_low, "strategy", "actions/correct",
         {**_published(), "contact_point": "Estates, by post"}, says="Say what was wrong",
         mend=typed({"notice": WHY})),

    Case(30, "no_contributor", then(current_low, proposed), "author", AMEND, status=403,
         says="Only the Strategy Unit can do this", mended_by="strategy"),
    Case(30, "amendment_proposed", current_low, "strategy", AMEND, mend=proposed),
    Case(30, "limbs_unchanged",
         then(current_low, proposed, but(limbs={**dict.fromkeys(LIMBS, "no_change"),
                                                "advance": "change"})),
         "strategy", AMEND, mend=but(limbs=dict.fromkeys(LIMBS, "no_change"))),
    Case(30, "difference_attached",
         then(current_low, proposed, but(after="Send it to the Property Services Unit.")),
         "strategy", AMEND, mend=but(after="Send it to the Estates Unit.")),
)
# fmt: on
