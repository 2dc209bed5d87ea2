"""What the public may read of the forms of an edition: one place that knows the audience.

Everything that is published of an answer is taken from here, so that nothing else has to ask who
may read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue

from forms.answers.answers import displayed, seen
from forms.answers.visibility import columns_shown
from forms.questions.question import Asked, Audience, Kind, Question
from ria.queries.assessment.form_content import FormContent

NAMELESS = frozenset({Kind.PERSON, Kind.FILE, Kind.EVIDENCE})
"""Kinds whose answers are references: a person is never named, a source is described apart."""


class PublicForm:
    """The public answers of one form: those shown, for the audience `public`, and no others."""

    def __init__(self, content: FormContent) -> None:
        self.content = content
        answers = seen(content.questions, content.answers).answers
        self.questions: dict[str, Question] = {
            question.key: question
            for question in content.questions.questions()
            if question.audience is Audience.PUBLIC and question.key in answers
        }
        self.answers: Mapping[str, JsonValue] = {key: answers[key] for key in self.questions}

    def sections(self) -> list[dict[str, Any]]:
        """The sections: `title`, `questions` of `key`, `label`, `lines`."""
        found = []
        for section in self.content.questions.sections:
            shown = [
                {"key": q.key, "label": q.label, "lines": displayed(q, self.answers[q.key])}
                for q in section.questions
                if q.key in self.questions and q.kind not in NAMELESS
            ]
            if shown:
                found.append({"title": section.title, "questions": shown})
        return found

    def text(self, key: str) -> str | None:
        """A text, or the label of the option chosen; None without a public answer."""
        value = self.answers.get(key)
        return _in_words(self.questions[key], value) if value is not None else None

    def value(self, key: str) -> JsonValue:
        """An answer as stored; None without a public answer."""
        return self.answers.get(key)

    def chosen(self, key: str) -> list[str]:
        """The labels of the options chosen where there may be several."""
        value, question = self.answers.get(key), self.questions.get(key)
        if question is None or not isinstance(value, list):
            return []
        return [str(_in_words(question, one)) for one in value]

    def rows(self, key: str) -> list[dict[str, Any]]:
        """The rows of a table, options in words, columns not answered as None."""
        value, question = self.answers.get(key), self.questions.get(key)
        if question is None or not isinstance(value, list):
            return []
        return [_row(question, row) for row in value if isinstance(row, dict)]

    def refs(self) -> list[str]:
        """The references of the sources cited in public answers, each once, as first cited."""
        cited: dict[str, None] = {}
        for key, question in self.questions.items():
            value = self.answers[key]
            if question.kind is Kind.EVIDENCE and isinstance(value, list):
                instead = {option.value for option in question.options}
                cited |= dict.fromkeys(str(ref) for ref in value if ref not in instead)
        return list(cited)


Forms = dict[str, PublicForm]
"""The forms of an edition by their names, as far as the public may read them."""


def text_in(forms: Forms, names: tuple[str, ...], key: str) -> str | None:
    """The answer of the first of these forms that has one."""
    found = (forms[name].text(key) for name in names if name in forms)
    return next((text for text in found if text is not None), None)


def rows_in(forms: Forms, names: tuple[str, ...], key: str) -> list[dict[str, Any]]:
    """The rows of the first of these forms that has any."""
    found = (forms[name].rows(key) for name in names if name in forms)
    return next((rows for rows in found if rows), [])


def _row(question: Question, row: Mapping[str, Any]) -> dict[str, Any]:
    shown = {column.key for column in columns_shown(question, row)}
    return {
        column.key: _in_words(column, row.get(column.key)) if column.key in shown else None
        for column in question.columns
    }


def _in_words(asked: Asked, value: Any) -> Any:
    """An option as its label; a text, a number or a date as it is."""
    labels = {option.value: option.label for option in asked.choices}
    return labels.get(value, value) if isinstance(value, str) else value
