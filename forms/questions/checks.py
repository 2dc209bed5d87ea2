"""The rules that a set must satisfy beyond its types. Each yields problems with file and line.

A check is a generator of `(location, rule, message)`. The location is the path of the faulty
element in the expanded tree, from which `registry.py` finds the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from forms.questions.conditions import Condition
from forms.questions.question import Asked, Audience, Kind, Question, QuestionSet, Section, Valued
from forms.questions.reserved import RESERVED

Location = tuple[str | int, ...]
Finding = tuple[Location, str, str]

_FEWEST_OPTIONS = {Kind.ONE: 2, Kind.MANY: 1, Kind.EVIDENCE: 0}
_SEVERAL = frozenset({Kind.MANY, Kind.EVIDENCE})
_IN_A_FIELDSET = frozenset({Kind.TEXT, Kind.ONE, Kind.YES_NO, Kind.YES_NO_UNSURE})
_COLUMN_KINDS = {
    Kind.TABLE: _IN_A_FIELDSET | {Kind.NUMBER, Kind.DATE},
    Kind.PER_GROUP: _IN_A_FIELDSET,
}


def check(question_set: QuestionSet) -> Iterator[Finding]:
    """Everything wrong with the set."""
    yield from _sections(question_set)
    earlier: dict[str, Valued] = {}
    for at, taken in enumerate(question_set.takes):
        yield from _named(taken, ("takes", at), earlier)
        yield from _choices(taken, ("takes", at))
        earlier.setdefault(taken.key, taken)
    known = {question.key for question in question_set.questions()}
    for at, section in enumerate(question_set.sections):
        here: Location = ("sections", at)
        yield from _conditions(section, here, earlier, known, None)
        for position, question in enumerate(section.questions):
            location = (*here, "questions", position)
            yield from _question(question, location, earlier)
            yield from _conditions(question, location, earlier, known, question)
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


def _named(valued: Valued, at: Location, earlier: dict[str, Valued]) -> Iterator[Finding]:
    if valued.key in earlier:
        yield (*at, "key"), "key", f"the question '{valued.key}' exists twice"
    if valued.key in RESERVED:
        yield (*at, "key"), "key", f"'{valued.key}' is a reserved name"


def _question(question: Question, at: Location, earlier: dict[str, Valued]) -> Iterator[Finding]:
    yield from _named(question, at, earlier)
    if not question.help.strip():
        yield (*at, "help"), "help", f"'{question.key}' has no help"
    if not question.example.strip():
        yield (*at, "example"), "example", f"'{question.key}' has no example"
    yield from chain(
        _asked(question, at),
        _columns(question, at),
        _groups(question, at, earlier),
        _carried(question, at),
    )


def _carried(question: Question, at: Location) -> Iterator[Finding]:
    if question.prefill and question.judgement:
        yield (*at, "prefill"), "prefill", "a judgement is made again; show the old one 'beside' it"
    if question.beside and not question.judgement:
        yield (*at, "beside"), "beside", "only a judgement is shown beside the old answer"
    if question.required_if and question.required:
        yield (*at, "required_if"), "required_if", f"'{question.key}' is always required"
    if question.required_if and not question.missing.strip():
        yield at, "missing", f"'{question.key}' can be required and has no 'missing' message"
    if question.evidence_kinds and question.kind is not Kind.EVIDENCE:
        yield (*at, "evidence_kinds"), "evidence_kinds", "only evidence comes in kinds"
    if question.limits and question.kind is not Kind.NUMBER:
        yield (*at, "limits"), "limits", "only a number has limits"


def _choices(valued: Valued, at: Location) -> Iterator[Finding]:
    if valued.kind in _FEWEST_OPTIONS and len(valued.options) < _FEWEST_OPTIONS[valued.kind]:
        fewest = _FEWEST_OPTIONS[valued.kind]
        yield (*at, "options"), "options", f"'{valued.key}' needs at least {fewest} option(s)"
    if valued.kind not in _FEWEST_OPTIONS and valued.options:
        yield (*at, "options"), "options", f"a {valued.kind} question has no options of its own"
    for at_option, option in enumerate(valued.options):
        if option.exclusive and valued.kind not in _SEVERAL:
            message = f"'{option.value}' can only stand alone where several can be chosen"
            yield (*at, "options", at_option), "options", message
    yield from _twice([option.value for option in valued.options], (*at, "options"), "options")


def _asked(asked: Asked, at: Location) -> Iterator[Finding]:
    if asked.required and not asked.missing.strip():
        yield at, "missing", f"'{asked.key}' is required and has no 'missing' message"
    yield from _choices(asked, at)
    if asked.kind is not Kind.TEXT and asked.min_length:
        yield (*at, "min_length"), "min_length", "only a text has a minimum length"
    if asked.kind is not Kind.TEXT and asked.max_words:
        yield (*at, "max_words"), "max_words", "only a text has words"
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
    seen: dict[str, Valued] = {}
    for position, column in enumerate(question.columns):
        here = (*at, "columns", position)
        if column.kind not in allowed:
            yield (*here, "kind"), "columns", f"{column.kind} cannot stand in a {question.kind}"
        yield from _asked(column, here)
        yield from _condition(column.show_if, (*here, "show_if"), seen, set(seen), None)
        seen[column.key] = column
    yield from _twice([column.key for column in question.columns], (*at, "columns"), "columns")


def _groups(question: Question, at: Location, earlier: dict[str, Valued]) -> Iterator[Finding]:
    if question.kind is not Kind.PER_GROUP:
        if question.groups_from or question.groups_where or question.groups_also:
            yield (*at, "groups_from"), "groups_from", "only a per_group question follows groups"
        return
    source = earlier.get(question.groups_from)
    if question.groups_where and isinstance(source, Question) and source.kind is Kind.PER_GROUP:
        where = question.groups_where
        part = Condition(question=source.key, column=where.column, any_of=where.any_of)
        yield from _offered(part, source, (*at, "groups_where"), "groups_where")
    elif question.groups_where or (question.groups_from and not _is_many(source)):
        message = f"there is no earlier 'many' question '{question.groups_from}'"
        yield (*at, "groups_from"), "groups_from", message
    elif question.groups_also and not _is_many(earlier.get(question.groups_also)):
        message = f"there is no earlier 'many' question '{question.groups_also}'"
        yield (*at, "groups_also"), "groups_also", message
    elif not question.groups:
        yield (*at, "groups_from"), "groups_from", f"'{question.key}' asks about no group"


def _is_many(source: Valued | None) -> bool:
    return source is not None and source.kind is Kind.MANY


def _conditions(
    owner: Section | Question,
    at: Location,
    earlier: dict[str, Valued],
    known: set[str],
    question: Question | None,
) -> Iterator[Finding]:
    yield from _condition(owner.show_if, (*at, "show_if"), earlier, known, question)
    if question is None:
        return
    here = (*at, "required_if")
    yield from _condition(question.required_if, here, earlier, known, question, "required_if")
    for position, limit in enumerate(question.limits):
        here = (*at, "limits", position)
        yield from _condition(limit.when, here, earlier, known, question, "limits")


def _condition(
    condition: Condition | None,
    at: Location,
    earlier: dict[str, Valued],
    known: set[str],
    question: Question | None,
    rule: str = "show_if",
) -> Iterator[Finding]:
    for part in condition.parts() if condition else ():
        if (part.below_computed or part.rating_known) and question and question.rating:
            yield at, rule, "a question that feeds the rating cannot depend on the rating"
        for key in part.questions if not (part.all or part.any) else ():
            if key in earlier:
                yield from _offered(part, earlier[key], at, rule)
            elif key in known:
                yield at, rule, f"'{key}' is asked later; a condition can only look back"
            else:
                yield at, rule, f"there is no question '{key}'"


def _offered(part: Condition, source: Valued, at: Location, rule: str) -> Iterator[Finding]:
    if not part.any_of:
        return
    if part.column:
        column = source.column(part.column) if isinstance(source, Question) else None
        if column is None:
            yield at, rule, f"'{source.key}' has no column '{part.column}'"
            return
        source = column
    if not source.choices:
        yield at, rule, f"'{source.key}' is a {source.kind}; use 'answered: true'"
        return
    offered = {option.value for option in source.choices}
    for value in part.any_of:
        if value not in offered:
            yield at, rule, f"'{source.key}' does not offer '{value}'"


def _leak(
    section: Section, question: Question, at: Location, earlier: dict[str, Valued]
) -> Iterator[Finding]:
    if question.rating and question.audience.confidential:
        yield at, "audience", f"'{question.key}' feeds the public level and is {question.audience}"
    if question.audience is not Audience.PUBLIC:
        return
    conditions = [owner.show_if for owner in (section, question) if owner.show_if]
    feeding = {key for condition in conditions for key in condition.questions}
    for key in sorted(feeding | {question.groups_from, question.groups_also}):
        source = earlier.get(key)
        if isinstance(source, Question) and source.audience.confidential:
            message = f"'{question.key}' is public and depends on '{key}', which is not"
            yield (*at, "audience"), "audience", message


def _twice(names: Iterable[str], at: Location, rule: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for position, name in enumerate(names):
        if name in seen:
            yield (*at, position), rule, f"'{name}' is written twice"
        seen.add(name)
