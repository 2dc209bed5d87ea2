"""The register's entries: policies, their texts, and the files that are kept."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from ria.models.types import Instant, Words, one_of


class SubjectType(StrEnum):
    """What is assessed. In law 'policy' is wide: formal, informal, written or custom."""

    POLICY = "policy"
    FUNCTION = "function"
    PROCEDURE = "procedure"
    PLAN = "plan"
    STRATEGY = "strategy"
    PROJECT = "project"
    DECISION = "decision"
    NATIONAL_POLICY = "national_policy"


class Operation(StrEnum):
    """Whether the policy is applied to people now, whatever its assessment's stage."""

    PROPOSED = "proposed"
    OPERATING = "operating"
    ENDED = "ended"


class Policy(SQLModel, table=True):
    """One entry of the register. Its assessments (editions) carry the stages."""

    __tablename__ = "policy"

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(sa_type=Words, max_length=40)
    reference_key: str = Field(sa_type=Words, unique=True)
    title: str = Field(sa_type=Words, max_length=200)
    title_key: str = Field(sa_type=Words, index=True)
    subject_type: SubjectType = Field(sa_type=one_of(SubjectType))
    committee_id: int = Field(foreign_key="committee.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    owner_id: int = Field(foreign_key="account.id", index=True)
    deputy_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    operation: Operation = Field(sa_type=one_of(Operation))
    operation_on: date | None = None
    planned_decision_on: date | None = None
    planned_start_on: date | None = None
    legacy: bool = False
    programme_due_on: date | None = None
    urgent_reason: str | None = Field(default=None, sa_type=Words)
    restricted: bool = False
    registered_at: datetime = Field(sa_type=Instant)
    registered_by: int = Field(foreign_key="account.id")


class StoredFile(SQLModel, table=True):
    """An uploaded file, stored under a random key outside the web root."""

    __tablename__ = "stored_file"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(sa_type=Words, unique=True)
    policy_id: int = Field(foreign_key="policy.id", index=True)
    name: str = Field(sa_type=Words, max_length=255)
    media_type: str = Field(sa_type=Words)
    size: int
    sha256: str = Field(sa_type=Words)
    uploaded_by: int = Field(foreign_key="account.id")
    uploaded_at: datetime = Field(sa_type=Instant)


class PolicyText(SQLModel, table=True):
    """One version of a policy's own text."""

    __tablename__ = "policy_text"

    id: int | None = Field(default=None, primary_key=True)
    policy_id: int = Field(foreign_key="policy.id", index=True)
    number: int
    file_id: int = Field(foreign_key="stored_file.id")


class PolicyTextNote(SQLModel, table=True):
    """The note of what is new in a version of a policy's text."""

    __tablename__ = "policy_text_note"

    policy_text_id: int = Field(primary_key=True, foreign_key="policy_text.id")
    note: str = Field(sa_type=Words)
