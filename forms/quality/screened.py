"""Rules about answers of the screening that do not fit each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forms.answers.findings import Finding
from forms.answers.visibility import groups_of
from forms.quality.case import Case
from forms.questions.conditions import rows

_FOUND = frozenset({"some", "substantial"})
_BANDS = {
    "under_100": range(100),
    "hundreds": range(100, 1_000),
    "thousands": range(1_000, 10_000),
    "ten_thousand": range(10_000, 1_000_000_000),
}
"""The numbers of people a year that each answer to `scale` stands for."""

_OURSELVES = re.compile(
    r"\b(?:asked|knows?) (?:it )?(?:ourselves|ourself|myself)\b"
    r"|\b(?:our|my) own (?:view|opinion|judgement|knowledge|experience)\b"
    r"|\b(?:common sense|gut feeling|general knowledge)\b",
    re.IGNORECASE,
)


def _own_view(case: Case) -> Iterator[Finding]:
    if "sources" not in case.section_of:
        return
    asked = case.question_set.question("sources")
    for number, row in enumerate(case.rows("sources"), start=1):
        own = _OURSELVES.search(f"{row.get('source', '')}. {row.get('finding', '')}")
        if own and asked.column("sort") and row.get("sort") != "own":
            yield case.finding("own_view_as_source", "sources", number=number, words=own[0])


def _found_without_effect(case: Case) -> Iterator[Finding]:
    for strand in case.question_set.strands:
        key = f"{strand.key}_effects"
        if key not in case.section_of:
            continue
        question = case.question_set.question(key)
        limbs = [limb for limb in strand.limbs if question.column(limb)]
        labels = {option.value: option.label for option in question.groups}
        given = case.now.known.get(key)
        for group in groups_of(question, case.now.known):
            row = given.get(group) if isinstance(given, dict) else None
            if not isinstance(row, dict) or not limbs:
                continue
            if row.get("evidence") in _FOUND and all(row.get(limb) == "no" for limb in limbs):
                yield case.finding("found_without_effect", key, group=labels[group])


def _no_and_ticked(case: Case) -> Iterator[Finding]:
    for strand in case.question_set.strands:
        matters, key = case.word(f"{strand.key}_matters"), f"{strand.key}_groups"
        if matters == "no" and case.now.answers.get(key):
            yield case.finding("no_and_ticked", key, strand=strand.label)


def _only_own_view(case: Case) -> Iterator[Finding]:
    found = rows(case.now.answers.get("sources"))
    if found and all(row.get("sort") == "own" for row in found):
        yield case.finding("only_own_view", "sources")


def _number_outside_scale(case: Case) -> Iterator[Finding]:
    number, band = case.now.known.get("scale_number"), _BANDS.get(case.word("scale"))
    if isinstance(number, int) and band is not None and number not in band:
        yield case.finding("number_outside_scale", "scale_number", number=number)


def _assessed_in_future(case: Case) -> Iterator[Finding]:
    day = case.day("assessed_when")
    if day is not None and day > case.today:
        yield case.finding("assessed_in_future", "assessed_when")


RULES = (
    _own_view,
    _only_own_view,
    _found_without_effect,
    _number_outside_scale,
    _assessed_in_future,
    _no_and_ticked,
)
