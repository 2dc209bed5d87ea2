"""A form on paper: which questions could come up at all, and when the others do, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forms.questions.conditions import Condition, holds
from forms.questions.question import Answers, Question, QuestionSet, Section

ON_LEVEL = "Only with certain levels of relevance."


@dataclass(frozen=True)
class PaperQuestion:
    """A question, and in words when it is asked (empty: always)."""

    question: Question
    only_if: str = ""


@dataclass(frozen=True)
class PaperSection:
    """A section with the questions that could be asked in it, and when it is asked at all."""

    section: Section
    questions: tuple[PaperQuestion, ...]
    only_if: str = ""


def on_paper(question_set: QuestionSet, known: Answers) -> tuple[PaperSection, ...]:
    """Every section and question that could be asked, whatever is answered.

    `known` is what the form takes from outside, such as the level: what that rules out, no
    answer can bring back, and so it is left out.
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
    """When something is asked, as a sentence; empty for always."""
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
    """The questions of this form that the condition looks at, in the order asked."""
    for question in question_set.questions():
        if question.key in condition.questions:
            yield question.key, question.label


def _is_ruled_out(question_set: QuestionSet, condition: Condition | None, known: Answers) -> bool:
    """Whether what is known from outside keeps the condition from ever holding."""
    if condition is None:
        return False
    if condition.all:
        return any(_is_ruled_out(question_set, part, known) for part in condition.all)
    if condition.any:
        return all(_is_ruled_out(question_set, part, known) for part in condition.any)
    outside = {taken.key for taken in question_set.takes}
    return condition.question in outside and not holds(condition, known)
