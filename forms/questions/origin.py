"""The origin of a value that a form does not ask for: another form, or a known fact.

A set can take such a value to decide what it asks (`takes`), carry it forward as an answer that
counts at once (`prefill`), or show it beside a judgement that must be made again (`beside`). Each
names its origin, so that one query serves every set; see `carried.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Self

from pydantic import Field, model_validator

from forms.questions.conditions import Condition, StrictModel


class Fact(StrEnum):
    """What the record knows without asking anybody."""

    LEVEL = "level"
    """The level of the assessment: high, medium or low."""


class Origin(StrictModel):
    """One question of another form of the same edition, or one fact.

    In a file a fact is written as its bare name: `from: level`.
    """

    form: str = ""
    question: str = ""
    fact: Fact | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare_fact(cls, value: Any) -> Any:
        return {"fact": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        of_form = bool(self.form) and bool(self.question)
        if of_form == (self.fact is not None) or bool(self.form) != bool(self.question):
            raise ValueError("must be a fact, or a 'form' with a 'question'")
        return self


class Limit(StrictModel):
    """A narrower limit for a number while a condition holds. `message` is shown if it is broken."""

    when: Condition
    minimum: int | None = None
    maximum: int | None = None
    message: str = Field(min_length=10)

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if self.minimum is None and self.maximum is None:
            raise ValueError("needs a 'minimum' or a 'maximum'")
        return self

    def broken_by(self, number: int) -> bool:
        """Whether the number is outside this limit."""
        under = self.minimum is not None and number < self.minimum
        return under or (self.maximum is not None and number > self.maximum)


class Chosen(StrictModel):
    """A filter on rows, or on groups asked about: those with one of these values in a column."""

    column: str
    any_of: tuple[str, ...] = Field(min_length=1)

    def picks(self, row: Mapping[str, Any]) -> bool:
        """Whether this row passes the filter."""
        return row.get(self.column) in self.any_of
