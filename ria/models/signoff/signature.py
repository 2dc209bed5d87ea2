"""Signatures: requests, signatures given, and the conditions of "agree if"."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words, one_of
from workflows.signatures import SignatureKind
from workflows.stages import Stage


class Verdict(StrEnum):
    """What a signature says. A disagreement is no veto, but whoever decides must answer it."""

    AGREE = "agree"
    AGREE_IF = "agree_if"
    DISAGREE = "disagree"
    DEFER = "defer"


class SignatureRequest(SQLModel, table=True):
    """A request for somebody's signature. It lets them read what they are to sign."""

    __tablename__ = "signature_request"
    __table_args__ = (UniqueConstraint("assessment_id", "stage", "kind", "asked_id"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    stage: Stage = Field(sa_type=one_of(Stage))
    kind: SignatureKind = Field(sa_type=one_of(SignatureKind))
    asked_id: int = Field(foreign_key="account.id", index=True)
    asked_by: int = Field(foreign_key="account.id")
    asked_at: datetime = Field(sa_type=Instant)


class SignOff(SQLModel, table=True):
    """A signature. It applies only to the content with this hash."""

    __tablename__ = "sign_off"

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    stage: Stage = Field(sa_type=one_of(Stage))
    kind: SignatureKind = Field(sa_type=one_of(SignatureKind))
    verdict: Verdict = Field(sa_type=one_of(Verdict))
    reason: str = Field(sa_type=Words)
    minute_reference: str = Field(default="", sa_type=Words)
    decided_on: date
    content_hash: str = Field(sa_type=Words)
    signed_by: int = Field(foreign_key="account.id")
    signed_at: datetime = Field(sa_type=Instant)
    deferred_to: date | None = None
    dissent: str = Field(default="", sa_type=Words)
    interests: str = Field(default="", sa_type=Words)
    interval_months: int | None = None
    review_on: date | None = None
    ratify_by: date | None = None


class Condition(SQLModel, table=True):
    """A condition of "agree if": what must be done, by whom and when, and whether it was done."""

    __tablename__ = "condition"

    id: int | None = Field(default=None, primary_key=True)
    sign_off_id: int = Field(foreign_key="sign_off.id", index=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    text: str = Field(sa_type=Words)
    owner_id: int = Field(foreign_key="account.id", index=True)
    due_on: date
    before_publication: bool
    met_on: date | None = None
    met_by: int | None = Field(default=None, foreign_key="account.id")
    met_how: str = Field(default="", sa_type=Words)
