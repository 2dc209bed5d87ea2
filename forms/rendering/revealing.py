"""Which answer on the same page a question waits for.

A page shows every question that an answer given on it could make asked. Where that is one single
option, the question stands inside the option; where it is one of several, the question stands
below and says so, and a script hides it until then.
"""

from __future__ import annotations

from dataclasses import dataclass

from forms.questions.conditions import Condition, holds
from forms.questions.question import Answers, Kind, Question, Section

_REVEALING = frozenset({Kind.ONE, Kind.YES_NO, Kind.YES_NO_UNSURE, Kind.MANY})


@dataclass(frozen=True)
class OnlyIf:
    """The question of the same page, and the options any of which make another one asked."""

    parent: Question
    values: tuple[str, ...]

    @property
    def stands_inside(self) -> bool:
        """Whether it is asked inside the one option that reveals it."""
        return len(self.values) == 1 and self.parent.show_if is None

    @property
    def in_words(self) -> str:
        """`“Yes” or “Not sure”`."""
        labels = [f"“{o.label}”" for o in self.parent.choices if o.value in self.values]
        return " or ".join([", ".join(labels[:-1]), labels[-1]]) if labels[1:] else labels[0]


def only_if(question: Question, section: Section, known: Answers) -> OnlyIf | None:
    """What a question of a section's page waits for; None where it is asked at once, or where
    more than one answer of the page decides. `known`: all that is visible, and taken."""
    local = {other.key: other for other in section.questions}
    condition = _left_open(question.show_if, frozenset(local), known)
    if condition is None or not condition.any_of or condition.column:
        return None
    parent = local[condition.question]
    return OnlyIf(parent, condition.any_of) if parent.kind in _REVEALING else None


def _left_open(
    condition: Condition | None, local: frozenset[str], known: Answers
) -> Condition | None:
    """The one part of a condition that the page itself decides, the rest being settled."""
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
