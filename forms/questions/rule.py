"""The rating rule of a set, as data: variables, clauses, and who has the last word.

Every variable is a whole number, and a higher number is always riskier. Every clause is a list of
ways to fire. One way is a set of variables that must each reach a minimum. Clauses are ordered from
the highest level down, and the last one always fires. A rule of this form cannot rate a riskier
answer lower.
"""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from forms.questions.conditions import StrictModel
from forms.questions.origin import Chosen
from workflows.levels import Level


class Floor(StrictModel):
    """A variable is at least `value` once `variable` reaches `reaches`."""

    value: int
    variable: str
    reaches: int


class Variable(StrictModel):
    """Where one number comes from: exactly one of the four sources below.

    `question`: the score of the chosen option (the highest of several).
    `sum`: the sum of variables named before it.
    `fewer_rows_than`: 1 if the table `rows_of` has fewer rows than this, else 0; `where` picks
    the rows that count.
    `effects`: per strand, the highest score in `columns` over the strand's ticked groups.
    """

    question: str = ""
    sum: tuple[str, ...] = ()
    rows_of: str = ""
    fewer_rows_than: int = 0
    where: Chosen | None = None
    effects: str = ""
    columns: tuple[str, ...] = ()
    floor: Floor | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        sources = [bool(self.question), bool(self.sum), bool(self.rows_of), bool(self.effects)]
        if sum(sources) != 1:
            raise ValueError("needs exactly one of 'question', 'sum', 'rows_of', 'effects'")
        if bool(self.rows_of) != (self.fewer_rows_than > 0):
            raise ValueError("'rows_of' and 'fewer_rows_than' belong together")
        if self.where and not self.rows_of:
            raise ValueError("'where' picks rows and needs 'rows_of'")
        if bool(self.effects) != bool(self.columns):
            raise ValueError("'effects' and 'columns' belong together")
        return self


class Clause(StrictModel):
    """A level, the ways to reach it, and the plain reason printed when it fires."""

    id: str = Field(pattern=r"^[a-z]$")
    level: Level
    when: tuple[dict[str, int], ...]
    strands: tuple[str, ...] = ()
    reason: str = Field(min_length=20)


class Lower(StrictModel):
    """The question and the option by which somebody asks for a level below the computed one."""

    question: str
    value: str


class RatingRule(StrictModel):
    """The whole rule. `proposed` is the question that asks for the screener's own level."""

    variables: dict[str, Variable]
    clauses: tuple[Clause, ...] = Field(min_length=1)
    proposed: str
    lower: Lower
