"""Which answer on the same page reveals a question.

A page contains every question that an answer on it could reveal. If exactly one option reveals it,
the question is nested in that option. If one of several options does, the question is below and
says so, and a script hides it until then.
"""

from __future__ import annotations

from dataclasses import dataclass

from forms.questions.conditions import Condition, holds
from forms.questions.question import Answers, Kind, Question, Section

_REVEALING = frozenset({Kind.ONE, Kind.YES_NO, Kind.YES_NO_UNSURE, Kind.MANY})


@dataclass(frozen=True)
class OnlyIf:
    """A question of the same page, and its options, any one of which reveals another question."""

    parent: Question
    values: tuple[str, ...]

    @property
    def stands_inside(self) -> bool:
        """Whether exactly one option reveals the question, so that it is nested in that option."""
        return len(self.values) == 1 and self.parent.show_if is None

    @property
    def in_words(self) -> str:
        """`“Yes” or “Not sure”`."""
        labels = [f"“{o.label}”" for o in self.parent.choices if o.value in self.values]
        return " or ".join([", ".join(labels[:-1]), labels[-1]]) if labels[1:] else labels[0]


def only_if(question: Question, section: Section, known: Answers) -> OnlyIf | None:
    """Return what reveals a question on a section's page; None if it is asked at once, or if more
    than one answer of the page decides. `known`: all visible answers, and the values taken from
    outside.
    """
    local = {other.key: other for other in section.questions}
    condition = _left_open(question.show_if, frozenset(local), known)
    if condition is None or not condition.any_of or condition.column:
        return None
    parent = local[condition.question]
    return OnlyIf(parent, condition.any_of) if parent.kind in _REVEALING else None


def _left_open(
    condition: Condition | None, local: frozenset[str], known: Answers
) -> Condition | None:
    """The only part of a condition that the page itself decides; the others are settled."""
    if condition is None or not condition.questions & local:
        return None
    parts = condition.all or condition.any
    if not parts:
        return condition
    here = [part for part in parts if part.questions & local]
    settled = [part for part in parts if not part.questions & local]
    if len(here) != 1 or (condition.any and any(holds(part, known) for part in settled)):
        return None
    return _left_open(here[0], local, known)
