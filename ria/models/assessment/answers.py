"""Answers: the form of a stage, with one row for each of its sections."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words


class StoredSet(SQLModel, table=True):
    """A complete copy of a question set in use: its words outlive changes of the files."""

    __tablename__ = "stored_set"
    __table_args__ = (UniqueConstraint("form", "frame", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    form: str = Field(sa_type=Words)
    frame: str = Field(sa_type=Words)
    version: int
    hash: str = Field(sa_type=Words)
    content: str = Field(sa_type=Words)
    first_used_at: datetime = Field(sa_type=Instant)


class StageForm(SQLModel, table=True):
    """The form of one stage of an edition; `cycle` counts the reviews of the edition."""

    __tablename__ = "stage_form"
    __table_args__ = (UniqueConstraint("assessment_id", "form", "cycle"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    form: str = Field(sa_type=Words)
    cycle: int = 1
    set_id: int = Field(foreign_key="stored_set.id")
    opened_at: datetime = Field(sa_type=Instant)


class SectionAnswers(SQLModel, table=True):
    """The answers of one section, written as a whole. A page passes `version` on as `seen`."""

    __tablename__ = "section_answers"
    __table_args__ = (UniqueConstraint("stage_form_id", "section"),)

    id: int | None = Field(default=None, primary_key=True)
    stage_form_id: int = Field(foreign_key="stage_form.id", index=True)
    section: str = Field(sa_type=Words)
    answers: dict[str, Any] = Field(sa_type=JSON)
    version: int
    saved_by: int = Field(foreign_key="account.id")
    saved_at: datetime = Field(sa_type=Instant)
