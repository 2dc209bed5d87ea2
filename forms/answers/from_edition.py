"""What a form takes over from the same questions answered before: in the edition before this one,
or, for a screening asked again in a review, in the screening that still counts.

Facts count at once until somebody saves their section, and are marked; judgements are shown beside
and start unanswered. A question asked `afresh` takes over nothing, nor does one that has changed.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

from pydantic import JsonValue

from forms.questions.question import Answers, Asked, Question, QuestionSet

ONCE_EACH = {
    "screening": frozenset(
        {"assessed_before", "assessed_when", "assessed_outcome", "open_actions", "change"}
    )
}
"""Questions of sets released before `afresh` could be said: what they ask differs by edition."""


def carriable(old: QuestionSet, new: QuestionSet, answers: Answers) -> dict[str, JsonValue]:
    """The old answers that questions of the new set can take over or show."""
    before = {question.key: question for question in old.questions()}
    return {
        question.key: answers[question.key]
        for question in new.questions()
        if question.key in answers
        and not _asked_afresh(new, question)
        and question.key in before
        and _same(before[question.key], question)
    }


def counts_at_once(
    question_set: QuestionSet, earlier: Answers, saved: Container[str] = ()
) -> dict[str, JsonValue]:
    """The carried facts, in sections that nobody has saved yet. `saved`: ids of the others."""
    return {
        question.key: earlier[question.key]
        for section in question_set.sections
        if section.id not in saved
        for question in section.questions
        if question.key in earlier and not question.judgement
    }


def judged_before(question_set: QuestionSet, earlier: Answers) -> dict[str, JsonValue]:
    """The old judgements, to be shown beside those to be made anew."""
    return {
        question.key: earlier[question.key]
        for question in question_set.questions()
        if question.key in earlier and question.judgement
    }


def still_as_carried(
    question_set: QuestionSet, earlier: Answers, answers: Mapping[str, JsonValue]
) -> set[str]:
    """The keys of the answers that stand as they were carried forward: these are marked."""
    offered = counts_at_once(question_set, earlier)
    return {key for key, value in offered.items() if answers.get(key) == value}


def _asked_afresh(question_set: QuestionSet, question: Question) -> bool:
    return question.afresh or question.key in ONCE_EACH.get(question_set.form, ())


def _same(old: Question, new: Question) -> bool:
    """Whether an answer to the old question can stand as one to the new."""
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
