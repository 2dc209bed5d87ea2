"""Rules about groups that are forgotten, and about who does the assessment."""

from __future__ import annotations

from collections.abc import Iterator

from forms.answers.findings import Finding
from forms.quality.case import Case, Rule
from forms.quality.names import names
from forms.questions.question import Taken

FEWEST_IN_TEAM = 2
"""The minimum number of people who do an assessment at a high level."""


def _forgotten(case: Case) -> Iterator[Finding]:
    """Find ticked groups that are forgotten: no effect is recorded for them, no text names them."""
    said = {(e.strand, e.group): e.value for e in case.effects if e.value}
    written = " ".join(text.words for text in case.texts()).lower()
    asked = {effect.strand: effect.question for effect in case.effects}
    for strand, group, label in _ticked(case):
        effect = said.get((strand, group))
        if strand in asked and effect in {None, "none"} and not names(written, label):
            yield case.finding("group_forgotten", asked[strand], *_what_is_forgotten(label, effect))


def _what_is_forgotten(label: str, effect: str | None) -> tuple[str, str]:
    """What was found of a group, and what to do about it."""
    if effect is None:
        return (
            f"{label}: ticked in the screening, and never spoken of again",
            "Record the effect on this group, or say why there is none after all.",
        )
    return (
        f"{label}: ticked in the screening, and now no effect, without a reason",
        "Say why there is none after all: name the group in an answer, or give the reason here.",
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
    Rule("team", "Hint of the question: one trained, and two people at a high level", _team),
)
