"""The effects of a review: its form, its due day, and what its decision leads to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from ria.models import Review, ReviewCause, SignatureKind, SignOff, Verdict
from ria.publishing.assessed import publish_assessment
from ria.publishing.public import PublicForm
from ria.publishing.status import publish_again, status
from ria.queries.register.one_off import is_done_once
from ria.queries.review.amending import proposed_amendment
from ria.queries.review.facts import proposed_decision
from ria.queries.review.reviews import REASONS, review_of
from ria.services.assessment.open import open_edition, open_form
from ria.services.deadlines.schedule import settle
from ria.services.process.context import TransitionContext
from ria.services.process.effects.ending import close_review, ended
from workflows.actions import Action
from workflows.facts.outcomes import ReviewDecision, ReviewReason
from workflows.review_cycle import add_months, next_review, review_once, review_start
from workflows.stages import Stage

OUT_OF_TURN = timedelta(days=56)
"""The time allowed for a review that is started ahead of schedule."""


def review(context: TransitionContext) -> None:
    """Open the review form, for a review that begins or one that was taken back."""
    held = review_of(context.unit.session, context.loaded.assessment_id)
    settle(context.unit, context.assessment, "next_edition")
    if context.change.action is Action.START_REVIEW:
        row = _begin(context, held.review.cycle + 1 if held else 1)
        _no_amendment_waits(context)
        open_form(context.unit, context.assessment, Stage.REVIEW.value, anew=row.cycle > 1)
        context.assessment.round = 1  # returns are counted from 1 again
        _say_so(context)
        context.due_from("review", row.due_on)
        reason = context.given.review_reason or ReviewReason.REQUEST
        details = {"because": REASONS[reason], "reason": context.change.reason}
        context.tell(
            "review_started", *context.loaded.answerable, **details, due_on=row.due_on.isoformat()
        )
        return
    assert held is not None
    context.due_from("review", held.review.due_on)


def _say_so(context: TransitionContext) -> None:
    """Publish that a review has begun, and when. The reason is not published: a complaint or an
    incident could identify somebody.
    """
    unit, edition = context.unit, context.assessment
    now = status(unit, "under_review")
    publish_again(unit, context.loaded.policy, edition.edition, now, context.loaded.actor.ref)


def _begin(context: TransitionContext, cycle: int) -> Review:
    """Begin a review. If it falls within the ninety days before the planned day, it counts as the
    planned review, whatever its reason.
    """
    edition, today = context.assessment, context.unit.today
    reason = context.given.review_reason
    assert reason is not None  # checked by the guard
    planned = edition.next_review_on
    in_turn = planned is not None and (
        reason is ReviewReason.SCHEDULED or review_start(planned) <= today
    )
    due = planned if in_turn and planned else today + OUT_OF_TURN
    if context.given.next_due_on is not None:
        due = context.given.next_due_on
    actor = None if context.loaded.actor.is_system else context.loaded.actor.id
    row = Review(
        assessment_id=context.loaded.assessment_id,
        cycle=cycle,
        started_at=context.unit.now,
        started_by=actor,
        due_on=min(due, planned) if planned and planned > today else due,
        settles=planned if in_turn else None,
    )
    context.unit.save(row)
    add_cause(context, row, reason, context.change.reason, actor)
    return row


def _no_amendment_waits(context: TransitionContext) -> None:
    """End a proposed minor amendment: the review considers it instead."""
    waiting = proposed_amendment(context.unit.session, context.loaded.assessment_id)
    if waiting is not None:
        waiting.ended_at = context.unit.now
        context.unit.save(waiting)


def add_cause(
    context: TransitionContext, row: Review, reason: ReviewReason, words: str, actor: int | None
) -> None:
    """Record why a review is held."""
    assert row.id is not None
    cause = ReviewCause(
        review_id=row.id, reason=reason, words=words, added_by=actor, added_at=context.unit.now
    )
    context.unit.save(cause)


def decided(context: TransitionContext) -> None:
    """End the review and carry out its decision."""
    content = context.case.content
    assert content is not None
    decision = proposed_decision(content)
    held = review_of(context.unit.session, context.loaded.assessment_id)
    assert held is not None and decision is not None
    held.review.ended_at, held.review.decision = context.unit.now, decision
    context.unit.save(held.review)
    told = {"decision": decision.value}
    if decision is ReviewDecision.CONTINUE:
        _goes_on(context, held.review)
        told["next_review_on"] = str(context.assessment.next_review_on)
    elif decision is ReviewDecision.AMEND:
        _next_edition(context)
    else:
        ended(context, replaced_by=str(content.visible.get("replaced_by") or "").strip())
    context.tell("review_decided", *context.authors, **told)


def _goes_on(context: TransitionContext, row: Review) -> None:
    """The policy continues: something done once has a set day of review, the rest an interval."""
    edition, today = context.assessment, context.unit.today
    edition.assessed_on = today
    if is_done_once(context.loaded.policy):
        edition.next_review_on, edition.interval_months = _once_more(context, row), None
    else:
        edition.next_review_on = _in_rhythm(context, row)
    publish_assessment(
        context.unit, context.case, context.loaded.actor, review=_for_the_public(context)
    )
    context.due("review", edition.next_review_on)


def _in_rhythm(context: TransitionContext, row: Review) -> date:
    """The next review, counted from the old anchor unless the interval has changed."""
    edition, today = context.assessment, context.unit.today
    interval = _months(context, row) or edition.interval_months or _usual(context)
    if interval != edition.interval_months or edition.approved_on is None:
        edition.approved_on, edition.interval_months = today, interval
    return next_review(
        approved_on=edition.approved_on,
        assessed_on=today,
        interval=interval,
        settles=row.settles if edition.approved_on != today else None,
    )


def _once_more(context: TransitionContext, row: Review) -> date:
    """The day that the committee set, or else a number of months after this review."""
    today = context.unit.today
    decision = _committee_agreed(context, row)
    wanted = decision.review_on if decision is not None else None
    wanted = wanted or add_months(today, _months(context, row) or _usual(context))
    return review_once(wanted=wanted, approved_on=today, assessed_on=today)


def _usual(context: TransitionContext) -> int:
    """The usual months between reviews at its level."""
    assert context.assessment.level is not None
    return context.house.review_months[context.assessment.level]


def _months(context: TransitionContext, row: Review) -> int | None:
    """The months set for this review: by the committee, or else by the review form."""
    decision = _committee_agreed(context, row)
    asked = context.case.content.visible.get("next_interval") if context.case.content else None
    found = decision.interval_months if decision is not None else None
    return found or (asked if isinstance(asked, int) else None)


def _committee_agreed(context: TransitionContext, row: Review) -> SignOff | None:
    """The latest decision by which the committee agreed to this review."""
    query = (
        select(SignOff)
        .where(
            col(SignOff.assessment_id) == context.loaded.assessment_id,
            col(SignOff.kind) == SignatureKind.COMMITTEE,
            col(SignOff.stage) == Stage.REVIEW,
            col(SignOff.verdict).in_([Verdict.AGREE, Verdict.AGREE_IF]),
            col(SignOff.signed_at) >= row.started_at,
        )
        .order_by(col(SignOff.id).desc())
        .limit(1)
    )
    return context.unit.session.exec(query).first()


def _for_the_public(context: TransitionContext) -> dict[str, Any]:
    assert context.case.content is not None
    form = PublicForm(context.case.content)
    return {
        "reviewed_on": context.unit.today.isoformat(),
        "decision": form.text("review_decision"),
        "reasons": form.text("decision_reasons"),
        "title": context.case.content.questions.title,
        "sections": form.sections(),
    }


def _next_edition(context: TransitionContext) -> None:
    """Open the next edition. This one stays in force until the next is published."""
    unit, policy, edition = context.unit, context.loaded.policy, context.assessment
    actor = context.loaded.actor.ref
    open_edition(unit, policy, "The review calls for a change", actor)
    review_on = edition.next_review_on
    if review_on is not None:
        settle(unit, edition, "review")  # held; the next edition is due instead
        context.due("next_edition", max(review_on, unit.today))
    publish_again(unit, policy, edition.edition, status(unit, "to_be_changed"), actor)


def revoked(context: TransitionContext) -> None:
    """Revoked by a review, or immediately."""
    if context.change.action is Action.APPROVE:
        decided(context)
        return
    ended(context)
    reason, reference = context.change.reason, context.given.reference.strip()
    context.tell("revoked", *context.authors, reason=reason, reference=reference)


def superseded(context: TransitionContext) -> None:
    """Replaced by another policy as a review decided, or by the next edition."""
    if context.change.action is Action.APPROVE:
        decided(context)
        return
    close_review(context)
    context.assessment.next_review_on = None


def closed(context: TransitionContext) -> None:
    """The project is finished, or the decision has been carried out."""
    decided(context)
