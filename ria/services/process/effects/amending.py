"""Small changes to an edition in force: a correction, and a minor amendment."""

from __future__ import annotations

from typing import Any

from ria.models import Schedule
from ria.models.types import sort_key
from ria.publishing.status import newest_of, publish_again
from ria.queries.review.amending import CORRECTABLE, proposed_amendment
from ria.services.process.context import TransitionContext


def corrected(context: TransitionContext) -> None:
    """Publish a new snapshot with the corrected words, and a notice that says what was wrong."""
    policy, edition = context.loaded.policy, context.assessment
    newest = newest_of(context.unit, policy, edition.edition)
    assert newest is not None  # an edition in force was published
    words = {name: text.strip() for name, text in context.given.corrected.items()}
    if "title" in words:
        policy.title, policy.title_key = words["title"], sort_key(words["title"])
        context.unit.save(policy)
    what = [CORRECTABLE[name] for name in CORRECTABLE if name in words]
    _again(context, words, {"what": what, "notice": context.given.notice.strip()}, "corrections")


def amended(context: TransitionContext) -> None:
    """Publish a new snapshot that describes a change of the text which does not affect the duty."""
    row = proposed_amendment(context.unit.session, context.loaded.assessment_id)
    assert row is not None  # checked by the guard
    row.agreed_by, row.agreed_at = context.loaded.actor.id, context.unit.now
    row.ended_at = context.unit.now
    context.unit.save(row)
    told = {"summary": row.summary, "before": row.before, "after": row.after}
    _again(context, {}, told, "amendments")
    context.tell("amended", row.proposed_by)


def _again(
    context: TransitionContext, words: dict[str, str], told: dict[str, Any], where: str
) -> None:
    policy, edition = context.loaded.policy, context.assessment
    newest = newest_of(context.unit, policy, edition.edition)
    earlier = newest.snapshot.get(where, []) if newest else []
    entry = {"on": context.unit.today.isoformat(), **told}
    changes = {**words, where: [*earlier, entry]}
    publish_again(context.unit, policy, edition.edition, changes, context.loaded.actor.ref)
    if edition.next_review_on is not None:
        row = context.unit.session.get(Schedule, (context.loaded.assessment_id, "next_edition", 0))
        if row is None:
            context.due("review", edition.next_review_on)
