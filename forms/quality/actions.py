"""Rules about what is to be done, by whom and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from forms.answers.findings import Finding
from forms.quality.case import Case

TABLES = ("actions", "gaps")
"""The tables whose rows are commitments, with an `owner` and a `due` date."""

_NOBODY = re.compile(
    r"\W*(?:all|any|every\w*|us|we|staff|all staff|the (?:team|unit|force|organisation)|management"
    r"|various|tb[acd]|n/?a|not known|unknown|nobody)\W*",
    re.IGNORECASE,
)
_REVIEW = re.compile(r"\breview|\blook (?:at (?:it|this) )?again|\bassess", re.IGNORECASE)


def _promises(case: Case) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    for table in TABLES:
        for number, row in enumerate(case.rows(table), start=1):
            yield table, number, row


def _unowned(case: Case) -> Iterator[Finding]:
    for table, number, row in _promises(case):
        owner = str(row.get("owner", ""))
        if _NOBODY.fullmatch(owner) or not owner.strip():
            yield case.finding("action_unowned", table, number=number)


def _undated(case: Case) -> Iterator[Finding]:
    for table, number, row in _promises(case):
        due = row.get("due")
        if not due or date.fromisoformat(str(due)) < case.today:
            yield case.finding(f"action_undated{'.past' if due else ''}", table, number=number)


def _harm_without_action(case: Case) -> Iterator[Finding]:
    accepted = any(row.get("accepted") == "yes" for row in case.rows("changes"))
    if accepted or case.rows("actions"):
        return
    for effect in case.effects:
        if effect.is_harm:
            yield case.finding("harm_without_action", effect.question, group=effect.label)


def _unknown_without_gap(case: Case) -> Iterator[Finding]:
    if "gaps" not in case.section_of or case.rows("gaps"):
        return
    for effect in case.effects:
        if effect.value == "unknown":
            yield case.finding("unknown_without_gap", effect.question, group=effect.label)


def _harm_left_open(case: Case) -> Iterator[Finding]:
    if case.word("outcome") != "adjust":
        return
    for effect in case.effects:
        if effect.left == "negative" and effect.question in _asked_what_is_left(case):
            yield case.finding("harm_left_open", "outcome", group=effect.label)


def _asked_what_is_left(case: Case) -> set[str]:
    """Return the effect questions that are followed by one about the remaining effect."""
    asked = [question for found in case.now.questions.values() for question in found]
    followed = {question.groups_from for question in asked if question.column("residual")}
    return followed | {question.key for question in asked if question.column("residual")}


def _no_review_action(case: Case) -> Iterator[Finding]:
    found = case.rows("actions")
    if found and not any(_REVIEW.search(str(row.get("step", ""))) for row in found):
        yield case.finding("no_review_action", "actions")


RULES = (
    _unowned,
    _undated,
    _harm_without_action,
    _unknown_without_gap,
    _harm_left_open,
    _no_review_action,
)
