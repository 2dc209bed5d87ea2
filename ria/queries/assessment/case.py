"""A case: one edition with its form, stage changes and signatures; and the input of an action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from ria.db.store import Store
from ria.models import Assessment, Policy, SignatureKind, SignOff, StageChange, Verdict
from ria.queries.assessment.form_content import FormContent, form_content
from workflows.facts.outcomes import ReviewReason
from workflows.levels import Level
from workflows.stages import Stage, form_name, form_stage


@dataclass(frozen=True)
class ActionInput:
    """What the person who takes an action enters with it."""

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
    """One edition with everything that a decision about it needs."""

    policy: Policy
    assessment: Assessment
    content: FormContent | None
    changes: tuple[StageChange, ...]
    signatures: tuple[SignOff, ...]

    @property
    def content_hash(self) -> str:
        """The hash of the form that is being filled in or decided on; empty if there is none."""
        return self.content.hash if self.content else ""

    @property
    def standing_signatures(self) -> tuple[SignOff, ...]:
        """The signatures that cover the present content; all others are void."""
        return tuple(s for s in self.signatures if s.content_hash == self.content_hash)


def the_case(session: Session, store: Store, assessment: Assessment, policy: Policy) -> Case:
    """Load an edition's content, stage changes and signatures."""
    assert assessment.id is not None
    form = form_stage(assessment.stage)
    changes = session.exec(_CHANGES, params={"edition": assessment.id})
    content = form_content(session, store.sets, assessment.id, form_name(assessment.stage))
    signatures = session.exec(_SIGNATURES, params={"edition": assessment.id, "form": form}).all()
    opened = content.opened_at if content is not None else None
    if form is Stage.REVIEW and opened is not None:  # earlier reviews had signatures of their own
        signatures = [signed for signed in signatures if signed.signed_at >= opened]
    return Case(
        policy=policy,
        assessment=assessment,
        content=content,
        changes=tuple(changes),
        signatures=tuple(signatures),
    )


_CHANGES = (
    select(StageChange)
    .where(col(StageChange.assessment_id) == bindparam("edition"))
    .order_by(col(StageChange.number))
)
_SIGNATURES = (
    select(SignOff)
    .where(
        col(SignOff.assessment_id) == bindparam("edition"), col(SignOff.stage) == bindparam("form")
    )
    .order_by(col(SignOff.id))
)


AGREEING = frozenset({Verdict.AGREE, Verdict.AGREE_IF})
"""Verdicts that let the case proceed; conditions are checked before publication."""


def agreed(case: Case, kind: SignatureKind) -> SignOff | None:
    """Return the latest signature of this kind on exactly this content, if it agrees."""
    given = [s for s in case.standing_signatures if s.kind is kind]
    return given[-1] if given and given[-1].verdict in AGREEING else None


def advised(case: Case, kind: SignatureKind) -> bool:
    """Whether an adviser's latest signature on exactly this content exists, whatever its verdict.

    Disagreement is no veto: the approver must answer it in writing (`take_action` requires that).
    Only a deferred signature counts as not given.
    """
    given = [s for s in case.standing_signatures if s.kind is kind]
    return bool(given) and given[-1].verdict is not Verdict.DEFER
