"""The later life of an edition: reviews, carried answers, its end, minor amendments."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words, one_of
from workflows.facts.outcomes import ReviewDecision, ReviewReason


class Review(SQLModel, table=True):
    """One review of an edition. `cycle` is that of its form; `settles` is the planned review day
    that it fulfils, if it was not started out of turn.
    """

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("assessment_id", "cycle"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    cycle: int
    started_at: datetime = Field(sa_type=Instant)
    started_by: int | None = Field(default=None, foreign_key="account.id")
    due_on: date
    settles: date | None = None
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    decision: ReviewDecision | None = Field(default=None, sa_type=one_of(ReviewDecision))


class ReviewCause(SQLModel, table=True):
    """Why a review is held: the reason for which it was started, and what came to light since."""

    __tablename__ = "review_cause"

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    reason: ReviewReason = Field(sa_type=one_of(ReviewReason))
    words: str = Field(default="", sa_type=Words)
    added_by: int | None = Field(default=None, foreign_key="account.id")
    added_at: datetime = Field(sa_type=Instant)


class CarriedForm(SQLModel, table=True):
    """The answers that a form took over when it was opened, by question.

    `source_id` is the form they came from: that of the edition before, or the screening that a
    review asks again. They stay as they were then, whatever happens to that form.
    """

    __tablename__ = "carried_form"

    stage_form_id: int = Field(primary_key=True, foreign_key="stage_form.id")
    source_id: int = Field(foreign_key="stage_form.id", index=True)
    edition: int
    answers: dict[str, Any] = Field(sa_type=JSON)


class EditionEnd(SQLModel, table=True):
    """How an edition that was in force ended: the ground, and what replaces it.

    An urgent end must be ratified by a day; `ratified_on` and `minute_reference` say that it was.
    The committee's decision, including a refusal, is a `Ratification`.
    """

    __tablename__ = "edition_end"

    assessment_id: int = Field(primary_key=True, foreign_key="assessment.id")
    reference: str = Field(default="", sa_type=Words)
    replaced_by: int | None = Field(default=None, foreign_key="policy.id", index=True)
    ratify_by: date | None = None
    ratified_on: date | None = None
    minute_reference: str = Field(default="", sa_type=Words)
    ratified_by: int | None = Field(default=None, foreign_key="account.id")


class Ratification(SQLModel, table=True):
    """The committee's decision on an urgent action taken ahead of its meeting: on a signature that
    its chair gave (`item` is the signature's id), or on the end of the edition (`item` is 0).
    """

    __tablename__ = "ratification"
    __table_args__ = (UniqueConstraint("assessment_id", "item"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    item: int
    is_ratified: bool
    decided_on: date
    minute_reference: str = Field(sa_type=Words)
    reason: str = Field(default="", sa_type=Words)
    recorded_by: int = Field(foreign_key="account.id")
    recorded_at: datetime = Field(sa_type=Instant)


class Amendment(SQLModel, table=True):
    """A minor amendment that the owner proposes: what changes in the text, and why this does not
    affect the three aims of the equality duty. It waits until `agreed_at` or `ended_at` is set.
    """

    __tablename__ = "amendment"

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    summary: str = Field(sa_type=Words)
    before: str = Field(sa_type=Words)
    after: str = Field(sa_type=Words)
    limbs: dict[str, Any] = Field(sa_type=JSON)
    proposed_by: int = Field(foreign_key="account.id")
    proposed_at: datetime = Field(sa_type=Instant)
    agreed_by: int | None = Field(default=None, foreign_key="account.id")
    agreed_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
