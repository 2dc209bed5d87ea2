"""Rules about groups that are forgotten, and about who does the assessment."""

from __future__ import annotations

from collections.abc import Iterator

from forms.answers.findings import Finding
from forms.quality.case import Case
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
        name = "group_forgotten" if effect is None else "group_forgotten.no_effect"
        if strand in asked and effect in {None, "none"} and not names(written, label):
            yield case.finding(name, asked[strand], group=label)


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
        yield case.finding("team_untrained", "team")
    outside = any(row.get("place") in {"other", "outside"} for row in team)
    if case.word("level") == "high" and not (len(team) >= FEWEST_IN_TEAM and outside):
        yield case.finding("team_too_small", "team")


RULES = (_forgotten, _team)
