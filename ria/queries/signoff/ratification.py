"""Urgent actions taken before a committee's meeting, and whether the committee ratified them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from ria.clock import london_date
from ria.models import (
    Assessment,
    EditionEnd,
    Policy,
    Ratification,
    Schedule,
    SignatureKind,
    SignOff,
    StageChange,
    Verdict,
)
from workflows.actions import Action
from workflows.stages import Stage

KIND = "ratification"
THE_END = 0
"""The item number that stands for the end of an edition; any other item is a signature's id."""

_GAVE = {
    Verdict.AGREE: "agreed",
    Verdict.AGREE_IF: "agreed on conditions",
    Verdict.DISAGREE: "did not agree",
    Verdict.DEFER: "put it off",
}


@dataclass(frozen=True)
class UrgentAction:
    """One urgent action taken before the meeting. `word` is the committee's decision on it, if any.
    While it `is_awaited`, the committee is reminded.
    """

    assessment_id: int
    item: int
    edition: int
    stage: Stage
    reference: str
    title: str
    what: str
    on: date
    because: str
    ratify_by: date
    is_awaited: bool
    word: Ratification | None = None

    @property
    def is_the_end(self) -> bool:
        """Whether the action is the revocation of the edition."""
        return self.item == THE_END

    @property
    def of(self) -> str:
        """The kind of action, as the history names it."""
        return "revocation" if self.is_the_end else "signature"

    @property
    def address(self) -> str:
        """The page on which the committee's decision is recorded."""
        return f"/assessments/{self.assessment_id}/ratification/{self.item}"


def urgent_actions_of(session: Session, policy_id: int) -> list[UrgentAction]:
    """Return all urgent actions of a policy, decided or not. It takes one query if there are none,
    which is the usual case.
    """
    editions = select(Assessment.id).where(col(Assessment.policy_id) == policy_id)
    end = select(EditionEnd.assessment_id).where(
        col(EditionEnd.assessment_id).in_(editions), col(EditionEnd.ratify_by).is_not(None)
    )
    signature = select(SignOff.id).where(
        col(SignOff.assessment_id).in_(editions), col(SignOff.ratify_by).is_not(None)
    )
    if not session.execute(sql_select(or_(end.exists(), signature.exists()))).scalar():
        return []
    return _found(session, col(Policy.id) == policy_id)


def to_be_ratified(session: Session, committee_id: int) -> list[UrgentAction]:
    """The urgent actions that await a committee's decision, first due on top. Two queries."""
    found = _found(
        session, col(Policy.committee_id) == committee_id, col(Schedule.kind).is_not(None)
    )
    return sorted(found, key=lambda action: (action.ratify_by, action.reference))


def one_urgent_action(session: Session, assessment_id: int, item: int) -> UrgentAction | None:
    """Return one urgent action; None for any other number."""
    this = col(Assessment.id) == assessment_id
    if item == THE_END:
        return next(iter(_ends(session, this)), None)
    return next(iter(_signatures(session, this, col(SignOff.id) == item)), None)


def words_on(session: Session, items: list[int]) -> dict[int, Ratification]:
    """Return the committee's decisions on these signatures, by the signature's id."""
    query = select(Ratification).where(col(Ratification.item).in_(items))
    return {row.item: row for row in session.exec(query)} if items else {}


def _found(session: Session, *tests: ColumnElement[bool]) -> list[UrgentAction]:
    return [*_ends(session, *tests), *_signatures(session, *tests)]


def _ends(session: Session, *tests: ColumnElement[bool]) -> list[UrgentAction]:
    query = (
        sql_select(EditionEnd, Assessment, Policy, StageChange, Schedule, Ratification)
        .join(Assessment, col(Assessment.id) == col(EditionEnd.assessment_id))
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
        .join(
            StageChange,
            and_(
                col(StageChange.assessment_id) == col(Assessment.id),
                col(StageChange.action) == Action.REVOKE,
            ),
        )
        .outerjoin(Schedule, _awaited(THE_END))
        .outerjoin(Ratification, _about(THE_END))
        .where(col(EditionEnd.ratify_by).is_not(None), *tests)
        .order_by(col(Assessment.edition))
    )
    return [
        _action(
            assessment, policy, due, word,
            item=THE_END, what="The assessment was revoked", on=london_date(change.at),
            because=change.reason, ratify_by=end.ratify_by,
        )
        for end, assessment, policy, change, due, word in session.execute(query)
    ]  # fmt: skip


def _signatures(session: Session, *tests: ColumnElement[bool]) -> list[UrgentAction]:
    query = (
        sql_select(SignOff, Assessment, Policy, Schedule, Ratification)
        .join(Assessment, col(Assessment.id) == col(SignOff.assessment_id))
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
        .outerjoin(Schedule, _awaited(col(SignOff.id)))
        .outerjoin(Ratification, _about(col(SignOff.id)))
        .where(
            col(SignOff.kind) == SignatureKind.COMMITTEE,
            col(SignOff.ratify_by).is_not(None),
            *tests,
        )
        .order_by(col(SignOff.id))
    )
    return [
        _action(
            assessment, policy, due, word,
            item=signed.id or 0,
            what=f"The chair {_GAVE[signed.verdict]}: {signed.stage.label.lower()}",
            on=signed.decided_on, because=signed.reason, ratify_by=signed.ratify_by,
        )
        for signed, assessment, policy, due, word in session.execute(query)
    ]  # fmt: skip


def _about(item: Any) -> ColumnElement[bool]:
    """The committee's word on such an item of the edition."""
    return and_(
        col(Ratification.assessment_id) == col(Assessment.id), col(Ratification.item) == item
    )


def _awaited(item: Any) -> ColumnElement[bool]:
    """That this word is due."""
    return and_(
        col(Schedule.target_id) == col(Assessment.id),
        col(Schedule.kind) == KIND,
        col(Schedule.item) == item,
    )


def _action(
    assessment: Assessment, policy: Policy, due: Schedule | None, word: Ratification | None,
    *, item: int, what: str, on: date, because: str, ratify_by: date | None,
) -> UrgentAction:  # fmt: skip
    assert assessment.id is not None and ratify_by is not None
    return UrgentAction(
        assessment_id=assessment.id,
        item=item,
        edition=assessment.edition,
        stage=assessment.stage,
        reference=policy.reference,
        title=policy.title,
        what=what,
        on=on,
        because=because,
        ratify_by=ratify_by,
        is_awaited=due is not None,
        word=word,
    )


def is_ratification_refused(session: Session, edition: Assessment) -> bool:
    """Whether the committee took back its chair's word since the edition came to its stage."""
    query = select(Ratification.id).where(
        col(Ratification.assessment_id) == edition.id,
        col(Ratification.is_ratified).is_(False),
        col(Ratification.recorded_at) >= edition.in_stage_since,
    )
    return session.exec(query).first() is not None
