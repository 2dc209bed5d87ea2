"""What the public sees: frozen snapshots, and nothing else."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words, one_of


class PublicationKind(StrEnum):
    """What a snapshot shows. A screening is never called an assessment."""

    SCREENED_OUT = "screened_out"
    ASSESSMENT = "assessment"


class Publication(SQLModel, table=True):
    """One frozen snapshot. The public pages read this table and no other."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("reference", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(sa_type=Words)
    reference_key: str = Field(sa_type=Words, index=True)
    number: int
    kind: PublicationKind = Field(sa_type=one_of(PublicationKind))
    title: str = Field(sa_type=Words)
    committee: str = Field(sa_type=Words, index=True)
    level: str = Field(sa_type=Words, index=True)
    snapshot: dict[str, Any] = Field(sa_type=JSON)
    content_hash: str = Field(sa_type=Words)
    published_at: datetime = Field(sa_type=Instant, index=True)
    is_latest: bool = Field(index=True)
