"""The rules that a rating rule must satisfy: what it names exists, has scores, and is marked.

Every clause only sets minimums for its variables. Together with the order checked here, this makes
sure that no riskier answer can lower a level.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from forms.questions.checks import Finding, Location
from forms.questions.question import Asked, Kind, Question, QuestionSet
from forms.questions.rule import Clause, RatingRule, Variable
from workflows.levels import Level

_SCORED = frozenset({Kind.ONE, Kind.MANY, Kind.YES_NO, Kind.YES_NO_UNSURE})


def check_rating(question_set: QuestionSet) -> Iterator[Finding]:
    """Everything wrong with the rating rule; nothing if the set has none."""
    rule = question_set.rating
    if rule is None:
        return
    asked = {question.key: question for question in question_set.questions()}
    fed: set[str] = set()
    known: list[str] = []
    for name, variable in rule.variables.items():
        here: Location = ("rating", "variables", name)
        yield from _variable(variable, here, asked, question_set, known)
        fed |= _feeding(variable, question_set)
        known.append(name)
    yield from _direct(asked, fed)
    yield from _marks(question_set, fed | _behind(question_set, fed))
    yield from _clauses(rule, question_set)
    yield from _last_word(rule, asked)


def _feeding(variable: Variable, question_set: QuestionSet) -> set[str]:
    if variable.effects:
        return {f"{strand.key}_{variable.effects}" for strand in question_set.strands}
    return {variable.question or variable.rows_of} - {""}


def _variable(
    variable: Variable,
    at: Location,
    asked: dict[str, Question],
    question_set: QuestionSet,
    known: list[str],
) -> Iterator[Finding]:
    wanted = list(variable.sum) + ([variable.floor.variable] if variable.floor else [])
    for name in wanted:
        if name not in known:
            yield at, "rating", f"there is no variable '{name}' above this one"
    for key in sorted(_feeding(variable, question_set)):
        if key not in asked:
            yield at, "rating", f"there is no question '{key}'"
            continue
        yield from _source(variable, asked[key], at)


def _source(variable: Variable, question: Question, at: Location) -> Iterator[Finding]:
    if variable.rows_of and question.kind is not Kind.TABLE:
        yield at, "rating", f"'{question.key}' is no table"
    if variable.where and question.column(variable.where.column) is None:
        yield at, "rating", f"'{question.key}' has no column '{variable.where.column}'"
    if variable.question:
        yield from _scores(question, at)
    if variable.effects and question.kind is not Kind.PER_GROUP:
        yield at, "rating", f"'{question.key}' is not asked per group"
    for name in variable.columns if variable.effects else ():
        column = question.column(name)
        # A limb that does not apply to a strand has no column there.
        if column is not None:
            yield from _scores(column, at)


def _scores(asked: Asked, at: Location) -> Iterator[Finding]:
    if asked.kind not in _SCORED or any(option.score is None for option in asked.choices):
        yield at, "rating", f"every option of '{asked.key}' needs a score"


def _behind(question_set: QuestionSet, fed: set[str]) -> set[str]:
    """The questions that decide whether a rated question is asked, and about which groups."""
    behind: set[str] = set()
    for section in reversed(question_set.sections):
        for question in reversed(section.questions):
            if question.key in fed | behind:
                for owner in (section, question):
                    behind |= owner.show_if.questions if owner.show_if else set()
                behind |= {question.groups_from, question.groups_also} - {""}
    return behind


def _direct(asked: dict[str, Question], fed: set[str]) -> Iterator[Finding]:
    for key in sorted(fed & set(asked)):
        if not asked[key].required:
            yield ("rating", "variables"), "rating", f"'{key}' feeds the rating: it is not required"


def _marks(question_set: QuestionSet, fed: set[str]) -> Iterator[Finding]:
    for at, section in enumerate(question_set.sections):
        for position, question in enumerate(section.questions):
            here = ("sections", at, "questions", position)
            if question.key in fed and not question.rating:
                yield here, "rating", f"'{question.key}' feeds the rating: mark it 'rating: true'"
            if question.rating and question.key not in fed:
                yield here, "rating", f"'{question.key}' is marked but feeds no variable"


def _clauses(rule: RatingRule, question_set: QuestionSet) -> Iterator[Finding]:
    strands = {strand.key for strand in question_set.strands}
    seen: set[str] = set()
    for at, clause in enumerate(rule.clauses):
        here = ("rating", "clauses", at)
        if clause.id in seen:
            yield here, "rating", f"the clause '{clause.id}' exists twice"
        seen.add(clause.id)
        names = {name for way in clause.when for name in way}
        for name in sorted(names - set(rule.variables)):
            yield here, "rating", f"there is no variable '{name}'"
        for strand in clause.strands:
            if strand not in strands:
                yield here, "rating", f"there is no strand '{strand}'"
    yield from _order(rule.clauses)


def _order(clauses: tuple[Clause, ...]) -> Iterator[Finding]:
    for at, (before, after) in enumerate(pairwise(clauses)):
        if after.level > before.level:
            message = f"the clause '{after.id}' is higher than the one before it"
            yield ("rating", "clauses", at + 1), "rating", message
    if {} not in clauses[-1].when or clauses[-1].strands:
        message = "the last clause must always fire ('when: [{}]')"
        yield ("rating", "clauses", len(clauses) - 1), "rating", message


def _last_word(rule: RatingRule, asked: dict[str, Question]) -> Iterator[Finding]:
    proposed = asked.get(rule.proposed)
    if proposed is None or {option.value for option in proposed.options} != set(Level):
        message = f"'{rule.proposed}' must be a question that offers exactly the four levels"
        yield ("rating", "proposed"), "rating", message
    lower = asked.get(rule.lower.question)
    if lower is None or rule.lower.value not in {option.value for option in lower.options}:
        message = f"'{rule.lower.question}' with the option '{rule.lower.value}' does not exist"
        yield ("rating", "lower"), "rating", message
