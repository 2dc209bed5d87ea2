"""The effects of being covered by another policy's assessment."""

from __future__ import annotations

from sqlmodel import col, select

from ria.history import UnitOfWork
from ria.models import Assessment
from ria.queries.assessment.editions import looked_at_again_on, policy_by_reference
from ria.services.process.context import TransitionContext
from workflows.stages import Stage


def covered(context: TransitionContext) -> None:
    """The edition follows the dates of the policy whose assessment covers it."""
    parent = policy_by_reference(context.unit.session, context.given.parent_reference)
    assert parent is not None and parent.id is not None  # checked on input
    context.assessment.covered_by = parent.id
    context.assessment.next_review_on = looked_at_again_on(context.unit.session, parent.id)


def those_covered_follow(unit: UnitOfWork, policy_id: int) -> None:
    """Give the editions that this policy's assessment covers the same day of review."""
    query = select(Assessment).where(
        col(Assessment.covered_by) == policy_id, col(Assessment.stage) == Stage.COVERED
    )
    covered = unit.session.exec(query).all()
    if not covered:
        return
    again = looked_at_again_on(unit.session, policy_id)
    for edition in covered:
        edition.next_review_on = again
        unit.save(edition)
