"""The rules a set must keep beyond its types. Each yields problems with file and line.

A check is a generator of `(location, rule, message)`; the location is the path of the
faulty thing in the expanded tree, from which `registry.py` finds the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from forms.conditions import Condition
from forms.question import Asked, Audience, Column, Kind, Question, QuestionSet, Section
from forms.reserved import RESERVED

Location = tuple[str | int, ...]
Finding = tuple[Location, str, str]

_FEWEST_OPTIONS = {Kind.ONE: 2, Kind.MANY: 1}
_COLUMN_KINDS = {
    Kind.TABLE: frozenset({Kind.TEXT, Kind.ONE, Kind.YES_NO, Kind.YES_NO_UNSURE, Kind.NUMBER}),
    Kind.PER_GROUP: frozenset({Kind.TEXT, Kind.ONE, Kind.YES_NO, Kind.YES_NO_UNSURE}),
}


def check(question_set: QuestionSet) -> Iterator[Finding]:
    """Everything wrong with the set."""
    yield from _sections(question_set)
    earlier: dict[str, Question] = {}
    known = {question.key for question in question_set.questions()}
    for at, section in enumerate(question_set.sections):
        here: Location = ("sections", at)
        yield from _condition(section, (*here, "show_if"), earlier, known, None)
        for position, question in enumerate(section.questions):
            location = (*here, "questions", position)
            yield from _question(question, location, earlier)
            yield from _condition(question, (*location, "show_if"), earlier, known, question)
            yield from _leak(section, question, location, earlier)
            earlier.setdefault(question.key, question)


def _sections(question_set: QuestionSet) -> Iterator[Finding]:
    seen: set[str] = set()
    for at, section in enumerate(question_set.sections):
        if section.id in seen:
            yield ("sections", at, "id"), "id", f"the section '{section.id}' exists twice"
        seen.add(section.id)
        if not section.questions and not section.shows_rating:
            yield ("sections", at), "questions", f"the section '{section.id}' asks nothing"


def _question(question: Question, at: Location, earlier: dict[str, Question]) -> Iterator[Finding]:
    if question.key in earlier:
        yield (*at, "key"), "key", f"the question '{question.key}' exists twice"
    if question.key in RESERVED:
        yield (*at, "key"), "key", f"'{question.key}' is a reserved name"
    if not question.help.strip():
        yield (*at, "help"), "help", f"'{question.key}' has no help"
    if not question.example.strip():
        yield (*at, "example"), "example", f"'{question.key}' has no example"
    yield from chain(
        _asked(question, at),
        _columns(question, at),
        _groups(question, at, earlier),
    )


def _asked(asked: Asked, at: Location) -> Iterator[Finding]:
    if asked.required and not asked.missing.strip():
        yield at, "missing", f"'{asked.key}' is required and has no 'missing' message"
    if asked.kind in _FEWEST_OPTIONS and len(asked.options) < _FEWEST_OPTIONS[asked.kind]:
        fewest = _FEWEST_OPTIONS[asked.kind]
        yield (*at, "options"), "options", f"'{asked.key}' needs at least {fewest} option(s)"
    if asked.kind not in _FEWEST_OPTIONS and asked.options:
        yield (*at, "options"), "options", f"a {asked.kind} question has no options of its own"
    for at_option, option in enumerate(asked.options):
        if option.exclusive and asked.kind is not Kind.MANY:
            message = f"'{option.value}' can only stand alone where several can be chosen"
            yield (*at, "options", at_option), "options", message
    yield from _twice([option.value for option in asked.options], (*at, "options"), "options")
    if asked.kind is not Kind.TEXT and asked.min_length:
        yield (*at, "min_length"), "min_length", "only a text has a minimum length"
    if asked.kind is not Kind.NUMBER and (asked.minimum is not None or asked.maximum is not None):
        yield at, "minimum", "only a number has a minimum or a maximum"


def _columns(question: Question, at: Location) -> Iterator[Finding]:
    allowed = _COLUMN_KINDS.get(question.kind)
    if allowed is None:
        if question.columns:
            yield (*at, "columns"), "columns", f"a {question.kind} question has no columns"
        return
    if not question.columns:
        yield at, "columns", f"'{question.key}' needs columns"
    seen: dict[str, Column] = {}
    for position, column in enumerate(question.columns):
        here = (*at, "columns", position)
        if column.kind not in allowed:
            yield (*here, "kind"), "columns", f"{column.kind} cannot stand in a {question.kind}"
        yield from _asked(column, here)
        yield from _condition(column, (*here, "show_if"), seen, set(seen), None)
        seen[column.key] = column
    yield from _twice([column.key for column in question.columns], (*at, "columns"), "columns")


def _groups(question: Question, at: Location, earlier: dict[str, Question]) -> Iterator[Finding]:
    if question.kind is not Kind.PER_GROUP:
        if question.groups_from:
            yield (*at, "groups_from"), "groups_from", "only a per_group question follows groups"
        return
    source = earlier.get(question.groups_from)
    if source is None or source.kind is not Kind.MANY:
        message = f"there is no earlier 'many' question '{question.groups_from}'"
        yield (*at, "groups_from"), "groups_from", message


def _condition(
    owner: Section | Asked,
    at: Location,
    earlier: dict[str, Question] | dict[str, Column],
    known: set[str],
    question: Question | None,
) -> Iterator[Finding]:
    for part in owner.show_if.parts() if owner.show_if else ():
        if (part.below_computed or part.rating_known) and question and question.rating:
            yield at, "show_if", "a question that feeds the rating cannot depend on the rating"
        for key in part.questions if not (part.all or part.any) else ():
            if key in earlier:
                yield from _offered(part, earlier[key], at)
            elif key in known:
                yield at, "show_if", f"'{key}' is asked later; a condition can only look back"
            else:
                yield at, "show_if", f"there is no question '{key}'"


def _offered(part: Condition, source: Asked, at: Location) -> Iterator[Finding]:
    if not part.any_of:
        return
    if not source.choices:
        yield at, "show_if", f"'{source.key}' is a {source.kind}; use 'answered: true'"
        return
    offered = {option.value for option in source.choices}
    for value in part.any_of:
        if value not in offered:
            yield at, "show_if", f"'{source.key}' does not offer '{value}'"


def _leak(
    section: Section, question: Question, at: Location, earlier: dict[str, Question]
) -> Iterator[Finding]:
    if question.rating and question.audience.confidential:
        yield at, "audience", f"'{question.key}' feeds the public level and is {question.audience}"
    if question.audience is not Audience.PUBLIC:
        return
    conditions = [owner.show_if for owner in (section, question) if owner.show_if]
    feeding = {key for condition in conditions for key in condition.questions}
    for key in sorted(feeding | {question.groups_from}):
        if key in earlier and earlier[key].audience.confidential:
            message = f"'{question.key}' is public and depends on '{key}', which is not"
            yield (*at, "audience"), "audience", message


def _twice(names: Iterable[str], at: Location, rule: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for position, name in enumerate(names):
        if name in seen:
            yield (*at, position), rule, f"'{name}' is written twice"
        seen.add(name)
