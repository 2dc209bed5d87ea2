"""Start reviews that fall due, and handle signals that arrive while a review is held."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from ria.clock import london_date
from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import Assessment, Policy, ReviewCause, target_of
from ria.outbox import enqueue
from ria.permissions.person import THE_SYSTEM, Person
from ria.queries.assessment.case import ActionInput
from ria.queries.review.reviews import REASONS, Held, review_of, to_be_started
from ria.services.kit.errors import Forbidden, Unmet
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import load
from ria.services.process.transition import take_as_system
from workflows.actions import Action
from workflows.facts.outcomes import ReviewReason
from workflows.process import parties_for
from workflows.roles import Party
from workflows.stages import CURRENT, Stage

LOG = logging.getLogger("ria.reviews")
SENT_BACK = timedelta(days=28)
"""The number of days the author has when a signal returns a review."""


def start_due_reviews(store: Store) -> int:
    """Start every review that is due within 90 days and return how many were started.

    Due reviews are found by comparing dates, so a missed day is caught up and a second run does
    nothing. Each review is one transaction: a case that cannot be started holds up no other case
    and no reminder. It is tried again at every run, and its owner is still reminded of the day.
    """
    with store.read_session() as session:
        due = to_be_started(session, london_date(store.clock.now()))
    return sum(_is_started(store, assessment_id) for assessment_id in due)


def _is_started(store: Store, assessment_id: int) -> bool:
    try:
        return _start(store, assessment_id)
    except SQLAlchemyError:
        raise  # the database's trouble, not this case's
    except Exception as error:  # whatever one case meets, the others go on
        LOG.error("review of edition %d not started: %s", assessment_id, type(error).__name__)
        return False


def _start(store: Store, assessment_id: int) -> bool:
    with unit_of_work(store) as unit:
        policy = unit.lock_policy_of(assessment_id)
        edition = unit.session.get_one(Assessment, assessment_id)
        if policy is None or assessment_id not in to_be_started(unit.session, unit.today):
            return False  # somebody was quicker
        given = ActionInput(review_reason=ReviewReason.SCHEDULED)
        take_as_system(unit, policy, edition, Action.START_REVIEW, given)
        return True


def add_signal(
    store: Store,
    *,
    assessment_id: int,
    reason: ReviewReason,
    words: str,
    actor_id: int,
    token: str,
) -> Stage:
    """Record a signal that a review must consider. Returns the edition's stage afterwards.

    Open to whoever may start a review. Raises `Forbidden`, `NotFound`, `Unmet` or `Taken`.
    """
    body = [assessment_id, reason, words]
    with unit_of_work(store) as unit:
        loaded = load(unit, assessment_id, actor_id)
        parties = parties_for(Stage.CURRENT, Action.START_REVIEW) - {Party.SYSTEM}
        if not loaded.is_one_of(parties):
            raise Forbidden
        before = done_before(unit, loaded.actor.id, token, body)
        if before is not None:
            return Stage(before)
        note_signal(unit, loaded.policy, loaded.assessment, reason, words, loaded.actor)
        remember(unit, loaded.actor.id, token, body, loaded.assessment.stage.value)
        return loaded.assessment.stage


def note_signal(
    unit: UnitOfWork,
    policy: Policy,
    edition: Assessment,
    reason: ReviewReason,
    words: str,
    actor: Person = THE_SYSTEM,
) -> None:
    """Record a signal within a transaction that holds the policy's lock. It starts a review, joins
    one that is held, or returns one that awaits approval. If a new edition is in preparation, its
    authors are told. Raises `Unmet` for an edition that is no longer current.
    """
    if edition.stage not in CURRENT or edition.id is None:
        raise Unmet("A review can be held only of an edition that counts now.")
    unit.record(
        policy.reference,
        "signal_noted",
        actor.ref,
        edition=edition.edition,
        reason=reason,
        words=words,
    )
    if edition.stage is Stage.CURRENT:
        _start_or_tell(unit, policy, edition, reason, words)
        return
    held = review_of(unit.session, edition.id)
    assert held is not None
    _join(unit, held, reason, words, actor)
    if edition.stage is Stage.REVIEW_APPROVAL:
        given = ActionInput(
            reason=f"{REASONS[reason]}: {words}",
            return_to=Stage.REVIEW,
            due_on=unit.today + SENT_BACK,
        )
        take_as_system(unit, policy, edition, Action.RETURN, given)
        return
    _tell(unit, policy, edition, reason, words)


def _start_or_tell(
    unit: UnitOfWork, policy: Policy, edition: Assessment, reason: ReviewReason, words: str
) -> None:
    given = ActionInput(review_reason=reason, reason=words)
    try:
        take_as_system(unit, policy, edition, Action.START_REVIEW, given)
    except Unmet:  # a new edition is in preparation: it is told to its authors
        _tell(unit, policy, edition, reason, words)


def _join(unit: UnitOfWork, held: Held, reason: ReviewReason, words: str, actor: Person) -> None:
    assert held.review.id is not None
    cause = ReviewCause(
        review_id=held.review.id,
        reason=reason,
        words=words,
        added_by=None if actor.is_system else actor.id,
        added_at=unit.now,
    )
    unit.save(cause)


def _tell(
    unit: UnitOfWork, policy: Policy, edition: Assessment, reason: ReviewReason, words: str
) -> None:
    for person in dict.fromkeys((policy.owner_id, policy.deputy_id)):
        if person is not None:
            enqueue(
                unit,
                "signal_noted",
                recipient_id=person,
                about=target_of(edition),
                because=REASONS[reason],
                reason=words,
            )
