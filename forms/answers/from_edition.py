"""Answers that a form takes from earlier answers to the same questions: from the previous edition
or, for a screening repeated in a review, from the screening that still counts.

Facts count at once, marked as carried, until somebody saves their section. Judgements are shown
beside the question, which starts unanswered. A question marked `afresh` takes over nothing, nor
does a question that has changed.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

from pydantic import JsonValue

from forms.questions.question import Answers, Asked, Question, QuestionSet


def carriable(old: QuestionSet, new: QuestionSet, answers: Answers) -> dict[str, JsonValue]:
    """Return the old answers that questions of the new set can take over or show."""
    before = {question.key: question for question in old.questions()}
    return {
        question.key: answers[question.key]
        for question in new.questions()
        if question.key in answers
        and not question.afresh
        and question.key in before
        and _same(before[question.key], question)
    }


def counts_at_once(
    question_set: QuestionSet, earlier: Answers, saved: Container[str] = ()
) -> dict[str, JsonValue]:
    """Return the carried facts of unsaved sections. `saved`: ids of the saved sections."""
    return {
        question.key: earlier[question.key]
        for section in question_set.sections
        if section.id not in saved
        for question in section.questions
        if question.key in earlier and not question.judgement
    }


def judged_before(question_set: QuestionSet, earlier: Answers) -> dict[str, JsonValue]:
    """Return the old judgements, to show beside those to be made again."""
    return {
        question.key: earlier[question.key]
        for question in question_set.questions()
        if question.key in earlier and question.judgement
    }


def still_as_carried(
    question_set: QuestionSet, earlier: Answers, answers: Mapping[str, JsonValue]
) -> set[str]:
    """Return the keys of answers that are still as they were carried forward; pages mark these."""
    offered = counts_at_once(question_set, earlier)
    return {key for key, value in offered.items() if answers.get(key) == value}


def _same(old: Question, new: Question) -> bool:
    """Whether an answer to the old question is also a valid answer to the new one."""
    return (
        _fits(old, new)
        and {group.value for group in old.groups} <= {group.value for group in new.groups}
        and all(_has_column(new, column) for column in old.columns)
    )


def _has_column(question: Question, wanted: Asked) -> bool:
    column = question.column(wanted.key)
    return column is not None and _fits(wanted, column)


def _fits(old: Asked, new: Asked) -> bool:
    offered = {option.value for option in new.choices}
    return (
        old.kind is new.kind
        and {option.value for option in old.choices} <= offered
        and old.longest <= new.longest
    )
