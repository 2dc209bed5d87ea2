"""Rules about what is to be done, by whom and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from forms.answers.findings import Finding
from forms.quality.case import Case, Rule

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
            yield case.finding(
                "action_unowned",
                table,
                f"Row {number} has no one post that owns it",
                "Name one post. What everybody owns, nobody does.",
            )


def _undated(case: Case) -> Iterator[Finding]:
    for table, number, row in _promises(case):
        due = row.get("due")
        if not due or date.fromisoformat(str(due)) < case.today:
            reason = "is due on a day that is past" if due else "has no date"
            yield case.finding(
                "action_undated",
                table,
                f"Row {number} {reason}",
                "Give the day by which it can be done.",
            )


def _harm_without_action(case: Case) -> Iterator[Finding]:
    accepted = any(row.get("accepted") == "yes" for row in case.rows("changes"))
    if accepted or case.rows("actions"):
        return
    for effect in case.effects:
        if effect.is_harm:
            yield case.finding(
                "harm_without_action",
                effect.question,
                f"{effect.label}: the effect is bad, and nothing will be done about it",
                "Accept a change, or write down why none can be made.",
            )


def _unknown_without_gap(case: Case) -> Iterator[Finding]:
    if "gaps" not in case.section_of or case.rows("gaps"):
        return
    for effect in case.effects:
        if effect.value == "unknown":
            yield case.finding(
                "unknown_without_gap",
                effect.question,
                f"{effect.label}: the effect is not known, and nobody will find out",
                "Add a row to what you still need to find out.",
            )


def _harm_left_open(case: Case) -> Iterator[Finding]:
    if case.word("outcome") != "adjust":
        return
    for effect in case.effects:
        if effect.left == "negative" and effect.question in _asked_what_is_left(case):
            yield case.finding(
                "harm_left_open",
                "outcome",
                f"{effect.label}: a bad effect is left after the changes",
                "Change more, or go on with reasons that show why it is lawful.",
            )


def _asked_what_is_left(case: Case) -> set[str]:
    """Return the effect questions that are followed by one about the remaining effect."""
    asked = [question for found in case.now.questions.values() for question in found]
    followed = {question.groups_from for question in asked if question.column("residual")}
    return followed | {question.key for question in asked if question.column("residual")}


def _no_review_action(case: Case) -> Iterator[Finding]:
    found = case.rows("actions")
    if found and not any(_REVIEW.search(str(row.get("step", ""))) for row in found):
        yield case.finding(
            "no_review_action",
            "actions",
            "No action is to look at this assessment again",
            "Add one, with its owner and its date.",
        )


RULES = (
    Rule(
        "action_unowned", "Help of the question: give each action one owner and one date", _unowned
    ),
    Rule(
        "action_undated", "Help of the question: give each action one owner and one date", _undated
    ),
    Rule(
        "harm_without_action",
        "Help of the question: ask for each bad effect what would lessen it",
        _harm_without_action,
    ),
    Rule(
        "unknown_without_gap",
        "Missing figures do not prove that all is well",
        _unknown_without_gap,
    ),
    Rule("harm_left_open", "Outcome 3: a harm that is left needs lawful reasons", _harm_left_open),
    Rule(
        "no_review_action",
        "Every assessment ends in at least one action: its review",
        _no_review_action,
    ),
)
