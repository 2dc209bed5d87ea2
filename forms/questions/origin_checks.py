"""The rules for the values that a set takes from outside, checked once every set is loaded.

The origin must exist in the other form under the same frame, be of the same kind, offer no option
that is not offered here, and be no more confidential than the question it feeds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.questions.checks import Finding, Location
from forms.questions.origin import Fact, Origin
from forms.questions.question import Asked, Audience, Kind, Question, QuestionSet, Valued

Sets = Mapping[tuple[str, str, int], QuestionSet]

_FACT_KINDS = {Fact.LEVEL: Kind.ONE}
_ORDER = list(Audience)


def check_origins(question_set: QuestionSet, sets: Sets) -> Iterator[Finding]:
    """Everything wrong with the origins that a set names."""
    for at, taken in enumerate(question_set.takes):
        yield from _origin(taken, taken.origin, question_set, sets, ("takes", at, "from"))
    for at, section in enumerate(question_set.sections):
        for position, question in enumerate(section.questions):
            here = ("sections", at, "questions", position)
            for name, origin in (("prefill", question.prefill), ("beside", question.beside)):
                if origin is not None:
                    yield from _origin(question, origin, question_set, sets, (*here, name))


def _origin(
    target: Valued, origin: Origin, question_set: QuestionSet, sets: Sets, at: Location
) -> Iterator[Finding]:
    rule = str(at[-1])
    if origin.fact is not None:
        if target.kind is not _FACT_KINDS[origin.fact]:
            yield at, rule, f"the fact '{origin.fact}' is a {_FACT_KINDS[origin.fact]}"
        return
    if origin.form == question_set.form:
        yield at, rule, "a form cannot take an answer of its own"
        return
    sources = _candidates(origin, question_set, sets)
    if not sources:
        yield at, rule, f"there is no question '{origin.question}' in '{origin.form}'"
    elif all(list(_unfit(source, target)) for source in sources):
        yield from ((at, rule, message) for message in _unfit(sources[-1], target))


def _candidates(origin: Origin, question_set: QuestionSet, sets: Sets) -> list[Question]:
    """The origin question in the versions that may come first: the newest, for an old set any."""
    versions = sorted(key for key in sets if key[:2] == (origin.form, question_set.frame))
    newest = max(key[2] for key in sets if key[:2] == (question_set.form, question_set.frame))
    if question_set.version == newest:
        versions = versions[-1:]
    return [
        question
        for key in versions
        for question in sets[key].questions()
        if question.key == origin.question
    ]


def _unfit(source: Question, target: Valued) -> Iterator[str]:
    if source.kind is not target.kind:
        yield f"'{source.key}' is a {source.kind}, '{target.key}' a {target.kind}"
        return
    stray = {option.value for option in source.options} - {
        option.value for option in target.options
    }
    for value in sorted(stray):
        yield f"'{source.key}' offers '{value}', '{target.key}' does not"
    if isinstance(target, Asked) and source.longest > target.longest:
        yield f"'{source.key}' can be longer than '{target.key}'"
    reach = target.audience if isinstance(target, Question) else Audience.INTERNAL
    if source.audience.confidential and _ORDER.index(source.audience) > _ORDER.index(reach):
        yield f"'{source.key}' is {source.audience}, what it feeds is not"
