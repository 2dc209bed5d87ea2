"""The profile of one policy: a short YAML file, and what follows from it with `usual.yaml`.

In both, `+30d` and `-400d` are counted from the day on which a form is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from forms.questions.source import read

ANSWERS = Path(__file__).parent.parent / "answers"
USUAL = Path(__file__).parent / "usual.yaml"
Answers = dict[str, Any]

_DAYS = re.compile(r"([+-][0-9]+)d")
_HARM = frozenset({"negative", "both"})
_OPEN = frozenset({"negative", "both", "unknown"})


@dataclass(frozen=True)
class Worry:
    """What the policy could mean for some groups of one strand."""

    strand: str
    groups: tuple[str, ...]
    told: Mapping[str, Any]

    @property
    def effect(self) -> str:
        """The likely effect, `negative` unless the file says otherwise."""
        return str(self.told.get("effect", "negative"))

    @property
    def how(self) -> str:
        """How the policy affects them."""
        return str(self.told["how"])

    @property
    def is_harm(self) -> bool:
        """Whether the effect is a disadvantage."""
        return self.effect in _HARM

    @property
    def is_open(self) -> bool:
        """Whether an effect may remain that the form asks about."""
        return self.effect in _OPEN


@dataclass(frozen=True)
class Profile:
    """A policy's file, the account responsible for it, and the day on which forms are filled in."""

    told: Mapping[str, Any]
    contact: str
    today: date
    sources: Mapping[str, str] = field(default_factory=dict)
    """References in the evidence bank, by the short names used in the files."""

    def __getitem__(self, key: str) -> Any:
        return self.resolved(self.told[key])

    def get(self, key: str, otherwise: Any = None) -> Any:
        """The value of a key, with its days resolved."""
        return self.resolved(self.told.get(key, otherwise))

    def resolved(self, value: Any) -> Any:
        """The value with each `+30d` replaced by the day it means, and `{lead}` by the post."""
        if isinstance(value, str):
            found = _DAYS.fullmatch(value)
            return self.day(int(found[1])) if found else value.replace("{lead}", self.lead)
        if isinstance(value, Mapping):
            return {key: self.resolved(inner) for key, inner in value.items()}
        return [self.resolved(inner) for inner in value] if isinstance(value, list) else value

    def day(self, days: int) -> str:
        """The day that is this many days from now, as an answer holds it."""
        return (self.today + timedelta(days=days)).isoformat()

    @property
    def level(self) -> str:
        """The level that results from its screening."""
        return str(self.told["level"])

    @property
    def lead(self) -> str:
        """The post responsible for the policy."""
        return str(self.told["post"])

    @property
    def worries(self) -> list[Worry]:
        """The effects on groups that the file describes."""
        return [Worry(w["of"], tuple(w["who"]), w) for w in self.told.get("groups", ())]

    def worries_by_strand(self) -> Iterator[tuple[str, list[Worry]]]:
        """The same, strand by strand."""
        for strand in dict.fromkeys(worry.strand for worry in self.worries):
            yield strand, [worry for worry in self.worries if worry.strand == strand]

    @property
    def harms(self) -> list[Worry]:
        """The effects that are a disadvantage."""
        return [worry for worry in self.worries if worry.is_harm]


@cache
def told(name: str) -> Mapping[str, Any]:
    """The file of this name, with what is usual in place of what it leaves out. Cached."""
    return {**_usual()["defaults"], **read(ANSWERS / f"{name}.yaml")}


@cache
def _usual() -> Mapping[str, Any]:
    return read(USUAL)


def usual(form: str, profile: Profile) -> Answers:
    """The answers to a form, or to one part of it, that need no rule; see `usual.yaml`."""
    rules = _usual()[form]
    answers: Answers = profile.resolved(rules.get("always", {}))
    if profile.level == "high":
        answers |= profile.resolved(rules.get("high", {}))
    for question, keys in rules.get("file", {}).items():
        wanted = [keys] if isinstance(keys, str) else keys
        if found := next((key for key in wanted if key in profile.told), ""):
            answers[question] = profile[found]
    for question, key in rules.get("sources", {}).items():
        if key in profile.told:
            answers[question] = [profile.sources[name] for name in profile[key]]
    for question, rows in rules.get("tables", {}).items():
        answers[question] = table(profile[rows["rows"]], *rows["columns"])
    return answers


def actions(profile: Profile, changes: list[Answers]) -> list[Answers]:
    """The list of actions: the review, and the changes that are made."""
    days, of_review, of_change = _usual()["actions"][profile.level]
    review = ["Review this assessment.", profile.lead, profile.day(days), of_review]
    made = [
        [row["change"], profile.lead, row["due"], of_change]
        for row in changes
        if row["accepted"] == "yes"
    ]
    return table([review, *made], "step", "owner", "due", "measure")


def reason_to_leave(finding: str) -> str:
    """The owner's reason for leaving a finding of the quality checker as it is."""
    return str(_usual()["findings left"][finding])


def table(rows: list[Any], *columns: str, **usual: Any) -> list[Answers]:
    """Rows of a form's table from plain lists; an empty cell is left out."""
    return [
        {"id": f"r{number}", **usual, **{k: v for k, v in zip(columns, row, strict=False) if v}}
        for number, row in enumerate(rows, start=1)
    ]
