"""Reviews, for pages and rules: why they are held, and the events they look back on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from ria.models import Assessment, Condition, Review, ReviewCause
from ria.queries.monitoring.reports import filed
from workflows.facts.outcomes import ReviewReason
from workflows.review_cycle import REVIEW_START_DAYS, review_start
from workflows.stages import Stage

REASONS = {
    ReviewReason.SCHEDULED: "It is due",
    ReviewReason.SIGNAL: "A monitoring signal",
    ReviewReason.COMPLAINT: "A complaint",
    ReviewReason.LAW: "A change in the law",
    ReviewReason.INCIDENT: "A serious incident",
    ReviewReason.INSPECTION: "A finding of an inspection",
    ReviewReason.REQUEST: "Somebody asked for it",
}
"""The reasons for a review, as pages word them."""


@dataclass(frozen=True)
class Held:
    """A review with its causes, oldest first."""

    review: Review
    causes: tuple[ReviewCause, ...]


@dataclass(frozen=True)
class Found:
    """One event or record to look back on: what, its date, its status, and its page if any."""

    what: str
    on: date | None
    standing: str
    href: str = ""


def review_of(session: Session, assessment_id: int) -> Held | None:
    """Return the newest review of an edition, finished or not; None if there was none."""
    query = (
        select(Review)
        .where(col(Review.assessment_id) == assessment_id)
        .order_by(col(Review.cycle).desc())
        .limit(1)
    )
    review = session.exec(query).first()
    if review is None:
        return None
    causes = session.exec(
        select(ReviewCause)
        .where(col(ReviewCause.review_id) == review.id)
        .order_by(col(ReviewCause.id))
    )
    return Held(review, tuple(causes))


def about_to_begin(today: date) -> SelectOfScalar[Any]:
    """Select the ids of current editions whose review is due within 90 days."""
    horizon = date.fromordinal(today.toordinal() + REVIEW_START_DAYS)
    assert review_start(horizon) == today
    return select(Assessment.id).where(
        col(Assessment.stage) == Stage.CURRENT,
        col(Assessment.next_review_on) <= horizon,
    )


def to_be_started(session: Session, today: date) -> list[int]:
    """Return the editions whose review the system starts now: those without a later edition in
    preparation. One query, whatever the number of policies.
    """
    successor = select(Assessment.policy_id).where(col(Assessment.is_open).is_(True))
    query = (
        about_to_begin(today)
        .where(col(Assessment.policy_id).not_in(successor))
        .order_by(col(Assessment.next_review_on), col(Assessment.id))
    )
    return [found for found in session.exec(query) if found is not None]


def monitoring_reports(session: Session, assessment_id: int) -> list[Found]:
    """An edition's monitoring reports, oldest first. Reviews get them only from here."""
    return [
        Found(
            what=f"{each.kind.label} {each.number}",
            on=each.filed_on,
            standing=each.finding or each.reason,
        )
        for each in filed(session, assessment_id)
    ]


def came_to_light(session: Session, assessment_id: int) -> list[tuple[ReviewReason, int]]:
    """Count each kind of signal that called for a review, over all reviews of an edition. This is
    what the product itself knows about complaints and incidents.
    """
    query = (
        select(ReviewCause.reason, func.count())
        .join(Review, col(Review.id) == col(ReviewCause.review_id))
        .where(
            col(Review.assessment_id) == assessment_id,
            col(ReviewCause.reason).not_in([ReviewReason.SCHEDULED, ReviewReason.REQUEST]),
        )
        .group_by(ReviewCause.reason)
    )
    found = {ReviewReason(reason): number for reason, number in session.exec(query)}
    return [(reason, found[reason]) for reason in ReviewReason if reason in found]


def promised(session: Session, assessment_id: int) -> list[Found]:
    """Return the conditions that signatures set, and whether each was met."""
    query = (
        select(Condition)
        .where(col(Condition.assessment_id) == assessment_id)
        .order_by(col(Condition.due_on), col(Condition.id))
    )
    return [
        Found(
            what=row.text,
            on=row.due_on,
            standing=f"Met: {row.met_how}" if row.met_on else "Not met yet",
        )
        for row in session.exec(query)
    ]
