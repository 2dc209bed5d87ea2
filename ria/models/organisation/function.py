"""The organisation's functions: what it is there to do, and which policies serve each."""

from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field, SQLModel

from ria.models.types import Words, one_of


class FunctionPhase(StrEnum):
    """The phase of the programme, which says how early a function is reviewed."""

    FIRST = "first_phase"
    PRIORITY = "priority"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The phase as pages name it."""
        return {"first_phase": "First phase", "priority": "Priority", "other": "Other"}[self.value]


class Function(SQLModel, table=True):
    """Something the organisation is there to do."""

    __tablename__ = "function"
    search_title: ClassVar[str] = "name"

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    name: str = Field(sa_type=Words, unique=True, max_length=200)
    phase: FunctionPhase = Field(sa_type=one_of(FunctionPhase))


class PolicyFunction(SQLModel, table=True):
    """The link between a policy and a function that it serves."""

    __tablename__ = "policy_function"

    policy_id: int = Field(primary_key=True, foreign_key="policy.id")
    function_id: int = Field(primary_key=True, foreign_key="function.id", index=True)
