"""A small set with every kind of answer, and answers to it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from forms.questions.question import QuestionSet
from forms.questions.registry import Registry

TOY = Path(__file__).parent / "toy"

ANSWERS: dict[str, Any] = {
    "agreed": "yes",
    "terms": "On the usual\n\nterms, twice.",
    "known": "unsure",
    "colour": "blue",
    "fruits": ["apple", "pear"],
    "title_line": "A title",
    "story": "  It was night,\n\tand it rained.  ",
    "amount": 12,
    "day": "2024-02-29",
    "who": "U3",
    "paper": "F7",
    "proofs": ["E2", "E12"],
    "visits": [
        {"id": "r1", "place": "Museum", "count": 4, "on": "2027-03-05", "good": "yes"},
        {"id": "r7", "place": "Harbour", "good": "no", "why": "It rained all day."},
    ],
    "shape_groups": ["round", "square"],
    "size_groups": ["tall"],
    "shape_effects": {
        "round": {"harm": "yes", "gain": "no", "how": "They roll away."},
        "square": {"harm": "no", "gain": "no"},
    },
    "size_effects": {"tall": {"harm": "unsure", "how": "We have to ask."}},
}
PEOPLE = {"U3": "The clerk", "U4": "The guard"}
FILES = {"F7": "paper.pdf"}
EVIDENCE = {"E12": "The survey of 2023", "E2": "The count of 2024", "E3": "A talk"}


@cache
def toy() -> QuestionSet:
    """The toy set."""
    return Registry.load(TOY).get("kinds", "toy", 1)
