"""The public part of an edition's forms. Only this module knows which audience is public.

Everything that is published from an answer is taken from here, so that no other code has to check
the audience.
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
"""Kinds that answer with references: persons are never named, sources are described apart."""


class PublicForm:
    """The public answers of one form: those that are visible and have the audience `public`."""

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
        """The sections, each with `title` and `questions`: each `key`, `label`, `lines`."""
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
        """Return a text, or the label of the chosen option; None if there is no public answer."""
        value = self.answers.get(key)
        return _in_words(self.questions[key], value) if value is not None else None

    def value(self, key: str) -> JsonValue:
        """Return an answer as stored; None if there is no public answer."""
        return self.answers.get(key)

    def chosen(self, key: str) -> list[str]:
        """Return the labels of the chosen options of a question that allows several."""
        value, question = self.answers.get(key), self.questions.get(key)
        if question is None or not isinstance(value, list):
            return []
        return [str(_in_words(question, one)) for one in value]

    def rows(self, key: str) -> list[dict[str, Any]]:
        """Return the rows of a table, with the labels of options; unanswered columns are None."""
        value, question = self.answers.get(key), self.questions.get(key)
        if question is None or not isinstance(value, list):
            return []
        return [_row(question, row) for row in value if isinstance(row, dict)]

    def refs(self) -> list[str]:
        """The references of the sources cited in public answers, in order and without repeats."""
        cited: dict[str, None] = {}
        for key, question in self.questions.items():
            value = self.answers[key]
            if question.kind is Kind.EVIDENCE and isinstance(value, list):
                instead = {option.value for option in question.options}
                cited |= dict.fromkeys(str(ref) for ref in value if ref not in instead)
        return list(cited)


Forms = dict[str, PublicForm]
"""The public parts of an edition's forms, by form name."""


def text_in(forms: Forms, names: tuple[str, ...], key: str) -> str | None:
    """Return the answer from the first of these forms that has one."""
    found = (forms[name].text(key) for name in names if name in forms)
    return next((text for text in found if text is not None), None)


def rows_in(forms: Forms, names: tuple[str, ...], key: str) -> list[dict[str, Any]]:
    """Return the rows from the first of these forms that has any."""
    found = (forms[name].rows(key) for name in names if name in forms)
    return next((rows for rows in found if rows), [])


def _row(question: Question, row: Mapping[str, Any]) -> dict[str, Any]:
    shown = {column.key for column in columns_shown(question, row)}
    return {
        column.key: _in_words(column, row.get(column.key)) if column.key in shown else None
        for column in question.columns
    }


def _in_words(asked: Asked, value: Any) -> Any:
    """Return the label of an option; a text, number or date unchanged."""
    labels = {option.value: option.label for option in asked.choices}
    return labels.get(value, value) if isinstance(value, str) else value
