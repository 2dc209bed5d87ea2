"""Build a form class for one section of a set, anew for every request.

Saving and completing are separate. A section is a draft until its form is submitted: a person may
press "Save and continue" with questions left empty and come back later. So `validate()` refuses
only what cannot be stored or was clearly a mistake (a value that was not offered, a date that does
not exist, a text over its maximum). `answers.unanswered` reports what is still missing or too
short, on the task list and at submission.

Questions whose condition depends on another question of the same page are all on the page. Where
exactly one option reveals a question, the question is nested in that option; otherwise it is below,
with a note on when to answer it. So everything can be reached without JavaScript (see
`revealing.py`). Answers to questions that turn out not to be asked stay in the draft, and
`answers.visible_answers` leaves them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import request
from flask_wtf import FlaskForm
from pydantic import JsonValue
from werkzeug.datastructures import MultiDict

from forms.answers.answers import page_questions, seen
from forms.answers.parsing import Choices
from forms.answers.visibility import groups_of
from forms.questions.question import Answers, Kind, QuestionSet, Section
from forms.rendering.fields import AnswerField
from forms.rendering.revealing import only_if

__all__ = ["AnswerField", "Choices", "SectionForm", "build_form"]


class SectionForm(FlaskForm):
    """The base class of every form made by `build_form`; it has no fields of its own."""

    set: QuestionSet
    section: Section
    stored: Answers
    known: Answers
    keeps_short: ClassVar[bool] = True
    """Whether a text below its minimum is accepted, as a draft that needs more."""

    class Meta(FlaskForm.Meta):
        """Accept posted form data even if it is empty, and never a JSON body."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Return the posted names in order; None where the page is only shown."""
            if formdata is None or hasattr(formdata, "getlist"):
                return formdata
            # With an empty body WTForms would treat the page as not yet submitted and show again
            # the answers that somebody has just cleared. With a file in it, it would lose the order
            # of the names and so that of the rows of a table.
            if not form.is_submitted():
                return None
            parts = (request.form, request.files)
            return MultiDict([item for part in parts for item in part.items(multi=True)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        for field in self.question_fields:
            waits = only_if(field.question, self.section, self.known)
            owner = self._fields.get(waits.parent.key) if waits else None
            if waits is None or not isinstance(owner, AnswerField):
                continue
            if waits.stands_inside:
                owner.nested.setdefault(waits.values[0], []).append(field)
            else:
                field.only_if = waits

    @property
    def question_fields(self) -> list[AnswerField]:
        """The fields of all questions on the page."""
        return [field for field in self._fields.values() if isinstance(field, AnswerField)]

    @property
    def top_fields(self) -> list[AnswerField]:
        """The fields to render one after the other; the others are nested in these."""
        nested = {
            inner.name
            for field in self.question_fields
            for fields in field.nested.values()
            for inner in fields
        }
        return [field for field in self.question_fields if field.name not in nested]

    @property
    def rearranged(self) -> bool:
        """Whether a button for a row was pressed: show the page again, save nothing."""
        return any(field.rearranged for field in self.question_fields)

    @property
    def has_uploads(self) -> bool:
        """Whether the page needs `enctype="multipart/form-data"`."""
        return any(field.question.kind is Kind.FILE for field in self.question_fields)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """For the error summary: the id of an input, and a message that makes sense alone."""
        found = [
            (wrong.part, field.named(wrong))
            for field in self.question_fields
            for wrong in field.troubles
        ]
        token = getattr(self, "csrf_token", None)
        return [("", message) for message in getattr(token, "errors", ())] + found

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything posted can be saved."""
        here = {field.question.key for field in self.question_fields}
        elsewhere = {key: value for key, value in self.stored.items() if key not in here}
        now = seen(self.set, {**elsewhere, **self.answers()})
        for field in self.question_fields:
            is_asked = field.question.key in now.keys
            if self.keeps_short or not is_asked:
                field.forgive_short()
            if is_asked:
                field.hold_to_limits(now.known)
        return bool(super().validate(extra_validators))

    def answers(self) -> dict[str, JsonValue]:
        """This section's answers as stored, unanswered questions left out."""
        return {
            field.question.key: field.data
            for field in self.question_fields
            if field.data is not None
        }

    def uploads(self) -> Mapping[str, Any]:
        """New files by question key; store each and put its key into the answers."""
        return {
            field.question.key: field.upload
            for field in self.question_fields
            if field.upload is not None
        }


def build_form(
    question_set: QuestionSet, section: Section, answers: Answers, choices: Choices
) -> type[SectionForm]:
    """Build a form class for one section. It shows `answers` until something is posted.

    `answers` are those of the whole form together with the values taken from outside: they decide
    what is asked here and about which groups.
    """
    known = seen(question_set, answers).known
    attributes: dict[str, Any] = {
        "set": question_set,
        "section": section,
        "stored": answers,
        "known": known,
        "__doc__": f"The section '{section.id}' of '{question_set.form}'.",
    }
    for question in page_questions(question_set, section, answers):
        attributes[question.key] = AnswerField(
            question=question,
            stored=answers.get(question.key),
            choices=choices,
            groups=groups_of(question, known),
        )
    name = "".join(part.capitalize() for part in section.id.split("-"))
    return type(f"{name}Form", (SectionForm,), attributes)
