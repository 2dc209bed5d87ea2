"""Values that a form takes from the other forms of its edition: taken, carried and old answers.

All three are computed from `Forms`, the visible answers of the other forms by form name. The caller
combines them: `{**taken(...), **carried(...), **stored}`.

- A taken value only decides what is asked; see `Taken`.
- A carried answer counts at once, but only in a section that nobody has saved yet. Once somebody
  saves the section, the saved answers count, including any left empty.
- An old answer is shown beside a judgement and never counts.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from pydantic import JsonValue

from forms.answers.remembered import remembered_of_set
from forms.questions.origin import Fact, Origin
from forms.questions.question import Answers, QuestionSet

Forms = Mapping[str, Answers]
Known = Mapping[Fact, JsonValue]


def taken(question_set: QuestionSet, forms: Forms, known: Known) -> dict[str, JsonValue]:
    """The values that the set takes from outside, by their keys in this form, if they exist."""
    found = {taken.key: _at(taken.origin, forms, known) for taken in question_set.takes}
    return {key: value for key, value in found.items() if value is not None}


def carried(
    question_set: QuestionSet, forms: Forms, known: Known, saved: Container[str] = ()
) -> dict[str, JsonValue]:
    """The answers carried forward into sections other than the `saved` ones (their ids)."""
    found = {
        question.key: _at(question.prefill, forms, known)
        for section in question_set.sections
        if section.id not in saved
        for question in section.questions
        if question.prefill is not None
    }
    return {key: value for key, value in found.items() if value is not None}


def unchanged(question_set: QuestionSet, forms: Forms, known: Known, answers: Answers) -> set[str]:
    """Return the keys of answers that are still as they were carried forward; pages mark these."""
    offered = carried(question_set, forms, known)
    return {key for key, value in offered.items() if answers.get(key) == value}


def shown_beside(question_set: QuestionSet, forms: Forms, known: Known) -> dict[str, JsonValue]:
    """Return the old answers to show beside judgements, by the keys of the new questions."""
    found = {
        question.key: _at(question.beside, forms, known)
        for question in question_set.questions()
        if question.beside is not None
    }
    return {key: value for key, value in found.items() if value is not None}


@remembered_of_set
def forms_named(question_set: QuestionSet) -> frozenset[str]:
    """Return the names of the other forms from which the set takes anything."""
    return frozenset(origin.form for origin in _origins(question_set) if origin.form)


@remembered_of_set
def names_facts(question_set: QuestionSet) -> bool:
    """Whether the set takes any fact."""
    return any(origin.fact is not None for origin in _origins(question_set))


def _origins(question_set: QuestionSet) -> Iterator[Origin]:
    yield from (taken.origin for taken in question_set.takes)
    for question in question_set.questions():
        yield from (o for o in (question.prefill, question.beside) if o is not None)


def _at(origin: Origin, forms: Forms, known: Known) -> JsonValue:
    if origin.fact is not None:
        return known.get(origin.fact)
    return forms.get(origin.form, {}).get(origin.question)
