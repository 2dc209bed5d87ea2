"""What happened to a policy, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlmodel import Session, col, select

from ria.models import (
    Assessment,
    Comment,
    HistoryEvent,
    Policy,
    SignOff,
    StageChange,
    Verdict,
)
from ria.queries.people import names
from workflows.actions import Action
from workflows.process import rows_for

DONE = {
    Action.START: "Screening started",
    Action.SUBMIT: "Submitted for approval",
    Action.APPROVE: "Approved",
    Action.PUBLISH: "Published",
    Action.START_REVIEW: "Review started",
    Action.RETURN: "Returned for changes",
    Action.TAKE_BACK: "Taken back",
    Action.RAISE_LEVEL: "Level raised",
    Action.REJECT: "Rejected",
    Action.WITHDRAW: "Withdrawn",
    Action.RECALL: "Recalled to approval",
    Action.REVOKE: "Revoked",
    Action.SUPERSEDE: "Superseded",
    Action.COVER: "Covered by another policy",
    Action.CORRECT: "Corrected",
    Action.AMEND_MINOR: "Minor amendment made",
}
VERDICTS = {
    Verdict.AGREE: "Agreed",
    Verdict.AGREE_IF: "Agreed on conditions",
    Verdict.DISAGREE: "Did not agree",
    Verdict.DEFER: "Put off",
}


@dataclass(frozen=True)
class Event:
    """One thing that happened: a title, when, who, and what they wrote about it."""

    title: str
    at: datetime
    who: str
    note: str = ""


@dataclass(frozen=True)
class _Found:
    title: str
    at: datetime
    who: int | None
    note: str = ""


def timeline(session: Session, policy: Policy, *, with_words: bool) -> list[Event]:
    """The policy's events over all its editions.

    Everybody sees what moved when, and by whom. `with_words` adds what only readers of the draft
    may see: reasons, signatures and comments.
    """
    found = {"stage_changed": _changes(session, policy, with_words)}
    if with_words:
        found["signed"] = _signatures(session, policy)
        found["comment_added"] = _comments(session, policy)
    happened = [_registered(policy), *_in_order(session, policy, found)]
    happened.reverse()
    people = names(session, [event.who for event in happened])
    return [
        Event(event.title, event.at, people.get(event.who or 0, "the system"), event.note)
        for event in happened
    ]


def _in_order(session: Session, policy: Policy, found: dict[str, list[_Found]]) -> list[_Found]:
    """What was found, oldest first, in the order of the policy's chain.

    Times alone do not tell: under a clock that stands still they are all the same.
    """
    query = (
        select(HistoryEvent.kind)
        .where(col(HistoryEvent.chain) == policy.reference, col(HistoryEvent.kind).in_(found))
        .order_by(col(HistoryEvent.seq))
    )
    waiting = {kind: iter(events) for kind, events in found.items()}
    return [event for kind in session.exec(query) for event in islice(waiting[kind], 1)]


def _registered(policy: Policy) -> _Found:
    return _Found("Registered", policy.registered_at, policy.registered_by)


def _changes(session: Session, policy: Policy, with_words: bool) -> list[_Found]:
    changes = session.exec(
        select(StageChange)
        .join(Assessment, col(Assessment.id) == col(StageChange.assessment_id))
        .where(col(Assessment.policy_id) == policy.id)
        .order_by(col(StageChange.id))
    )
    return [
        _Found(_title(change), change.at, change.actor_id, change.reason if with_words else "")
        for change in changes
    ]


def _title(change: StageChange) -> str:
    """What was done; where it led, if the same action can lead to several stages."""
    done = DONE[change.action]
    targets = {row.target for row in rows_for(change.from_stage, change.action)}
    return f"{done}: {change.to_stage.label}" if len(targets) > 1 else done


def _signatures(session: Session, policy: Policy) -> list[_Found]:
    signatures = session.exec(
        select(SignOff)
        .join(Assessment, col(Assessment.id) == col(SignOff.assessment_id))
        .where(col(Assessment.policy_id) == policy.id)
        .order_by(col(SignOff.id))
    )
    return [
        _Found(
            f"{VERDICTS[signature.verdict]}, {signature.kind.label.lower()}",
            signature.signed_at,
            signature.signed_by,
            signature.reason,
        )
        for signature in signatures
    ]


def _comments(session: Session, policy: Policy) -> list[_Found]:
    comments = session.exec(
        select(Comment)
        .join(Assessment, col(Assessment.id) == col(Comment.assessment_id))
        .where(col(Assessment.policy_id) == policy.id)
        .order_by(col(Comment.id))
    )
    return [
        _Found(
            "Comment, resolved" if comment.resolved_at else "Comment",
            comment.written_at,
            comment.author_id,
            comment.text,
        )
        for comment in comments
    ]
