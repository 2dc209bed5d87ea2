"""Due regard at an approval: what the approver confirms, and what was confirmed before.

The duty is the decider's own and cannot be delegated. It must be met before and at the time of the
decision, with the relevant material at hand. That is why the statement names what was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from forms.questions.frame import Frame
from ria.models import DueRegard, StageChange, User
from ria.queries.assessment.form_content import FormContent
from workflows.stages import Stage, form_stage


@dataclass(frozen=True)
class Confirmed:
    """One approval with the statement that was confirmed."""

    stage: Stage
    who: str
    at: datetime
    statement: str


def statement(content: FormContent, frame: Frame) -> str:
    """The statement that approving this form confirms, as the law of its time words it."""
    return (
        f"I have read “{content.questions.title}” as it now stands, with what it says of the "
        "effects on people, and the comments and signatures on it. In deciding I have myself had "
        f"due regard to the need to {aims_of(frame)} ({frame.law})"
    )


def aims_of(frame: Frame) -> str:
    """The aims of the duty, as the end of a sentence."""
    *first, last = (f"{limb.name[:1].lower()}{limb.name[1:]}" for limb in frame.limbs)
    return f"{', '.join(first)} and {last}" if first else last


def confirmed_in(session: Session, assessment_id: int) -> list[Confirmed]:
    """The statement confirmed at each approval of an edition, oldest first."""
    query = (
        select(StageChange, DueRegard.statement, User.name)
        .join(DueRegard, col(DueRegard.stage_change_id) == col(StageChange.id))
        .join(User, col(User.id) == col(StageChange.actor_id))
        .where(col(StageChange.assessment_id) == assessment_id)
        .order_by(col(StageChange.number))
    )
    return [
        Confirmed(form_stage(change.from_stage), name, change.at, words)
        for change, words, name in session.exec(query)
    ]
