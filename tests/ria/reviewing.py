"""The road after publication: reviews and new editions, walked by the real commands."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ria.models import SignatureKind
from ria.queries.assessment.editions import current_edition, latest_assessment, policy_by_reference
from ria.services.process.editions import Because, NewEdition, open_new_edition
from tests.forms import samples
from tests.ria import road
from tests.ria.building import Edition, World
from tests.ria.kept import kept
from workflows.actions import Action
from workflows.facts.outcomes import ReviewReason

WHY = "The service asked for it after the meeting in spring."


@kept
def current_high(world: World, **changes: Any) -> Edition:
    """A published policy of high relevance."""
    edition = road.approved(world, **changes)
    road.publish(world, edition)
    return edition


@kept
def current_low(world: World, **changes: Any) -> Edition:
    """A published policy of low relevance."""
    edition = road.approved_low(world, **changes)
    road.publish(world, edition, road.LOW)
    return edition


def start_review(
    world: World,
    edition: Edition,
    who: str = "author",
    reason: ReviewReason = ReviewReason.REQUEST,
) -> None:
    """Somebody starts a review."""
    world.act(who, edition, Action.START_REVIEW, review_reason=reason, reason=WHY)


def fill_review(world: World, edition: Edition, case: str = road.LOW, **changes: Any) -> None:
    """Fill the review form in; None leaves a question out."""
    answers = {**samples.review_answers(case, contact=world.refs["author"]), **changes}
    given = {key: value for key, value in answers.items() if value is not None}
    road.fill_form(world, edition, "review", given)


def hand_in_review(world: World, edition: Edition, case: str = road.LOW, **changes: Any) -> None:
    """Start a review, fill it in and hand it in."""
    start_review(world, edition)
    fill_review(world, edition, case, **changes)
    road.hand_in(world, edition)


def committee_on_review(world: World, edition: Edition, **given: Any) -> None:
    """The committee agrees with what the review proposes."""
    usual = {"decided_on": world.clock.now().date(), "minute_reference": "Minute 3/2028"}
    kind = SignatureKind.COMMITTEE
    road.sign_as(world, edition, "review", "chair", kind, **{**usual, **given})


def approve_review(world: World, edition: Edition) -> None:
    """The Strategy Unit approves the review."""
    road.approve(world, edition, "review")


def leading(world: World, edition: Edition) -> Edition:
    """The edition the policy is about now."""
    with world.store.read_session() as session:
        policy = policy_by_reference(session, edition.reference)
        return Edition(edition.reference, latest_assessment(session, policy.id).id)


def counting(world: World, edition: Edition) -> int | None:
    """The id of the edition that counts."""
    with world.store.read_session() as session:
        policy = policy_by_reference(session, edition.reference)
        found = current_edition(session, policy.id)
        return found.id if found else None


def reopen(world: World, edition: Edition, because: Because, who: str = "strategy") -> Edition:
    """Somebody opens a new edition."""
    opened = open_new_edition(
        world.store,
        reference=edition.reference,
        actor_id=world.ids[who],
        given=NewEdition(because=because, reason=WHY),
        token=world.token(),
    )
    return Edition(edition.reference, opened)


def later(world: World, days: int) -> None:
    """Let days go by."""
    world.clock.at += dt.timedelta(days=days)
