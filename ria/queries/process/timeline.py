"""What happened to a policy, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlmodel import Session, col, select

from ria.models import (
    Assessment,
    Comment,
    DueRegard,
    HistoryEvent,
    Policy,
    SignatureKind,
    SignOff,
    StageChange,
    Verdict,
)
from ria.queries.accounts.people import names
from ria.queries.process.event_wording import LifeEvent, life_events
from ria.queries.signoff.signatures import answer_to
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


FOR_READERS = frozenset({"entry_changed", "lateness_explained", "not_ratified"})
"""Events that everybody sees, but whose text only readers of the draft see."""


@dataclass(frozen=True)
class Event:
    """One event: a title, when, who, and what they wrote about it."""

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
    behalf: int | None = None


def timeline(
    session: Session, policy: Policy, *, with_words: bool, with_privileged: bool = False
) -> list[Event]:
    """The policy's events over all its editions.

    Everybody sees the transitions, who made them, and when people were asked. `with_words` adds
    what only readers of the draft may see: reasons, signatures and comments; `with_privileged` adds
    what the legal adviser wrote, and how it was answered.
    """
    found: dict[str, list[_Found]] = {
        "stage_changed": _changes(session, policy, with_words, with_privileged),
        **{
            kind: [_of_life(event, with_words) for event in events]
            for kind, events in _life(session, policy)
        },
    }
    if with_words:
        found["signed"] = _signatures(session, policy, with_privileged)
        found["comment_added"] = _comments(session, policy)
    happened = [_registered(policy), *_in_order(session, policy, found)]
    happened.reverse()
    people = names(session, [who for event in happened for who in (event.who, event.behalf)])
    return [Event(event.title, event.at, _who(event, people), event.note) for event in happened]


def _who(event: _Found, people: dict[int, str]) -> str:
    """The person who did it: `NAME`, or `NAME for NAME` if they stood in for somebody."""
    name = people.get(event.who or 0, "the system")
    return f"{name} for {people[event.behalf]}" if event.behalf is not None else name


def _in_order(session: Session, policy: Policy, found: dict[str, list[_Found]]) -> list[_Found]:
    """The events found, oldest first, in the order of the policy's chain.

    Times alone are not enough: while the demonstration's clock stands still they are all the same.
    """
    query = (
        select(HistoryEvent.kind)
        .where(col(HistoryEvent.chain) == policy.reference, col(HistoryEvent.kind).in_(found))
        .order_by(col(HistoryEvent.seq))
    )
    waiting = {kind: iter(events) for kind, events in found.items()}
    happened = [event for kind in session.exec(query) for event in islice(waiting[kind], 1)]
    return [event for event in happened if event.title]


def _life(session: Session, policy: Policy) -> Iterable[tuple[str, list[LifeEvent]]]:
    return life_events(session, policy).items()


def _of_life(event: LifeEvent, with_words: bool) -> _Found:
    note = event.note if with_words or event.kind not in FOR_READERS else ""
    return _Found(event.title, event.at, event.who, note)


def _registered(policy: Policy) -> _Found:
    return _Found("Registered", policy.registered_at, policy.registered_by)


def _changes(
    session: Session, policy: Policy, with_words: bool, with_privileged: bool
) -> list[_Found]:
    changes = session.exec(
        select(StageChange, DueRegard.statement)
        .join(Assessment, col(Assessment.id) == col(StageChange.assessment_id))
        .outerjoin(DueRegard, col(DueRegard.stage_change_id) == col(StageChange.id))
        .where(col(Assessment.policy_id) == policy.id)
        .order_by(col(StageChange.id))
    )
    told = list(changes)
    found = [change for change, _ in told]
    private = set() if with_privileged else _answers_to_advice(session, policy, found)
    return [
        _Found(
            _title(change),
            change.at,
            change.actor_id,
            _words(
                change.reason if with_words and change.id not in private else "",
                statement if with_words and statement else "",
            ),
            change.on_behalf_of,
        )
        for change, statement in told
    ]


def _words(reason: str, statement: str) -> str:
    """The reason that was written, followed by the statement that was confirmed."""
    return "\n".join(filter(None, (reason, statement and f"Confirmed: “{statement}.”")))


def _answers_to_advice(
    session: Session, policy: Policy, changes: list[StageChange]
) -> set[int | None]:
    """The approvals whose reason answers the legal adviser and so reveals the advice."""
    advice = session.exec(
        select(SignOff)
        .join(Assessment, col(Assessment.id) == col(SignOff.assessment_id))
        .where(col(Assessment.policy_id) == policy.id, col(SignOff.kind) == SignatureKind.LEGAL)
    )
    answers = []
    for row in advice:
        own = [change for change in changes if change.assessment_id == row.assessment_id]
        answers.append(answer_to(row, own))
    return {answer.id for answer in answers if answer is not None}


def _title(change: StageChange) -> str:
    """The action; and where it led, if the same action can lead to several stages."""
    done = DONE[change.action]
    targets = {row.target for row in rows_for(change.from_stage, change.action)}
    where = change.to_stage.label
    if len(targets) == 1:
        return done
    return where if where.startswith(done) else f"{done}: {where}"


def _signatures(session: Session, policy: Policy, with_privileged: bool) -> list[_Found]:
    signatures = session.exec(
        select(SignOff)
        .join(Assessment, col(Assessment.id) == col(SignOff.assessment_id))
        .where(col(Assessment.policy_id) == policy.id)
        .order_by(col(SignOff.id))
    )
    return [_signed(signature, with_privileged) for signature in signatures]


def _signed(signature: SignOff, with_privileged: bool) -> _Found:
    capacity = signature.kind.label.lower()
    if signature.kind is SignatureKind.LEGAL and not with_privileged:
        return _Found(f"Advice taken, {capacity}", signature.signed_at, signature.signed_by)
    title = f"{VERDICTS[signature.verdict]}, {capacity}"
    return _Found(title, signature.signed_at, signature.signed_by, signature.reason)


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
