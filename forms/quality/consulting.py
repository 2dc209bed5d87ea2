"""Rules about the consultation: who is asked, for how long, and whether it can change anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from forms.answers.findings import Finding
from forms.answers.group_effects import OPEN, GroupEffect
from forms.quality.case import Case
from forms.quality.names import names, speaks_for_all

NORMAL_DAYS = {"high": 84, "medium": 28}
FEWEST_DAYS = 14
"""The minimum number of days for any consultation. `NORMAL_DAYS` are the usual lengths by level."""

_EVERYTHING = re.compile(
    r"^\W*(?:every ?thing|all of it|it all|the (?:whole|entire|full) \w+)\b(?! but| except)"
    r"|^\W*all\W*$"
    r"|\bnothing (?:can|may|will|is to) (?:be )?change"
    r"|\b(?:every ?thing|all of it) (?:is|has been) (?:fixed|decided|settled)\b",
    re.IGNORECASE,
)
_ANY_OF_STRAND = re.compile(r"^(?:every|any other)\b", re.IGNORECASE)
"""Catch-all groups without a name of their own: whoever speaks for the strand speaks for them."""


def _affected_strands(case: Case) -> dict[str, str]:
    """Every strand with a bad, mixed or unknown effect, and a question that says so."""
    return {effect.strand: effect.question for effect in case.effects if effect.value in OPEN}


def _reached(case: Case, table: str) -> set[str]:
    return {str(row.get("strand", "")) for row in case.rows(table)}


def _plan_misses(case: Case) -> Iterator[Finding]:
    if not case.rows("consultees"):
        return
    reached = _reached(case, "consultees")
    labels = {strand.key: strand.label for strand in case.question_set.strands}
    for strand in _affected_strands(case):
        if not reached & {strand, "all"}:
            yield case.finding(
                "plan_misses_groups.whole_strand", "consultees", strand=labels.get(strand, strand)
            )
            continue
        missed = [e.label for e in case.effects if e.strand == strand and _is_missed(case, e)]
        if missed:
            yield case.finding(
                "plan_misses_groups", "consultees", groups=", ".join(dict.fromkeys(missed))
            )


def _is_missed(case: Case, effect: GroupEffect) -> bool:
    """Whether none of those to be consulted speaks for an affected group."""
    if effect.value not in OPEN or _ANY_OF_STRAND.match(effect.label) or _is_alone(case, effect):
        return False
    return not any(_speaks_for(row, effect) for row in case.rows("consultees"))


def _is_alone(case: Case, effect: GroupEffect) -> bool:
    """Whether the strand has no other group, so that naming the strand names the group."""
    asked = case.question_set.question(effect.question).groups
    return len(asked) == 1


def _speaks_for(row: Mapping[str, Any], effect: GroupEffect) -> bool:
    written = f"{row.get('who', '')} {row.get('groups', '')}"
    if row.get("strand") not in {effect.strand, "all"}:
        return False
    return speaks_for_all(written) or names(written, effect.label)


def _nobody_reached(case: Case) -> Iterator[Finding]:
    affected = set(_affected_strands(case))
    if not affected or not case.rows("responses"):
        return
    if not _reached(case, "responses") & (affected | {"all"}):
        yield case.finding("consultation_reached_none", "responses")


def _only_the_usual(case: Case) -> Iterator[Finding]:
    asked = case.rows("consultees")
    usual = all(row.get("asked_before") == "recently" for row in asked)
    if asked and usual and not case.word("hear_less"):
        yield case.finding("plan_only_the_usual", "consultees")


def _too_short(case: Case) -> Iterator[Finding]:
    opens, closes = case.day("consult_opens"), case.day("consult_closes")
    if opens is None or closes is None:
        return
    days = (closes - opens).days
    normal = NORMAL_DAYS.get(case.word("level"), FEWEST_DAYS)
    if days < FEWEST_DAYS or (days < normal and not case.word("shorter_reason")):
        least = FEWEST_DAYS if days < FEWEST_DAYS else normal
        name = "consultation_too_short" if least > FEWEST_DAYS else "consultation_too_short.never"
        yield case.finding(name, "consult_closes", days=max(days, 0), least=least)


def _only_tells(case: Case) -> Iterator[Finding]:
    if case.word("consult_depth") == "inform":
        yield case.finding("consultation_only_tells", "consult_depth")


def _all_is_fixed(case: Case) -> Iterator[Finding]:
    if _EVERYTHING.search(case.word("whats_fixed")) and case.word("can_change") == "yes":
        yield case.finding("consultation_all_fixed", "whats_fixed")


RULES = (_plan_misses, _nobody_reached, _only_the_usual, _too_short, _only_tells, _all_is_fixed)
