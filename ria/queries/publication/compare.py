"""Compare two publications of a policy, using only what their snapshots say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forms.answers.display import NOT_ANSWERED, Block
from ria.queries.assessment.compare import Compared, ComparedForm

_WORDS = {
    "level_label": "Relevance to equality",
    "summary": "In plain words",
    "intent": "What it is for",
    "who_affected": "Who could be affected",
    "watch_summary": "How it is watched",
    "contact_point": "How to ask about it",
    "how_to_challenge": "How to challenge it",
    "level_reason": "Why this level",
}
"""The fields at the head of a snapshot, with the labels that a comparison shows."""


def compared_snapshots(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[ComparedForm]:
    """Return the public content of both snapshots, form by form."""
    found = [ComparedForm("In short", tuple(_head(before, after)))]
    old, new = _forms(before), _forms(after)
    for title in dict.fromkeys([*new, *old]):
        questions = tuple(_questions(old.get(title, {}), new.get(title, {})))
        found.append(ComparedForm(title, questions))
    return [form for form in found if form.questions]


def _head(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Compared]:
    for key, label in _WORDS.items():
        was, now = before.get(key), after.get(key)
        if was or now:
            yield Compared(label, _lines(was), _lines(now), was == now)


def _forms(snapshot: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Each form's title and its questions by key. A screening keeps its sections in `answers`."""
    forms = snapshot.get("forms") or [
        {"title": "Relevance screening", "sections": snapshot.get("answers", [])}
    ]
    return {
        form["title"]: {
            question["key"]: question
            for section in form["sections"]
            for question in section["questions"]
        }
        for form in forms
    }


def _questions(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Compared]:
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        label = (now or was or {}).get("label", key)
        lines = [one["lines"] if one else None for one in (was, now)]
        yield Compared(label, _lines(lines[0]), _lines(lines[1]), lines[0] == lines[1])


def _lines(value: Any) -> tuple[Block, ...]:
    if not value:
        return (Block("", (NOT_ANSWERED,)),)
    lines = value if isinstance(value, list) else str(value).split("\n")
    return (Block("", tuple(str(line) for line in lines)),)
