"""A case: one edition with its form, its road and its signatures, and what comes with an action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from ria.db.store import Store
from ria.models import Assessment, Policy, SignatureKind, SignOff, StageChange, Verdict
from ria.queries.assessment.form_content import FormContent, form_content
from workflows.levels import Level
from workflows.outcomes import ReviewReason
from workflows.stages import Stage, form_name, form_stage


@dataclass(frozen=True)
class ActionInput:
    """What comes with an action: typed by the person who takes it."""

    reason: str = ""
    seen: str = ""
    return_to: Stage | None = None
    due_on: date | None = None
    next_due_on: date | None = None
    parent_reference: str = ""
    level: Level | None = None
    consult_again: bool = False
    due_regard: bool = False
    review_reason: ReviewReason | None = None
    reference: str = ""
    urgent: bool = False
    ratify_by: date | None = None
    successor_concluded: bool = False
    corrected: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""

    @property
    def says_why(self) -> bool:
        """Whether a reason was written that is more than blanks."""
        return bool(self.reason.strip())


@dataclass(frozen=True)
class Case:
    """One edition with all that a decision about it needs."""

    policy: Policy
    assessment: Assessment
    content: FormContent | None
    changes: tuple[StageChange, ...]
    signatures: tuple[SignOff, ...]

    @property
    def content_hash(self) -> str:
        """The hash of the form that is filled in or decided on now; empty where there is none."""
        return self.content.hash if self.content else ""

    @property
    def standing_signatures(self) -> tuple[SignOff, ...]:
        """The signatures that cover the content as it now stands; the others are void."""
        return tuple(s for s in self.signatures if s.content_hash == self.content_hash)


def the_case(session: Session, store: Store, assessment: Assessment, policy: Policy) -> Case:
    """Gather an edition's content, road and signatures."""
    assert assessment.id is not None
    form = form_stage(assessment.stage)
    changes = session.exec(
        select(StageChange)
        .where(col(StageChange.assessment_id) == assessment.id)
        .order_by(col(StageChange.number))
    )
    content = form_content(session, store.sets, assessment.id, form_name(assessment.stage))
    of_this = [col(SignOff.assessment_id) == assessment.id, col(SignOff.stage) == form]
    if form is Stage.REVIEW and content is not None:  # earlier reviews had signatures of their own
        of_this.append(col(SignOff.signed_at) >= content.opened_at)
    signatures = session.exec(select(SignOff).where(*of_this).order_by(col(SignOff.id)))
    return Case(
        policy=policy,
        assessment=assessment,
        content=content,
        changes=tuple(changes),
        signatures=tuple(signatures),
    )


AGREEING = frozenset({Verdict.AGREE, Verdict.AGREE_IF})
"""Verdicts that let the case go on; conditions are looked at before publication."""


def agreed(case: Case, kind: SignatureKind) -> SignOff | None:
    """The latest word of this kind on this very content, if it agrees."""
    given = [s for s in case.standing_signatures if s.kind is kind]
    return given[-1] if given and given[-1].verdict in AGREEING else None


def advised(case: Case, kind: SignatureKind) -> bool:
    """Whether an adviser's latest word on this very content was given, whatever it says.

    Disagreement is no veto: whoever decides must answer it in writing (`take_action` asks for
    that). Only a signature that was put off is still to come.
    """
    given = [s for s in case.standing_signatures if s.kind is kind]
    return bool(given) and given[-1].verdict is not Verdict.DEFER
