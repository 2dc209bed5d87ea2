"""Conditions, as data: when a section, a question or a column is shown.

A condition may only refer to earlier questions, so conditions cannot form a circle. There is no
"not": a condition that holds cannot become false because another question is answered as well,
which keeps pages without JavaScript simple.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator


class StrictModel(BaseModel):
    """The base of everything read from a set: immutable, and strict about field names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Condition(StrictModel):
    """A test on the answers. Exactly one of: an answer is among `any_of`, a question is answered at
    all, `all` or `any` of several conditions hold, the proposed level is below the computed one, or
    the rating is known.

    `column`: test the values in this column of a table or of a group's fieldset; one matching row
    is enough.
    """

    question: str = ""
    column: str = ""
    any_of: tuple[str, ...] = ()
    answered: bool = False
    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    below_computed: str = ""
    rating_known: bool = False

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        asked = bool(self.question) and (bool(self.any_of) != self.answered)
        forms = [
            bool(self.question),
            bool(self.all),
            bool(self.any),
            bool(self.below_computed),
            self.rating_known,
        ]
        stray = bool(not self.question and (self.any_of or self.answered))
        stray = stray or bool(self.column and not self.any_of)
        if sum(forms) != 1 or stray or (self.question and not asked):
            raise ValueError(
                "must be one of: 'question' with 'any_of' or 'answered: true', "
                "or with 'column' and 'any_of'; "
                "'all'; 'any'; 'below_computed'; 'rating_known: true'"
            )
        return self

    def parts(self) -> Iterator[Condition]:
        """This condition and every condition inside it."""
        yield self
        for part in self.all + self.any:
            yield from part.parts()

    @property
    def questions(self) -> frozenset[str]:
        """The keys of the questions that the condition refers to."""
        named = {part.question for part in self.parts()} | {
            part.below_computed for part in self.parts()
        }
        return frozenset(named - {""})


def holds(
    condition: Condition | None,
    answers: Mapping[str, Any],
    on_rating: Callable[[Condition], bool] = lambda _: False,
) -> bool:
    """Whether these answers meet the condition. None is always met.

    `on_rating` answers the two kinds of condition that need the computed level.
    """
    if condition is None:
        return True
    if condition.all:
        return all(holds(part, answers, on_rating) for part in condition.all)
    if condition.any:
        return any(holds(part, answers, on_rating) for part in condition.any)
    if condition.question:
        return _asked(condition, answers.get(condition.question))
    return on_rating(condition)


def _asked(condition: Condition, value: Any) -> bool:
    if value is None:
        return False
    if condition.answered:
        return True
    if condition.column:
        return any(row.get(condition.column) in condition.any_of for row in rows(value))
    given = value if isinstance(value, list) else [value]
    return any(item in condition.any_of for item in given)


def rows(value: Any) -> list[Mapping[str, Any]]:
    """The rows of a table or of the fieldsets per group; none of anything else."""
    found = list(value.values()) if isinstance(value, dict) else value
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
