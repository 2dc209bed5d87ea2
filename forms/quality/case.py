"""What the quality rules look at: one form with its answers, its cited sources and today's date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from forms.answers.answers import seen
from forms.answers.findings import Finding
from forms.answers.group_effects import GroupEffect, group_effects
from forms.answers.visibility import View
from forms.questions.conditions import rows
from forms.questions.question import Answers, Asked, Kind, QuestionSet
from forms.questions.source import read


@dataclass(frozen=True)
class EvidenceRecord:
    """The quality of a source as evidence. `as_of` is the date that its data describe."""

    ref: str
    source: str = ""
    period: str = ""
    as_of: date | None = None
    superseded: bool = False
    kind: str = ""


@dataclass(frozen=True)
class Text:
    """One text that somebody wrote, with its section and question.

    `brief`: it is a one-line field, such as the name of a source.
    """

    section: str
    question: str
    words: str
    brief: bool = False


@dataclass(frozen=True)
class Case:
    """`answers` include the values taken from outside; `evidence` is keyed by reference."""

    question_set: QuestionSet
    answers: Answers
    today: date
    evidence: Mapping[str, EvidenceRecord] = field(default_factory=dict)

    @cached_property
    def now(self) -> View:
        """What is shown with these answers."""
        return seen(self.question_set, self.answers)

    @cached_property
    def effects(self) -> tuple[GroupEffect, ...]:
        """The effect on every group asked about."""
        return group_effects(self.question_set, self.answers)

    @cached_property
    def section_of(self) -> Mapping[str, str]:
        """The section in which each question is asked; only those asked now."""
        return {q.key: section for section, asked in self.now.questions.items() for q in asked}

    def word(self, key: str) -> str:
        """The text or the option that answers a question; empty if there is none."""
        value = self.now.known.get(key)
        return value if isinstance(value, str) else ""

    def rows(self, key: str) -> list[Mapping[str, Any]]:
        """The rows that answer a table."""
        return rows(self.now.known.get(key))

    def day(self, key: str) -> date | None:
        """The day that answers a question."""
        text = self.word(key)
        return date.fromisoformat(text) if text else None

    def texts(self) -> Iterator[Text]:
        """Yield every text written: whole answers and table cells alike."""
        for section in self.now.sections:
            for question in self.now.questions[section.id]:
                value = self.now.answers.get(question.key)
                for asked, words in _texts(question, question.columns, value):
                    yield Text(section.id, question.key, words, brief=asked.lines == 1)

    def finding(self, name: str, question: str, **words: object) -> Finding:
        """A finding of `findings.yaml` at a question, with these words put into its reason."""
        wording, section = findings()[name], self.section_of.get(question, "")
        reason = str(wording["reason"]).format(**words)
        rule, _, _ = name.partition(".")
        return Finding(rule, reason, wording["hint"], section, question, wording["cites"])


@cache
def findings() -> Mapping[str, Mapping[str, str]]:
    """The words of every finding."""
    return read(Path(__file__).with_name("findings.yaml"))


def _texts(asked: Asked, columns: tuple[Asked, ...], value: Any) -> Iterator[tuple[Asked, str]]:
    if asked.kind is Kind.TEXT and isinstance(value, str):
        yield asked, value
    for row in rows(value):
        for column in columns:
            yield from _texts(column, (), row.get(column.key))


Rule = Callable[[Case], Iterator[Finding]]
"""A quality rule: it looks for one fault."""
