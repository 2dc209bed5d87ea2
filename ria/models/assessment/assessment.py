"""Assessments: the editions that carry a policy through its stages."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words, one_of
from workflows.actions import Action
from workflows.levels import Level
from workflows.stages import Stage


class Assessment(SQLModel, table=True):
    """Edition n of a policy's assessment. At most one is open and one current (two indexes)."""

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("policy_id", "edition"),
        Index(
            "one_open_edition",
            "policy_id",
            unique=True,
            sqlite_where=text("is_open"),
            postgresql_where=text("is_open"),
        ),
        Index(
            "one_current_edition",
            "policy_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        Index("reviews_to_come", "stage", "next_review_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    policy_id: int = Field(foreign_key="policy.id", index=True)
    edition: int
    frame: str = Field(sa_type=Words)
    stage: Stage = Field(sa_type=one_of(Stage), index=True)
    is_open: bool
    is_current: bool
    opened_because: str = Field(sa_type=Words)
    level: Level | None = Field(default=None, sa_type=one_of(Level))
    round: int = 1
    in_stage_since: datetime = Field(sa_type=Instant)
    due_on: date | None = Field(default=None, index=True)
    submitted_by: int | None = Field(default=None, foreign_key="account.id")
    next_review_on: date | None = None
    interval_months: int | None = None
    assessed_on: date | None = None
    approved_on: date | None = None
    published_on: date | None = None
    covered_by: int | None = Field(default=None, foreign_key="policy.id", index=True)
    claimed_by: int | None = Field(default=None, foreign_key="account.id", index=True)
    claimed_at: datetime | None = Field(default=None, sa_type=Instant)
    version: int = 1


class StageChange(SQLModel, table=True):
    """One action that was taken: who moved which edition from where to where, when and why."""

    __tablename__ = "stage_change"
    __table_args__ = (UniqueConstraint("assessment_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    number: int
    action: Action = Field(sa_type=one_of(Action))
    from_stage: Stage = Field(sa_type=one_of(Stage, "from_stage"))
    to_stage: Stage = Field(sa_type=one_of(Stage, "to_stage"))
    round: int
    actor_id: int | None = Field(default=None, foreign_key="account.id")
    on_behalf_of: int | None = Field(default=None, foreign_key="account.id")
    reason: str = Field(default="", sa_type=Words)
    content_hash: str = Field(default="", sa_type=Words)
    at: datetime = Field(sa_type=Instant)


class DueRegard(SQLModel, table=True):
    """What an approver confirmed: that they themselves had due regard, in the words shown.

    The stage change holds who and when, and the hash of what was read.
    """

    __tablename__ = "due_regard"

    id: int | None = Field(default=None, primary_key=True)
    stage_change_id: int = Field(foreign_key="stage_change.id", unique=True)
    statement: str = Field(sa_type=Words)


class Contributor(SQLModel, table=True):
    """Somebody who saved an answer in a stage's form, and so may not decide on that stage."""

    __tablename__ = "contributor"
    __table_args__ = (UniqueConstraint("assessment_id", "stage", "user_id"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    stage: Stage = Field(sa_type=one_of(Stage))
    user_id: int = Field(foreign_key="account.id", index=True)
    since: datetime = Field(sa_type=Instant)


class InvitedContributor(SQLModel, table=True):
    """Somebody whom the owner asked to help fill in the forms of one edition."""

    __tablename__ = "invited_contributor"
    __table_args__ = (UniqueConstraint("assessment_id", "user_id"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    user_id: int = Field(foreign_key="account.id", index=True)
    invited_by: int = Field(foreign_key="account.id")
    invited_at: datetime = Field(sa_type=Instant)
