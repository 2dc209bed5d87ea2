"""One policy's life in the demonstration, and the steps that people take in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from ria.demo.answering.assessment import assessment
from ria.demo.answering.later import consultation, monitoring_plan, publication, review
from ria.demo.answering.profile import Answers, Profile, told
from ria.demo.answering.screening import screening
from ria.demo.organisation.places import Places
from ria.demo.story.hands import Edition, Hands
from ria.demo.story.register import Entry


@dataclass
class Life:
    """A policy, and everybody's actions. `edition` is set once it is registered."""

    hands: Hands
    places: Places
    entry: Entry
    sources: dict[str, str] = field(default_factory=dict)
    edition: Edition = field(default=Edition("", 0))

    @property
    def owner(self) -> str:
        """The account that owns the policy."""
        return self.entry.owner

    def profile(self) -> Profile:
        """The policy's profile, as of today."""
        return Profile(
            told=told(self.entry.answers),
            contact=self.hands.refs[self.owner],
            today=self.hands.today,
            sources=self.sources,
        )

    def answers(self, form: str) -> Answers:
        """Complete answers to a form of this policy."""
        profile, store = self.profile(), self.hands.store
        questions = store.sets.latest(form, store.settings.frame)
        strands = [strand.key for strand in questions.strands]
        made: dict[str, Callable[[], Answers]] = {
            "screening": lambda: screening(profile, strands),
            "assessment": lambda: assessment(profile, questions),
            "consultation": lambda: consultation(profile, questions),
            "monitoring_plan": lambda: monitoring_plan(profile),
            "publication": lambda: publication(profile),
            "review": lambda: review(profile, strands),
        }
        return made[form]()


class Step(NamedTuple):
    """A step that is taken a number of days after the one before."""

    wait: int
    do: Callable[[Life], None]
