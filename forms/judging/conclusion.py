"""The visible answers of a form that ends with an outcome, as the outcome rules read them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from forms.answers.answers import seen
from forms.answers.group_effects import HARM, GroupEffect, group_effects
from forms.answers.visibility import View
from forms.questions.conditions import rows
from forms.questions.question import Answers, QuestionSet


@dataclass(frozen=True)
class Conclusion:
    """A question set with its answers and the values taken from outside, and accessors for the
    rules.
    """

    question_set: QuestionSet
    answers: Answers

    @cached_property
    def now(self) -> View:
        """What is shown with these answers."""
        return seen(self.question_set, self.answers)

    @property
    def known(self) -> Answers:
        """The visible answers, together with what is taken from outside."""
        return self.now.known

    @cached_property
    def effects(self) -> tuple[GroupEffect, ...]:
        """The effect on every group asked about."""
        return group_effects(self.question_set, self.answers)

    @cached_property
    def section_of(self) -> dict[str, str]:
        """The section in which each question is asked; only those asked now."""
        return {q.key: section for section, asked in self.now.questions.items() for q in asked}

    def word(self, key: str) -> str:
        """The text or the option that answers a question; empty if there is none."""
        value = self.known.get(key)
        return value if isinstance(value, str) else ""

    def rows(self, key: str) -> list[Any]:
        """The rows that answer a table."""
        return list(rows(self.known.get(key)))

    def asks(self, key: str) -> bool:
        """Whether the form has such a question at all."""
        return any(question.key == key for question in self.question_set.questions())

    @property
    def harm_left(self) -> tuple[GroupEffect, ...]:
        """The groups for which a bad or mixed effect remains after the changes."""
        return tuple(effect for effect in self.effects if effect.left in HARM)

    @property
    def accepted_changes(self) -> list[Any]:
        """The changes that will be made, each with its date."""
        return [
            row for row in self.rows("changes") if row.get("accepted") == "yes" and row.get("due")
        ]
