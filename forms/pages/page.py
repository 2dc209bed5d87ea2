"""A hand-written form: a page of questions like a section of a set, but submitted as a whole.

It uses the same kinds of question, so that help, conditions, parsing and error messages work the
same everywhere. The difference is that nothing is a draft: a missing required answer is an error at
its field, and so is an error raised by a command.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue

from forms.answers.answers import unanswered, visible_answers
from forms.answers.parsing import Choices, Parsed, Trouble
from forms.pages.page_files import set_of
from forms.questions.question import Kind, Question
from forms.rendering.builder import SectionForm, build_form
from forms.rendering.fields import AnswerField


class PageForm(SectionForm):
    """A form that is submitted as a whole. `given` holds the answers once `validate()` returned
    True.
    """

    keeps_short = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusals: list[str] = []

    @property
    def given(self) -> dict[str, JsonValue]:
        """The answers to the questions asked; what a condition hides is left out."""
        return visible_answers(self.set, self.answers())

    @property
    def problems(self) -> list[tuple[str, str]]:
        """For the error summary: the id of an input ("" for the whole form), and the message."""
        return [("", message) for message in self.refusals] + super().problems

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything posted can be used and nothing that is asked is missing."""
        super().validate(extra_validators)
        wrong = {field.name for field in self.question_fields if field.errors}
        uploaded = self.uploads()
        for gap in unanswered(self.set, self.answers()):
            if gap.key not in wrong and gap.key not in uploaded:
                self.refuse(gap.key, gap.message, alone=False)
        return not self.problems

    def refuse(self, name: str, message: str, *, alone: bool = True) -> None:
        """Show a message at the field of this name, or above the form if there is none.

        `alone`: it makes sense without its question, as what a command says does.
        """
        field = self._fields.get(name)
        if not isinstance(field, AnswerField):
            self.refusals.append(message)
            return
        refuse_field(field, message, alone=alone)


def refuse_field(field: AnswerField, message: str, *, alone: bool = True) -> None:
    """Show a message at a field, as if its answer could not be parsed."""
    part = f"{field.name}-day" if field.question.kind is Kind.DATE else field.name
    wrong = Trouble(part, message, alone=alone)
    field.parsed = Parsed(field.parsed.value, (*field.parsed.troubles, wrong))
    field.errors = [trouble.message for trouble in field.parsed.troubles]


def page_form(
    name: str,
    *questions: Question,
    answers: Mapping[str, JsonValue] | None = None,
    people: Mapping[str, str] | None = None,
) -> type[PageForm]:
    """A form class of these questions, showing `answers` until something is posted."""
    asked = set_of(name, questions)
    built = build_form(asked, asked.sections[0], answers or {}, Choices(people=people or {}))
    return type(built.__name__, (PageForm, built), {"__doc__": f"The form '{name}'."})


def row_id(value: JsonValue) -> int | None:
    """The row's id that a chosen one of `row_options` stands for; None where nothing was chosen."""
    return int(str(value)[1:]) if value else None


def chosen_rows(value: JsonValue) -> tuple[int, ...]:
    """The ids of all the rows that were chosen."""
    chosen = value if isinstance(value, list) else []
    return tuple(int(str(each)[1:]) for each in chosen)
