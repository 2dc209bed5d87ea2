"""What a form takes over from the other forms of an edition: facts, carried and old answers.

All three are worked out from the visible answers of the other forms, `Forms`: form to answers.
The caller puts them together: `{**taken(...), **carried(...), **stored}`.

- A taken value only decides what is asked; see `Taken`.
- A carried answer counts at once. It stands in for a section that nobody has saved yet; once
  somebody has, what they saved is the answer, and so is what they left empty.
- An old answer is shown beside a judgement and never counts.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from pydantic import JsonValue

from forms.questions.origin import Fact, Origin
from forms.questions.question import Answers, QuestionSet

Forms = Mapping[str, Answers]
Known = Mapping[Fact, JsonValue]


def taken(question_set: QuestionSet, forms: Forms, known: Known) -> dict[str, JsonValue]:
    """The values that the set takes from outside, those that exist, by their keys here."""
    found = {taken.key: _at(taken.origin, forms, known) for taken in question_set.takes}
    return {key: value for key, value in found.items() if value is not None}


def carried(
    question_set: QuestionSet, forms: Forms, known: Known, saved: Container[str] = ()
) -> dict[str, JsonValue]:
    """The answers carried forward into sections not saved yet. `saved`: ids of the others."""
    found = {
        question.key: _at(question.prefill, forms, known)
        for section in question_set.sections
        if section.id not in saved
        for question in section.questions
        if question.prefill is not None
    }
    return {key: value for key, value in found.items() if value is not None}


def unchanged(question_set: QuestionSet, forms: Forms, known: Known, answers: Answers) -> set[str]:
    """The keys of the answers that stand as they were carried forward: these are marked."""
    offered = carried(question_set, forms, known)
    return {key for key, value in offered.items() if answers.get(key) == value}


def shown_beside(question_set: QuestionSet, forms: Forms, known: Known) -> dict[str, JsonValue]:
    """The old answers to be shown beside judgements, by the keys of the new questions."""
    found = {
        question.key: _at(question.beside, forms, known)
        for question in question_set.questions()
        if question.beside is not None
    }
    return {key: value for key, value in found.items() if value is not None}


def forms_named(question_set: QuestionSet) -> set[str]:
    """The other forms that the set takes anything over from."""
    return {origin.form for origin in _origins(question_set) if origin.form}


def names_facts(question_set: QuestionSet) -> bool:
    """Whether the set takes any fact over."""
    return any(origin.fact is not None for origin in _origins(question_set))


def _origins(question_set: QuestionSet) -> Iterator[Origin]:
    yield from (taken.origin for taken in question_set.takes)
    for question in question_set.questions():
        yield from (o for o in (question.prefill, question.beside) if o is not None)


def _at(origin: Origin, forms: Forms, known: Known) -> JsonValue:
    if origin.fact is not None:
        return known.get(origin.fact)
    return forms.get(origin.form, {}).get(origin.question)
