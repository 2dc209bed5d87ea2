"""How an edition ends: rejected, withdrawn, or after it was in force."""

from __future__ import annotations

from datetime import date

from ria.models import EditionEnd, Operation
from ria.publishing.public import PublicForm
from ria.publishing.status import publish_again, status
from ria.queries.assessment.editions import current_edition, policy_by_reference
from ria.queries.review.reviews import review_of
from ria.services.deadlines.schedule import END_OR_REPLACE, settle_for_policy
from ria.services.process.context import TransitionContext
from workflows.actions import Action


def rejected(context: TransitionContext) -> None:
    """A policy that stays in operation after a rejection has to be ended or replaced, unless an
    earlier edition of its assessment is still in force. Submitting it again does not extend the
    time.
    """
    policy = context.loaded.policy
    counts = current_edition(context.unit.session, policy.id) if policy.id else None
    if policy.operation is Operation.OPERATING and counts is None:
        before = settle_for_policy(context.unit, context.assessment.policy_id, "end_or_replace")
        days = [row.due_on for row, _ in before]
        context.due("end_or_replace", min([*days, context.unit.today + END_OR_REPLACE]))
    context.tell("rejected", *context.authors, reason=context.change.reason)


def withdrawn(context: TransitionContext) -> None:
    """Nothing is due any more except the next assessment, if a day was given for it."""
    policy_id = context.loaded.policy.id
    counts = current_edition(context.unit.session, policy_id) if policy_id else None
    if context.given.next_due_on is not None and counts is None:  # otherwise its review opens again
        context.due("next_assessment", context.given.next_due_on)


def ended(context: TransitionContext, *, replaced_by: str = "") -> None:
    """End an edition that was in force: record the ground, and publish the end."""
    unit, edition, given = context.unit, context.assessment, context.given
    other = policy_by_reference(unit.session, replaced_by) if replaced_by else None
    row = EditionEnd(
        assessment_id=context.loaded.assessment_id,
        reference=given.reference.strip(),
        replaced_by=other.id if other else None,
        ratify_by=given.ratify_by if given.urgent else None,
    )
    unit.save(row)
    close_review(context)
    _what_is_left_to_do(context, row.ratify_by)
    edition.next_review_on = None
    publish_again(
        unit,
        context.loaded.policy,
        edition.edition,
        status(
            unit,
            edition.stage.value,
            why=_public_reason(context),
            reference=row.reference or None,
            replaced_by=other.reference if other else None,
            to_be_ratified_by=row.ratify_by.isoformat() if row.ratify_by else None,
        )
        | {"next_review_on": None},
        context.loaded.actor.ref,
    )


def close_review(context: TransitionContext) -> None:
    """End a review that is still open, together with the edition."""
    held = review_of(context.unit.session, context.loaded.assessment_id)
    if held is not None and held.review.ended_at is None:
        held.review.ended_at = context.unit.now
        context.unit.save(held.review)


def _what_is_left_to_do(context: TransitionContext, ratify_by: date | None) -> None:
    """Record what is due after the end: the ratification of an urgent end, and ending or replacing
    a policy that is still in operation.
    """
    if context.loaded.policy.operation is Operation.OPERATING:
        context.due("end_or_replace", context.unit.today + END_OR_REPLACE)
    if ratify_by is not None:
        context.due("ratification", ratify_by)


def _public_reason(context: TransitionContext) -> str:
    """The published reason for the end: from the review, or else from the revocation."""
    content = context.case.content
    if context.change.action is Action.APPROVE and content is not None:
        return PublicForm(content).text("decision_reasons") or ""
    return context.change.reason
