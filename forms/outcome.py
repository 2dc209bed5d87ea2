"""The four outcomes of an assessment: what each needs, and what the answers say to the guards.

The rules are those of the guidance on the four outcomes (no major change, adjust, continue with
reasons, stop and remove), applied to the assessment (where consultation is waived) and to the
conclusion after consultation alike: both forms use the same keys. Pure functions over answers,
which hold what the set takes from outside as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from forms.answers import seen
from forms.conditions import rows
from forms.findings import Finding
from forms.group_effects import HARM, OPEN, GroupEffect, group_effects
from forms.question import Answers, QuestionSet
from workflows.facts import Outcome

__all__ = ["OutcomeFacts", "asks_to_raise", "consistency", "outcome_facts", "outcome_of"]

LONGEST_INTERVAL_WITH_HARM = 12
"""Months: a policy that goes on although a harm is left is looked at again within a year."""

_OUTCOMES = {
    "no_change": Outcome.NO_CHANGE,
    "adjust": Outcome.ADJUST,
    "continue": Outcome.CONTINUE,
    "stop": Outcome.STOP,
}
_NO_BASIS = frozenset({"none", "unknown"})


@dataclass(frozen=True)
class OutcomeFacts:
    """What the guards ask about the answers; the names are those of `workflows.facts.Facts`.

    What is not answered counts as bad news.
    """

    waived: bool
    outcome: Outcome | None
    dont_know_on_discrimination: bool
    discrimination_not_ruled_out: bool
    worse_without_basis: bool
    rule_weighs_on_group: bool
    negative_or_unknown_effect: bool


@dataclass(frozen=True)
class _Case:
    """The visible answers, and the effects read from them."""

    question_set: QuestionSet
    known: Answers
    effects: tuple[GroupEffect, ...]

    def word(self, key: str) -> str:
        value = self.known.get(key)
        return value if isinstance(value, str) else ""

    def rows(self, key: str) -> list[Any]:
        return list(rows(self.known.get(key)))

    def asks(self, key: str) -> bool:
        return any(question.key == key for question in self.question_set.questions())

    @property
    def harm_is_left(self) -> bool:
        return any(effect.left in HARM for effect in self.effects)

    @property
    def accepted_changes(self) -> list[Any]:
        return [
            row for row in self.rows("changes") if row.get("accepted") == "yes" and row.get("due")
        ]


def outcome_of(question_set: QuestionSet, answers: Answers) -> Outcome | None:
    """The outcome that was chosen, if the form asks for it and it is answered."""
    return _OUTCOMES.get(_case(question_set, answers).word("outcome"))


def outcome_facts(question_set: QuestionSet, answers: Answers) -> OutcomeFacts:
    """The facts for the guards of rows 5 to 11."""
    case = _case(question_set, answers)
    asked = {case.word("treats_differently"), case.word("one_rule")}
    bases = [row for row in case.rows("treatment") if row.get("direction") == "worse"]
    unsettled = any(row.get("basis") == "unknown" for row in case.rows("treatment"))
    return OutcomeFacts(
        waived=case.word("consultation") == "waived",
        outcome=_OUTCOMES.get(case.word("outcome")),
        dont_know_on_discrimination=bool(asked & {"", "unsure"}) or unsettled,
        discrimination_not_ruled_out=asked != {"no"},
        worse_without_basis=_not_told(case) or any(row.get("basis") in _NO_BASIS for row in bases),
        rule_weighs_on_group=case.word("one_rule") in {"", "yes"},
        negative_or_unknown_effect=any(e.value in OPEN | {""} for e in case.effects),
    )


def consistency(
    question_set: QuestionSet, answers: Answers, *, no_basis_confirmed: bool = False
) -> tuple[Finding, ...]:
    """Where the outcome contradicts the answers it rests on; empty where nothing does.

    An outcome not yet given contradicts nothing. `no_basis_confirmed`: the legal adviser has
    confirmed that nothing in law allows somebody to be treated worse.
    """
    case = _case(question_set, answers)
    return tuple(
        finding
        for rules in (
            _whatever_the_outcome(case),
            _no_change(case),
            _adjust(case),
            _continue(case),
            _must_stop(case, no_basis_confirmed),
        )
        for finding in rules
    )


def asks_to_raise(question_set: QuestionSet, answers: Answers) -> tuple[Finding, ...]:
    """Why a low level should be raised, if it is low."""
    case = _case(question_set, answers)
    if case.word("level") != "low":
        return ()
    found = []
    if case.word("one_rule") in {"yes", "unsure"}:
        found.append(
            Finding(
                "raise_for_rule",
                "Some groups find a rule harder to meet, or nobody knows, and the level is low",
                "Raise the level, so that the rule is weighed in a full assessment.",
                question="one_rule",
            )
        )
    for effect in case.effects:
        if effect.strand == "race" and effect.is_harm and effect.size == "high":
            found.append(
                Finding(
                    "raise_for_race",
                    f"{effect.label}: the effect is bad and big, and the level is low",
                    "Raise the level, so that people are asked before it is decided.",
                    effect.section,
                    effect.question,
                )
            )
    return tuple(found)


def _case(question_set: QuestionSet, answers: Answers) -> _Case:
    known = seen(question_set, answers).known
    return _Case(question_set, known, group_effects(question_set, answers))


def _not_told(case: _Case) -> bool:
    """Whether it is still open who is treated differently, and how."""
    told = case.word("treats_differently")
    return told == "" or (told == "yes" and not case.rows("treatment"))


def _whatever_the_outcome(case: _Case) -> Iterator[Finding]:
    harmed = any(effect.is_harm for effect in case.effects)
    if (harmed or case.word("relations") in {"harms", "both"}) and not case.rows("changes"):
        yield Finding(
            "harm_without_change",
            "Somebody is harmed, and no change was looked at",
            "List at least one change that would lessen the harm, also if you turn it down.",
            question="changes",
        )
    if case.word("can_change") == "no":
        yield Finding(
            "nothing_can_change",
            "People would be asked although nothing they say can change it",
            "Ask while minds are open: set out what can still change, or do not consult on it.",
            question="can_change",
        )


def _no_change(case: _Case) -> Iterator[Finding]:
    if case.word("outcome") != "no_change":
        return
    if case.harm_is_left:
        yield _about_outcome(
            "no_change_with_harm",
            "The outcome is that nothing major changes, and a bad effect is left",
            "Change the policy, go on with reasons, or stop.",
        )
    if case.word("level") == "high" and any(
        effect.strand == "race" and effect.left == "unknown" for effect in case.effects
    ):
        yield _about_outcome(
            "no_change_with_unknown",
            "The outcome is that nothing major changes, and an effect by race is not known",
            "At a high level, find out first, or choose a change that lets you find out.",
        )
    if case.word("do_more_taken") == "not_now" and not case.word("do_more_reason"):
        yield _about_outcome(
            "no_change_with_missed_chance",
            "It could do more for equality, and no reason is given for leaving it",
            "Give the reason, or make the change.",
        )


def _adjust(case: _Case) -> Iterator[Finding]:
    if case.word("outcome") == "adjust" and not case.accepted_changes:
        yield _about_outcome(
            "adjust_without_change",
            "The outcome is to adjust the policy, and no accepted change has a date",
            "Accept at least one change and say by when it will be made.",
        )


def _continue(case: _Case) -> Iterator[Finding]:
    if case.word("outcome") != "continue":
        return
    if not case.harm_is_left and case.word("one_rule") == "no":
        yield _about_outcome(
            "continue_without_harm",
            "The outcome is to go on with reasons, and no harm is left that needs them",
            "Choose no major change, or adjust the policy.",
        )
    if not (case.word("legitimate_aim") and case.word("proportionate")):
        yield _about_outcome(
            "continue_without_reasons",
            "A harm is left, and it is not shown why it is lawful to go on",
            "Give the good reason, and say why it is not more than is needed.",
        )
    months = case.known.get("review_months")
    if case.asks("review_months") and not _soon_enough(months):
        yield _about_outcome(
            "continue_without_early_review",
            f"A harm is left, and no review within {LONGEST_INTERVAL_WITH_HARM} months is set",
            f"Set a review after {LONGEST_INTERVAL_WITH_HARM} months or fewer.",
        )


def _soon_enough(months: object) -> bool:
    return isinstance(months, int) and months <= LONGEST_INTERVAL_WITH_HARM


def _must_stop(case: _Case, confirmed: bool) -> Iterator[Finding]:
    unlawful = any(
        row.get("direction") == "worse" and row.get("basis") == "none"
        for row in case.rows("treatment")
    )
    if confirmed and unlawful and case.word("outcome") not in {"", "stop"}:
        yield _about_outcome(
            "must_stop",
            "Somebody is treated worse, and the legal adviser confirms that no law allows it",
            "Stop and remove the policy, or take the worse treatment out of it.",
        )


def _about_outcome(rule: str, reason: str, hint: str) -> Finding:
    return Finding(rule, reason, hint, question="outcome")
