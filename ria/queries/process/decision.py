"""What the decider of a form needs besides its answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_
from sqlmodel import Session, col, select

from forms.answers.answers import seen
from forms.answers.differences import Part, changed_parts
from forms.questions.question import Answers, QuestionSet
from ria.models import (
    Comment,
    Grade,
    HistoryEvent,
    HistoryPayload,
    IdempotencyToken,
    Judgement,
    SignatureRequest,
    User,
)
from ria.queries.assessment.case import Case
from workflows.levels import Level
from workflows.stages import form_stage


@dataclass(frozen=True)
class RatingChange:
    """An answer that affects the level and was changed after the level was shown, and where."""

    key: str
    label: str
    parts: tuple[Part, ...]
    who: str
    at: datetime


@dataclass(frozen=True)
class Remarks:
    """The remarks on a form: comments by question, this round's judgements by section."""

    comments: Mapping[str, list[Comment]]
    grades: Mapping[str, Grade]

    @property
    def unresolved(self) -> int:
        """The number of unresolved comments."""
        return sum(c.resolved_at is None for found in self.comments.values() for c in found)

    @property
    def to_fix(self) -> list[str]:
        """The sections judged "to fix" in this round."""
        return [section for section, grade in self.grades.items() if grade is Grade.TO_FIX]

    @property
    def ask_for_words(self) -> bool:
        """Whether approving it needs an explanation."""
        return bool(self.to_fix or self.unresolved)


def remarks(session: Session, case: Case) -> Remarks:
    """Every comment on the form, oldest first, and this round's judgements."""
    assert case.content is not None
    mine = (
        col(Comment.assessment_id) == case.assessment.id,
        col(Comment.form) == case.content.form,
    )
    comments: dict[str, list[Comment]] = {}
    for comment in session.exec(select(Comment).where(*mine).order_by(col(Comment.id))):
        comments.setdefault(comment.question, []).append(comment)
    judged = select(Judgement).where(
        col(Judgement.assessment_id) == case.assessment.id,
        col(Judgement.form) == case.content.form,
        col(Judgement.round) == case.assessment.round,
    )
    return Remarks(comments, {row.section: row.grade for row in session.exec(judged)})


def has_open_remarks(session: Session, case: Case) -> bool:
    """Whether the form has an unresolved comment, or a section judged "to fix" in this round."""
    assert case.content is not None
    edition, form = case.assessment, case.content.form
    comment = select(Comment.id).where(
        col(Comment.assessment_id) == edition.id,
        col(Comment.form) == form,
        col(Comment.resolved_at).is_(None),
    )
    judged = select(Judgement.section).where(
        col(Judgement.assessment_id) == edition.id,
        col(Judgement.form) == form,
        col(Judgement.round) == edition.round,
        col(Judgement.grade) == Grade.TO_FIX,
    )
    return session.exec(select(or_(exists(comment), exists(judged)))).one()


def asked_signatures(session: Session, case: Case) -> list[tuple[SignatureRequest, str]]:
    """The requests to sign this form, each with the person's name, in the order of asking."""
    query = (
        select(SignatureRequest, User.name)
        .join(User, col(User.id) == col(SignatureRequest.asked_id))
        .where(
            col(SignatureRequest.assessment_id) == case.assessment.id,
            col(SignatureRequest.stage) == form_stage(case.assessment.stage),
        )
        .order_by(col(SignatureRequest.id))
    )
    return [(request, name) for request, name in session.exec(query)]


def proposed_level(case: Case) -> Level | None:
    """The level that the author proposes; None if there is none yet."""
    if case.content is None or case.content.questions.rating is None:
        return None
    proposed = case.content.answers.get(case.content.questions.rating.proposed)
    return Level(proposed) if isinstance(proposed, str) and proposed in set(Level) else None


def changed_after_level(
    session: Session, case: Case, names: Mapping[str, str]
) -> list[RatingChange]:
    """The rating answers that were changed after the computed level could be seen.

    The level is shown once the author's own proposal is saved and no answer that affects it is
    missing. Every answer that a later save changed is listed, oldest first.
    """
    content = case.content
    if content is None or content.questions.rating is None:
        return []
    rated = {
        question.key: question for question in content.questions.questions() if question.rating
    }
    saves = list(_saves(session, case, content.form))
    answers = _before_the_first(saves, content.answers)
    answered: set[str] = set()
    was_seen = False
    found = []
    for event, changed in saves:
        for key, (before, after) in changed.items():
            if not (was_seen and key in rated and key in answered):
                answered.add(key)
            elif parts := changed_parts(rated[key], before, after, names):
                who, at = names.get(event.actor_ref, event.actor_ref), event.at
                found.append(
                    RatingChange(key, rated[key].label, parts, who, datetime.fromisoformat(at))
                )
            answers[key] = after
        was_seen = was_seen or _shows_level(content.questions, answers)
    return found


def was_sent(session: Session, user_id: int, token: str) -> bool:
    """Whether this person's form with this token was carried out before."""
    query = select(IdempotencyToken.user_id).where(
        col(IdempotencyToken.user_id) == user_id, col(IdempotencyToken.token) == token
    )
    return session.exec(query).first() is not None


def _before_the_first(
    saves: list[tuple[HistoryEvent, dict[str, list[Any]]]], now: Answers
) -> dict[str, Any]:
    """The answers before the first of these saves: those carried forward, if any."""
    answers = dict(now)
    for _, changed in reversed(saves):
        answers.update({key: before for key, (before, _) in changed.items()})
    return answers


def _shows_level(questions: QuestionSet, answers: Answers) -> bool:
    """Whether the page with the computed level is shown with these answers."""
    assert questions.rating is not None
    given = {key: value for key, value in answers.items() if value is not None}
    return questions.rating.proposed in given and any(
        section.shows_rating for section in seen(questions, given).sections
    )


def _saves(
    session: Session, case: Case, form: str
) -> Iterator[tuple[HistoryEvent, dict[str, list[Any]]]]:
    """Every save of this form that is still in the history: question to old and new value."""
    query = (
        select(HistoryEvent, HistoryPayload)
        .join(HistoryPayload, col(HistoryPayload.event_id) == col(HistoryEvent.id))
        .where(
            col(HistoryEvent.chain) == case.policy.reference,
            col(HistoryEvent.kind) == "section_saved",
        )
        .order_by(col(HistoryEvent.seq))
    )
    for event, payload in session.exec(query):
        what = json.loads(payload.content)["what"] if payload.content else {}
        if what.get("edition") == case.assessment.edition and what.get("form") == form:
            yield event, what["changed"]
