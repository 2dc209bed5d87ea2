"""Signatures, as a reader may see them: text, conditions, validity, and the approver's answer.

What the legal adviser writes is privileged. Everybody else only sees that advice was taken, by
whom, in which capacity and when, but nothing of its content.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from ria.db.store import Store
from ria.models import (
    Condition,
    Ratification,
    SignatureKind,
    SignOff,
    StageChange,
    Verdict,
)
from ria.queries.accounts.people import names
from ria.queries.assessment.case import Case
from ria.queries.assessment.form_content import form_content
from ria.queries.signoff.conditions import ConditionLine, Reader, conditions_of_edition
from ria.queries.signoff.ratification import words_on
from workflows.actions import Action
from workflows.stages import OWN_STAGE, Stage

CONTRADICTING = frozenset({Verdict.DISAGREE, Verdict.DEFER})
"""Verdicts that an approver must answer in writing before approving."""

SAID = {
    Verdict.AGREE: "agrees",
    Verdict.AGREE_IF: "agrees on conditions",
    Verdict.DISAGREE: "does not agree",
    Verdict.DEFER: "puts it off",
}
ADVICE_TAKEN = "advice was taken"


@dataclass(frozen=True)
class Answer:
    """The approver's written answer to a disagreement."""

    text: str
    who: str
    at: datetime


@dataclass(frozen=True)
class SignatureLine:
    """One signature. Where it is `withheld`, `verdict` is None and every text is empty."""

    id: int
    stage: Stage
    kind: SignatureKind
    capacity: str
    who: str
    signed_at: datetime
    decided_on: date
    stands: bool
    withheld: bool
    verdict: Verdict | None = None
    said: str = ADVICE_TAKEN
    reason: str = ""
    minute_reference: str = ""
    deferred_to: date | None = None
    dissent: str = ""
    interests: str = ""
    interval_months: int | None = None
    review_on: date | None = None
    ratify_by: date | None = None
    word: Ratification | None = None
    conditions: tuple[ConditionLine, ...] = ()
    answer: Answer | None = None

    @property
    def contradicts(self) -> bool:
        """Whether it disagrees or defers, as far as this reader may know."""
        return self.verdict in CONTRADICTING


def signatures_of_form(
    session: Session, case: Case, reader: Reader, today: date
) -> list[SignatureLine]:
    """Return the signatures on the form that is being filled in or decided on, oldest first."""
    standing = {row.id for row in case.standing_signatures}
    return _lines(session, _Shown(case, case.signatures, standing, reader, today))


def signatures_of_edition(
    session: Session, store: Store, case: Case, reader: Reader, today: date
) -> list[SignatureLine]:
    """Return the signatures on all the edition's forms, oldest first."""
    query = (
        select(SignOff)
        .where(col(SignOff.assessment_id) == case.assessment.id)
        .order_by(col(SignOff.id))
    )
    rows = session.exec(query).all()
    hashes = {stage: _hash(session, store, case, stage) for stage in {row.stage for row in rows}}
    standing = {row.id for row in rows if row.content_hash == hashes[row.stage]}
    return _lines(session, _Shown(case, rows, standing, reader, today))


def _hash(session: Session, store: Store, case: Case, stage: Stage) -> str:
    assert case.assessment.id is not None
    content = form_content(session, store.sets, case.assessment.id, stage.value)
    return content.hash if content else ""


@dataclass(frozen=True)
class _Shown:
    case: Case
    rows: Sequence[SignOff]
    standing: set[int | None]
    reader: Reader
    today: date
    people: dict[int, str] = field(default_factory=dict)
    words: dict[int, Ratification] = field(default_factory=dict)


def _lines(session: Session, shown: _Shown) -> list[SignatureLine]:
    conditions = _conditions(session, shown)
    answers = {row.id: answer_to(row, shown.case.changes) for row in shown.rows}
    shown.people.update(names(session, _people(shown.rows, answers.values())))
    urgent = [row.id for row in shown.rows if row.ratify_by is not None and row.id is not None]
    shown.words.update(words_on(session, urgent))
    return [
        _line(row, shown, tuple(conditions.get(row.id or 0, ())), answers[row.id])
        for row in shown.rows
    ]


def _people(rows: Iterable[SignOff], answers: Iterable[StageChange | None]) -> set[int | None]:
    return {row.signed_by for row in rows} | {a.actor_id for a in answers if a is not None}


def _conditions(session: Session, shown: _Shown) -> dict[int, list[ConditionLine]]:
    """The conditions of each signature, by the signature's id."""
    agreed_if = {row.id for row in shown.rows if row.verdict is Verdict.AGREE_IF}
    if not agreed_if:
        return {}
    assessment_id = shown.case.assessment.id
    assert assessment_id is not None
    query = select(Condition.id, Condition.sign_off_id).where(
        col(Condition.sign_off_id).in_(agreed_if)
    )
    of = dict(session.exec(query).all())
    found: dict[int, list[ConditionLine]] = {}
    for line in conditions_of_edition(session, assessment_id, shown.reader, shown.today):
        if line.id in of:
            found.setdefault(of[line.id], []).append(line)
    return found


def answer_to(row: SignOff, changes: Iterable[StageChange]) -> StageChange | None:
    """Return the approval that was given despite this signature, if it disagrees or defers."""
    if row.verdict not in CONTRADICTING:
        return None
    return next(
        (
            change
            for change in changes
            if change.action is Action.APPROVE
            and OWN_STAGE.get(change.from_stage) is row.stage
            and change.content_hash == row.content_hash
            and change.at >= row.signed_at
        ),
        None,
    )


def _line(
    row: SignOff, shown: _Shown, conditions: tuple[ConditionLine, ...], answer: StageChange | None
) -> SignatureLine:
    assert row.id is not None
    line = SignatureLine(
        id=row.id,
        stage=row.stage,
        kind=row.kind,
        capacity=row.kind.label,
        who=shown.people.get(row.signed_by, ""),
        signed_at=row.signed_at,
        decided_on=row.decided_on,
        stands=row.id in shown.standing,
        withheld=not shown.reader.may_read(row.kind),
    )
    if line.withheld:
        return line
    return replace(
        line,
        verdict=row.verdict,
        said=SAID[row.verdict],
        reason=row.reason,
        minute_reference=row.minute_reference,
        deferred_to=row.deferred_to,
        dissent=row.dissent,
        interests=row.interests,
        interval_months=row.interval_months,
        review_on=row.review_on,
        ratify_by=row.ratify_by,
        word=shown.words.get(row.id),
        conditions=conditions,
        answer=_answer(answer, shown.people),
    )


def _answer(change: StageChange | None, people: dict[int, str]) -> Answer | None:
    if change is None or not change.reason:
        return None
    return Answer(change.reason, people.get(change.actor_id or 0, ""), change.at)
