"""Answers with a canary in every text that is not for the public."""

from __future__ import annotations

from typing import Any

from forms.questions.question import Asked, Audience, Kind, Question, QuestionSet

CANARY = "canary{key}kept"
NUMBER = 48_151_623


def canary(key: str) -> str:
    """A word that stands nowhere else."""
    return CANARY.format(key=key.replace("_", ""))


def with_canaries(question_set: QuestionSet, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers of a form with a canary in every text, file and optional number that is not
    public: added to what is answered, put where nothing is, hidden questions included."""
    found = dict(answers)
    for question in question_set.questions():
        if question.audience is Audience.PUBLIC:
            continue
        value = _marked(question, answers.get(question.key))
        if value is not None:
            found[question.key] = value
    return found


def _marked(question: Question, value: Any) -> Any:
    word = canary(question.key)
    if question.kind is Kind.TABLE:
        rows = value or [{"id": "r1"}]
        return [{**row, **_cells(question.columns, row, word)} for row in rows]
    if question.kind is Kind.PER_GROUP:
        groups = value or {option.value: {} for option in question.groups}
        return {g: {**row, **_cells(question.columns, row, word)} for g, row in groups.items()}
    if question.kind is Kind.TEXT:
        return f"{value or 'Nothing more.'} {word}"
    if question.kind is Kind.FILE:
        return word
    if question.kind is Kind.NUMBER and not question.required:
        return question.maximum and min(question.maximum, NUMBER)
    return value


def _cells(columns: tuple[Asked, ...], row: dict[str, Any], word: str) -> dict[str, str]:
    return {c.key: f"{row.get(c.key, '')} {word}".strip() for c in columns if c.kind is Kind.TEXT}


def marked_keys(question_set: QuestionSet) -> set[str]:
    """The questions that get a canary in words: those in which people write some."""
    return {q.key for q in _inside(question_set) if _has_words(q)}


def worded_by_the_set(question_set: QuestionSet) -> set[str]:
    """The other questions that are not public: options, numbers, days, people, sources."""
    return {q.key for q in _inside(question_set) if not _has_words(q)}


def _inside(question_set: QuestionSet) -> list[Question]:
    return [q for q in question_set.questions() if q.audience is not Audience.PUBLIC]


def _has_words(question: Question) -> bool:
    in_cells = any(column.kind is Kind.TEXT for column in question.columns)
    return question.kind in {Kind.TEXT, Kind.FILE} or in_cells
