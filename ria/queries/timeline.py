"""What happened to a policy, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from ria.models import (
    Assessment,
    Comment,
    Policy,
    SignOff,
    StageChange,
    Verdict,
)
from ria.queries.people import names

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
    found = [*_changes(session, policy, with_words), _registered(policy)]
    if with_words:
        found = [*_signatures(session, policy), *_comments(session, policy), *found]
    people = names(session, [event.who for event in found])
    found.sort(key=lambda event: event.at, reverse=True)
    return [
        Event(event.title, event.at, people.get(event.who or 0, "the system"), event.note)
        for event in found
    ]


def _registered(policy: Policy) -> _Found:
    return _Found("Registered", policy.registered_at, policy.registered_by)


def _changes(session: Session, policy: Policy, with_words: bool) -> Iterable[_Found]:
    changes = session.exec(
        select(StageChange)
        .join(Assessment, col(Assessment.id) == col(StageChange.assessment_id))
        .where(col(Assessment.policy_id) == policy.id)
        .order_by(col(StageChange.id).desc())
    )
    for change in changes:
        title = f"{change.action.label}: {change.to_stage.label}"
        yield _Found(title, change.at, change.actor_id, change.reason if with_words else "")


def _signatures(session: Session, policy: Policy) -> Iterable[_Found]:
    signatures = session.exec(
        select(SignOff)
        .join(Assessment, col(Assessment.id) == col(SignOff.assessment_id))
        .where(col(Assessment.policy_id) == policy.id)
    )
    for signature in signatures:
        title = f"{VERDICTS[signature.verdict]}, {signature.kind.label.lower()}"
        yield _Found(title, signature.signed_at, signature.signed_by, signature.reason)


def _comments(session: Session, policy: Policy) -> Iterable[_Found]:
    comments = session.exec(
        select(Comment)
        .join(Assessment, col(Assessment.id) == col(Comment.assessment_id))
        .where(col(Assessment.policy_id) == policy.id)
    )
    for comment in comments:
        state = "Comment, resolved" if comment.resolved_at else "Comment"
        yield _Found(state, comment.written_at, comment.author_id, comment.text)
