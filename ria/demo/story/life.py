"""One policy's life in the demonstration, and how somebody acts in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ria.demo.answering.assessment import assessment
from ria.demo.answering.later import consultation, monitoring_plan, publication, review
from ria.demo.answering.profile import Answers, Profile, told
from ria.demo.answering.screening import screening
from ria.demo.organisation.places import Places
from ria.demo.story.people import People
from ria.demo.story.register import Entry
from ria.queries.assessment.case import ActionInput
from ria.queries.assessment.form_content import FormContent, form_content
from ria.services.process.take_action import take_action
from workflows.actions import Action


@dataclass
class Life:
    """A policy and the people. Its reference and edition are set once it is registered."""

    people: People
    places: Places
    entry: Entry
    sources: dict[str, str] = field(default_factory=dict)
    reference: str = ""
    assessment_id: int = 0

    @property
    def owner(self) -> str:
        """The account that owns the policy."""
        return self.entry.owner

    def profile(self) -> Profile:
        """The policy's profile, as of today."""
        return Profile(
            told=told(self.entry.answers),
            contact=self.people.refs[self.owner],
            today=self.people.today,
            sources=self.sources,
        )

    def answers(self, form: str) -> Answers:
        """Complete answers to a form of this policy."""
        profile, store = self.profile(), self.people.store
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

    def content(self, form: str) -> FormContent:
        """A form as it stands, detached from its session."""
        store = self.people.store
        with store.read_session() as session:
            found = form_content(session, store.sets, self.assessment_id, form)
            assert found is not None, form
            session.expunge_all()
            return found

    def run(self, command: Callable[..., object], who: str, **given: Any) -> None:
        """Give one of the product's commands about the edition, as one of the accounts."""
        given |= {"assessment_id": self.assessment_id, "actor_id": self.people.ids[who]}
        command(self.people.store, **given)

    def act(self, who: str, action: Action, **given: Any) -> None:
        """Take an action of the process."""
        token = self.people.token()
        self.run(take_action, who, action=action, given=ActionInput(**given), token=token)

    def decide(self, who: str, form: str, action: Action, **given: Any) -> None:
        """Decide on a form that was read, with due regard."""
        regard = action is Action.APPROVE
        self.act(who, action, seen=self.content(form).hash, due_regard=regard, **given)
