"""Rules about groups: those forgotten, those not asked, and who does the assessment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forms.findings import Finding
from forms.group_effects import OPEN
from forms.quality.case import Case, Rule
from forms.question import Taken

NORMAL_DAYS = {"high": 84, "medium": 28}
FEWEST_DAYS = 14
"""Days that a consultation is open: by level, and never fewer."""

FEWEST_IN_TEAM = 2
"""People who do an assessment at a high level."""

_TELLS_NOTHING = frozenset(
    {"any", "other", "another", "group", "groups", "people", "with", "and", "the", "from", "who",
     "are", "aged", "over", "under", "every", "not", "sure", "which", "have", "has", "such"}
)  # fmt: skip
"""Words of a group's label that do not single it out."""


def _forgotten(case: Case) -> Iterator[Finding]:
    """A ticked group is spoken of if an effect is recorded for it, or some text names it."""
    recorded = {(e.strand, e.group) for e in case.effects if e.value not in {"", "none"}}
    written = " ".join(text.words for text in case.texts()).lower()
    asked = {effect.strand: effect.question for effect in case.effects}
    for strand, group, label in _ticked(case):
        if strand in asked and (strand, group) not in recorded and not _named(label, written):
            yield case.finding(
                "group_forgotten",
                asked[strand],
                f"{label}: ticked in the screening, and never spoken of again",
                "Record the effect on this group, or say why there is none after all.",
            )


def _ticked(case: Case) -> Iterator[tuple[str, str, str]]:
    for strand in case.question_set.strands:
        for taken in case.question_set.takes:
            if taken.key == f"{strand.key}_groups":
                yield from _chosen(case, strand.key, taken)


def _chosen(case: Case, strand: str, taken: Taken) -> Iterator[tuple[str, str, str]]:
    chosen = case.now.known.get(taken.key)
    for option in taken.options:
        if isinstance(chosen, list) and option.value in chosen:
            yield strand, option.value, option.label


def _named(label: str, written: str) -> bool:
    words = {word for word in re.findall(r"[a-z]+", label.lower()) if len(word) > 2}
    telling = {word.removesuffix("s") for word in words - _TELLS_NOTHING}
    return any(re.search(rf"\b{word}", written) for word in telling)


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
                "plan_misses_groups",
                "consultees",
                f"Nobody is to be asked who speaks for groups by {labels.get(strand, strand)}",
                "Add somebody who does: an effect on such a group is bad or not known.",
            )


def _nobody_reached(case: Case) -> Iterator[Finding]:
    affected = set(_affected_strands(case))
    if not affected or not case.rows("responses"):
        return
    if not _reached(case, "responses") & (affected | {"all"}):
        yield case.finding(
            "consultation_reached_none",
            "responses",
            "No response comes from any of the groups affected",
            "Ask them once more in another way, or explain what was tried.",
        )


def _only_the_usual(case: Case) -> Iterator[Finding]:
    asked = case.rows("consultees")
    usual = all(row.get("asked_before") == "recently" for row in asked)
    if asked and usual and not case.word("hear_less"):
        yield case.finding(
            "plan_only_the_usual",
            "consultees",
            "Everybody in the plan was asked in the last two years",
            "Add a group that you hear less often, or say why not.",
        )


def _too_short(case: Case) -> Iterator[Finding]:
    opens, closes = case.day("consult_opens"), case.day("consult_closes")
    if opens is None or closes is None:
        return
    days = (closes - opens).days
    normal = NORMAL_DAYS.get(case.word("level"), FEWEST_DAYS)
    if days < FEWEST_DAYS or (days < normal and not case.word("shorter_reason")):
        least = FEWEST_DAYS if days < FEWEST_DAYS else normal
        yield case.finding(
            "consultation_too_short",
            "consult_closes",
            f"It is open for {max(days, 0)} days; {least} are needed",
            "Close it later"
            + (
                ", or say why it is shorter." if least > FEWEST_DAYS else ". There is no exception."
            ),
        )


def _team(case: Case) -> Iterator[Finding]:
    team = case.rows("team")
    if not team:
        return
    if not any(row.get("trained") == "yes" for row in team):
        yield case.finding(
            "team_untrained",
            "team",
            "Nobody in the team was trained for this",
            "Bring in someone who was.",
        )
    outside = any(row.get("place") in {"other", "outside"} for row in team)
    if case.word("level") == "high" and not (len(team) >= FEWEST_IN_TEAM and outside):
        yield case.finding(
            "team_too_small",
            "team",
            "At a high level the team needs two people, one of them from outside the unit",
            "Bring in someone from another unit or from outside.",
        )


RULES = (
    Rule("group_forgotten", "Screening: a ticked group gets an answer", _forgotten),
    Rule("plan_misses_groups", "Hint of the question: include every group affected", _plan_misses),
    Rule("consultation_reached_none", "Consultation must reach those affected", _nobody_reached),
    Rule("plan_only_the_usual", "Action plan 2002, 4.1: groups not asked before", _only_the_usual),
    Rule(
        "consultation_too_short",
        "Enough time is one of the four tests of a fair consultation",
        _too_short,
    ),
    Rule("team", "Hint of the question: two people at a high level, one from outside", _team),
)
