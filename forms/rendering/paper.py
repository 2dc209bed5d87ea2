"""A form on paper: the questions that could be asked, each with its condition in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forms.questions.conditions import Condition, holds
from forms.questions.question import Answers, Question, QuestionSet, Section

ON_LEVEL = "Only with certain levels of relevance."


@dataclass(frozen=True)
class PaperQuestion:
    """A question, with the condition in words under which it is asked (empty: always)."""

    question: Question
    only_if: str = ""


@dataclass(frozen=True)
class PaperSection:
    """A section, with the questions that could be asked in it and its condition in words."""

    section: Section
    questions: tuple[PaperQuestion, ...]
    only_if: str = ""


def on_paper(question_set: QuestionSet, known: Answers) -> tuple[PaperSection, ...]:
    """Return every section and question that could be asked, whatever is answered.

    `known` holds the values that the form takes from outside, such as the level. Questions that
    they rule out are left out, since no answer can bring them back.
    """
    return tuple(
        PaperSection(
            section,
            tuple(
                PaperQuestion(question, only_if(question_set, question.show_if))
                for question in section.questions
                if not _is_ruled_out(question_set, question.show_if, known)
            ),
            only_if(question_set, section.show_if),
        )
        for section in question_set.sections
        if not _is_ruled_out(question_set, section.show_if, known)
    )


def only_if(question_set: QuestionSet, condition: Condition | None) -> str:
    """Return the condition as a sentence; empty for always."""
    if condition is None:
        return ""
    labels = dict(_labels(question_set, condition))
    if not labels:
        return ON_LEVEL
    if condition.question in labels and condition.any_of and not condition.column:
        question = question_set.question(condition.question)
        chosen = [o.label for o in question.choices if o.value in condition.any_of]
        if chosen:
            return f"Only if you answered “{' or '.join(chosen)}” to “{question.label}”."
    named = ", ".join(f"“{label}”" for label in labels.values())
    return f"Only with certain answers to: {named}."


def _labels(question_set: QuestionSet, condition: Condition) -> Iterator[tuple[str, str]]:
    """Yield the questions of this form that the condition tests, in the order asked."""
    for question in question_set.questions():
        if question.key in condition.questions:
            yield question.key, question.label


def _is_ruled_out(question_set: QuestionSet, condition: Condition | None, known: Answers) -> bool:
    """Whether the values from outside make it impossible for the condition to hold."""
    if condition is None:
        return False
    if condition.all:
        return any(_is_ruled_out(question_set, part, known) for part in condition.all)
    if condition.any:
        return all(_is_ruled_out(question_set, part, known) for part in condition.any)
    outside = {taken.key for taken in question_set.takes}
    return condition.question in outside and not holds(condition, known)
