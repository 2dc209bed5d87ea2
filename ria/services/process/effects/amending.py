"""Small changes to an edition that counts: a correction, and a minor amendment."""

from __future__ import annotations

from typing import Any

from ria.models import Schedule
from ria.models.types import sort_key
from ria.publishing.status import newest_of, publish_again
from ria.queries.review.amending import CORRECTABLE, proposed_amendment
from ria.services.process.context import Move


def corrected(move: Move) -> None:
    """A new snapshot with the right words, and a notice that tells what was wrong."""
    policy, edition = move.loaded.policy, move.assessment
    newest = newest_of(move.unit, policy, edition.edition)
    assert newest is not None  # what counts was published
    words = {name: text.strip() for name, text in move.given.corrected.items()}
    if "title" in words:
        policy.title, policy.title_key = words["title"], sort_key(words["title"])
        move.unit.session.add(policy)
    what = [CORRECTABLE[name] for name in CORRECTABLE if name in words]
    _again(move, words, {"what": what, "notice": move.given.notice.strip()}, "corrections")


def amended(move: Move) -> None:
    """The text has changed and nothing in it that matters to the duty: a new snapshot says so."""
    row = proposed_amendment(move.unit.session, move.loaded.assessment_id)
    assert row is not None  # the guard saw to it
    row.agreed_by, row.agreed_at = move.loaded.actor.id, move.unit.now
    row.ended_at = move.unit.now
    move.unit.session.add(row)
    told = {"summary": row.summary, "before": row.before, "after": row.after}
    _again(move, {}, told, "amendments")
    move.tell("amended", row.proposed_by)


def _again(move: Move, words: dict[str, str], told: dict[str, Any], where: str) -> None:
    policy, edition = move.loaded.policy, move.assessment
    newest = newest_of(move.unit, policy, edition.edition)
    earlier = newest.snapshot.get(where, []) if newest else []
    entry = {"on": move.unit.today.isoformat(), **told}
    changes = {**words, where: [*earlier, entry]}
    publish_again(move.unit, policy, edition.edition, changes, move.loaded.actor.ref)
    if edition.next_review_on is not None:
        row = move.unit.session.get(Schedule, (move.loaded.assessment_id, "next_edition", 0))
        if row is None:
            move.due("review", edition.next_review_on)
        else:
            edition.due_on = row.due_on
