"""Compute the level of relevance from the answers, by the rule that the set contains.

The rule itself is data (see `rule.py`). Every strand of the frame is rated, ticked or not. A strand
without a ticked group has no effect, evidence or concern, but what the policy can do to people
still counts. The highest strand decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.answers.remembered import remembered
from forms.answers.visibility import View, columns_shown, groups_of, is_required, view
from forms.questions.conditions import rows
from forms.questions.question import Answers, Asked, Kind, Question, QuestionSet
from forms.questions.rule import Clause, RatingRule, Variable
from workflows.levels import Level


@dataclass(frozen=True)
class StrandRating:
    """The level of one strand, the clause that fired and its plain reason."""

    strand: str
    label: str
    level: Level
    clause: str
    reason: str


@dataclass(frozen=True)
class Rating:
    """The computed level. Unanswered questions count as the riskiest answer; while `missing` names
    any of them, the level is provisional.
    """

    level: Level
    clause: str
    reason: str
    strands: tuple[StrandRating, ...]
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every answer that the rating uses has been given."""
        return not self.missing


@remembered
def rate(question_set: QuestionSet, answers: Answers) -> Rating:
    """Compute the level, with the reasons for each strand.

    Raises `ValueError` if the set contains no rating rule.
    """
    rule = question_set.rating
    if rule is None:
        raise ValueError(f"the set '{question_set.form}' has no rating rule")
    seen = view(question_set, answers)
    strands = []
    for strand in question_set.strands:
        values = variables(question_set, rule, strand.key, seen)
        clause = decide(rule, strand.key, values)
        strands.append(
            StrandRating(strand.key, strand.label, clause.level, clause.id, clause.reason)
        )
    order = [clause.id for clause in rule.clauses]
    highest = min(strands, key=lambda rated: (-rated.level.rank, order.index(rated.clause)))
    return Rating(
        highest.level, highest.clause, highest.reason, tuple(strands), _missing(question_set, seen)
    )


def final_level(question_set: QuestionSet, answers: Answers) -> Level | None:
    """Return the level that counts; None while it is not settled. It is the proposed level if that
    is not below the computed one or if a lower level was requested, and otherwise the computed
    level.
    """
    rule = question_set.rating
    if rule is None:
        return None
    rating = rate(question_set, answers)
    proposed = _level(answers.get(rule.proposed))
    if not rating.complete or proposed is None:
        return None
    if proposed >= rating.level:
        return proposed
    choice = answers.get(rule.lower.question)
    if choice is None:
        return None
    return proposed if choice == rule.lower.value else rating.level


def rows_counted(question_set: QuestionSet, answers: Answers, table: str) -> int:
    """Return how many rows of a table count for the rule; 0 if the rule does not use the table."""
    rule, visible = question_set.rating, view(question_set, answers).answers
    for variable in rule.variables.values() if rule else ():
        if variable.rows_of == table:
            return len(_counted(variable, visible))
    return 0


def decide(rule: RatingRule, strand: str, values: Mapping[str, int]) -> Clause:
    """Return the first clause that fires for this strand; the last clause always fires."""
    for clause in rule.clauses:
        if clause.strands and strand not in clause.strands:
            continue
        if any(_reached(way, values) for way in clause.when):
            return clause
    return rule.clauses[-1]


def variables(
    question_set: QuestionSet, rule: RatingRule, strand: str, seen: View
) -> dict[str, int]:
    """Return the value of every variable of the rule for one strand, from the visible answers."""
    return settle(
        rule,
        {
            name: _read(question_set, variable, strand, seen)
            for name, variable in rule.variables.items()
            if not variable.sum
        },
    )


def settle(rule: RatingRule, read: Mapping[str, int]) -> dict[str, int]:
    """Complete the values read from the answers with floors and sums, in the order of the rule."""
    values: dict[str, int] = {}
    for name, variable in rule.variables.items():
        value = sum(values[part] for part in variable.sum) if variable.sum else read[name]
        floor = variable.floor
        if floor and values[floor.variable] >= floor.reaches:
            value = max(value, floor.value)
        values[name] = value
    return values


def _reached(way: Mapping[str, int], values: Mapping[str, int]) -> bool:
    return all(values[name] >= least for name, least in way.items())


def _read(question_set: QuestionSet, variable: Variable, strand: str, seen: View) -> int:
    if variable.rows_of:
        return int(len(_counted(variable, seen.answers)) < variable.fewer_rows_than)
    if variable.effects:
        question = question_set.question(f"{strand}_{variable.effects}")
        return _worst_effect(question, variable.columns, seen.answers)
    question = question_set.question(variable.question)
    if question.key not in seen.keys:
        return 0
    return _score(question, seen.answers.get(question.key))


def _counted(variable: Variable, visible: Answers) -> list[Mapping[str, Any]]:
    """Return the rows of the variable's table, or those that match its `where`."""
    found = rows(visible.get(variable.rows_of))
    return [row for row in found if variable.where is None or variable.where.picks(row)]


def _worst_effect(question: Question, columns: tuple[str, ...], visible: Answers) -> int:
    """Return the highest score of these columns over the ticked groups; 0 if none is ticked."""
    value = visible.get(question.key)
    given = value if isinstance(value, dict) else {}
    worst = 0
    for group in groups_of(question, visible):
        row: Any = given.get(group) or {}
        for name in columns:
            column = question.column(name)
            if column is not None:
                worst = max(worst, _score(column, row.get(name)))
    return worst


def _score(asked: Asked, value: Any) -> int:
    """Return the highest score among the chosen options; unanswered counts as the riskiest."""
    scores = {option.value: option.score or 0 for option in asked.choices}
    chosen = value if isinstance(value, list) else [value]
    known = [scores[item] for item in chosen if item in scores]
    return max(known) if known else max(scores.values())


def _missing(question_set: QuestionSet, seen: View) -> tuple[str, ...]:
    return tuple(
        question.key
        for question in question_set.questions()
        if question.rating
        and is_required(question, seen.known)
        and question.key in seen.keys
        and not _given(question, seen.answers)
    )


def _given(question: Question, visible: Answers) -> bool:
    if question.key not in visible:
        return False
    if question.kind is not Kind.PER_GROUP:
        return True
    given: Any = visible[question.key]
    return all(
        column.key in given.get(group, {})
        for group in groups_of(question, visible)
        for column in columns_shown(question, given.get(group, {}))
        if column.required
    )


def _level(value: object) -> Level | None:
    return Level(value) if isinstance(value, str) and value in set(Level) else None
