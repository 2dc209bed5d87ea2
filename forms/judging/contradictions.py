"""Contradictions between the outcome and the answers that it rests on.

The rules follow the guidance on the four outcomes: no major change, adjust, continue with reasons,
stop and remove. Each contradiction names the answer to correct first and every other answer that
conflicts with it, so that a page can link to each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forms.answers.findings import Finding
from forms.answers.group_effects import GroupEffect
from forms.judging.conclusion import Conclusion
from forms.questions.question import Answers, QuestionSet
from forms.questions.source import read

LONGEST_INTERVAL_WITH_HARM = 12
"""Months. A policy that continues although a harm remains is reviewed within a year."""


@dataclass(frozen=True)
class Place:
    """Where an answer is: its section, its question and the group it is about, if any."""

    section: str
    question: str
    group: str = ""


@dataclass(frozen=True)
class Contradiction(Finding):
    """One contradiction. `section` and `question` are the place to correct first; `against` holds
    the answers that conflict with the outcome, in the order asked.
    """

    against: tuple[Place, ...] = ()


def consistency(
    question_set: QuestionSet, answers: Answers, *, no_basis_confirmed: bool = False
) -> tuple[Contradiction, ...]:
    """Return the contradictions between the outcome and the answers it rests on; empty if there are
    none.

    A missing outcome contradicts nothing. Neither does an outcome that the form only takes over:
    the answers it rests on were asked for in the form that asked for the outcome.
    `no_basis_confirmed`: the legal adviser has confirmed that no law allows anybody to be treated
    worse.
    """
    case = Conclusion(question_set, answers)
    if not case.asks("outcome"):
        return ()
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


def _whatever_the_outcome(case: Conclusion) -> Iterator[Contradiction]:
    harmed = [effect for effect in case.effects if effect.is_harm]
    relations = case.word("relations") in {"harms", "both"}
    if (harmed or relations) and not case.rows("changes"):
        yield _wrong(
            case,
            "harm_without_change",
            "changes",
            *map(_told, harmed),
            *(["relations"] if relations else []),
        )
    if case.word("can_change") == "no":
        yield _wrong(case, "nothing_can_change", "can_change")


def _no_change(case: Conclusion) -> Iterator[Contradiction]:
    if case.word("outcome") != "no_change":
        return
    if case.harm_left:
        yield _about_outcome(case, "no_change_with_harm", *map(_what_is_left, case.harm_left))
    unknown = [e for e in case.effects if e.strand == "race" and e.left == "unknown"]
    if case.word("level") == "high" and unknown:
        yield _about_outcome(case, "no_change_with_unknown", *map(_what_is_left, unknown))
    if case.word("do_more_taken") == "not_now" and not case.word("do_more_reason"):
        yield _about_outcome(case, "no_change_with_missed_chance", "do_more_taken")


def _adjust(case: Conclusion) -> Iterator[Contradiction]:
    if case.word("outcome") == "adjust" and not case.accepted_changes:
        yield _about_outcome(case, "adjust_without_change", "changes")


def _continue(case: Conclusion) -> Iterator[Contradiction]:
    if case.word("outcome") != "continue":
        return
    if not case.harm_left and case.word("one_rule") == "no":
        yield _about_outcome(
            case, "continue_without_harm", *map(_what_is_left, case.effects), "one_rule"
        )
    if not (case.word("legitimate_aim") and case.word("proportionate")):
        yield _about_outcome(
            case,
            "continue_without_reasons",
            "legitimate_aim",
            "proportionate",
            *map(_what_is_left, case.harm_left),
        )
    months = case.known.get("review_months")
    if case.asks("review_months") and not _soon_enough(months):
        yield _about_outcome(case, "continue_without_early_review", "review_months")


def _soon_enough(months: object) -> bool:
    return isinstance(months, int) and months <= LONGEST_INTERVAL_WITH_HARM


def _must_stop(case: Conclusion, confirmed: bool) -> Iterator[Contradiction]:
    unlawful = any(
        row.get("direction") == "worse" and row.get("basis") == "none"
        for row in case.rows("treatment")
    )
    if confirmed and unlawful and case.word("outcome") not in {"", "stop"}:
        yield _about_outcome(case, "must_stop", "treatment")


def _told(effect: GroupEffect) -> Place:
    return Place(effect.section, effect.question, effect.label)


def _what_is_left(effect: GroupEffect) -> Place:
    return Place(effect.left_section, effect.left_question, effect.label)


def _about_outcome(case: Conclusion, rule: str, *against: str | Place) -> Contradiction:
    return _wrong(case, rule, "outcome", *against)


def _wrong(case: Conclusion, rule: str, question: str, *against: str | Place) -> Contradiction:
    """Build a contradiction. `against`: keys or places, without those not asked in this form."""
    places = (
        Place(case.section_of.get(at, ""), at) if isinstance(at, str) else at for at in against
    )
    return Contradiction(
        rule,
        **_words()[rule],
        section=case.section_of.get(question, ""),
        question=question,
        against=tuple(dict.fromkeys(place for place in places if place.section)),
    )


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return read(Path(__file__).with_name("contradictions.yaml"))
