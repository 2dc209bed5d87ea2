"""What anybody might do on a random walk: now with care, now with nonsense in every field."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random
from typing import Any

from ria.models import Comment, Condition, Evidence, SignatureKind, User
from ria.queries.accounts.handover import as_seen
from tests.forms import samples
from tests.journeys.lives.full_road import day
from tests.journeys.walks.steps import FORMS, SIGNERS, UNIT, WHY, Moves, Post, Walked
from tests.ria import road
from tests.ria.building import World
from tests.ria.web.filling import fields_of
from workflows.actions import Action
from workflows.stages import APPROVAL, OWN_STAGE

PLAUSIBLE = {
    "hand in": "author",
    "any hand-in": "author",
    "take_back": "author",
    "people": "author",
    "people/remove": "deputy",
    "add evidence": "author",
    "correct evidence": "author",
    "supersede evidence": "author",
    "raise_level": "adviser",
    "hand all over": "admin",
    "comment": "legal",
    "any section": "author",
    "meet": "author",
    "open consultation": "author",
    "extend consultation": "author",
}
"""Who can do it as a rule, where it is not the Strategy Unit."""


class AnyMoves(Moves):
    """Anything at all, beside the steps that make sense."""

    def __init__(self, world: World, dice: Random, sources: dict[str, dict[str, str]]) -> None:
        super().__init__(world, dice, sources)
        self.careful = False

    def wild(self, walked: Walked) -> Post:
        """Anybody does anything, with what may or may not be what is asked for."""
        makers = [
            self._any_section, self._any_section, self._any_decision, self._any_decision,
            self._any_action, self._any_action, self._any_signature, self._any_consulting,
            self._any_remark, self._any_desk, self._any_working, self._any_handover,
            self._any_evidence, self._any_submission, self._any_away,
        ]  # fmt: skip
        self.careful = self.dice.random() < 0.5
        if self.world.row(walked.edition).stage in APPROVAL:
            makers += [self._any_decision, self._any_decision, self._any_signature]
        post = self.dice.choice(makers)(walked)
        able = PLAUSIBLE.get(post.name, "strategy") if self.careful else ""
        return replace(post, who=post.who or able or self.dice.choice(["", *self.world.ids]))

    def _some(self, **fields: Any) -> dict[str, Any]:
        """Some of these fields, a few of them with nonsense in them."""
        nonsense = ("", " ", "none of these", "99999", "\x00", "-1", "n1", "U1", "x" * 6000)
        if self.careful:
            return fields
        return {
            name: self.dice.choice(nonsense) if self.dice.random() < 0.15 else value
            for name, value in fields.items()
            if self.dice.random() < 0.9
        }

    def _near(self, name: str) -> dict[str, str]:
        days = 30 if self.careful else self.dice.choice([-10, 0, 1, 10, 30, 90, 400])
        return day(name, self.world.clock.now().date() + dt.timedelta(days=days))

    def _seen(self, walked: Walked) -> str:
        stage = self.world.row(walked.edition).stage
        form = OWN_STAGE.get(stage)
        if form is None or (not self.careful and self.dice.random() < 0.3):
            return "0" * 64
        return road.content_of(self.world, walked.edition, form.value).hash

    def _any_section(self, walked: Walked) -> Post:
        form = self.dice.choice(FORMS)
        section = self.dice.choice(samples.form_set(form).sections)
        answers = self.answers(form, self.dice.choice(list(self.sources)))
        mine = {q.key: answers[q.key] for q in section.questions if q.key in answers}
        fields = fields_of(mine, samples.form_set(form))
        fields = self._some(**fields, version=self.dice.choice([0, 0, 1, 2, 3, 77]))
        who = self.dice.choice(["", "", "author"])
        return Post("any section", who, walked.at(form, section.id), fields)

    def _any_submission(self, walked: Walked) -> Post:
        return Post("any hand-in", "", walked.at(self.dice.choice(FORMS)))

    def _any_decision(self, walked: Walked) -> Post:
        decision = self.dice.choice(["approve", "return", "return", "reject", "none"])
        fields = self._some(
            decision=decision, due_regard="yes",
            approve_reason=WHY, return_reason=WHY, reject_reason=WHY,
            return_to=self.dice.choice([*FORMS, "review"]),
            consult_again=self.dice.choice(["", "yes"]),
            **self._near("due_on"),
        )  # fmt: skip
        who = self.dice.choice(["", "", *UNIT])
        return Post(decision, who, walked.at("decision"), {**fields, "seen": self._seen(walked)})

    def _any_action(self, walked: Walked) -> Post:
        action = self.dice.choice([*Action, Action.RAISE_LEVEL, Action.TAKE_BACK])
        rows = [row.edition.reference for row in (walked,)] + ["P0001", "P0002", "p0003"]
        fields = self._some(
            reason=WHY, level=self.dice.choice(["high", "medium", "low", "none"]),
            parent_reference=self.dice.choice(rows), **self._near("next_due_on"),
        )  # fmt: skip
        return Post(action.value, "", walked.at("actions", action.value), fields)

    def _any_signature(self, walked: Walked) -> Post:
        kind = self.dice.choice(list(SignatureKind)).value
        if self.dice.random() < 0.3:
            fields = self._some(kind=kind, asked=self._person())
            return Post("ask", "", walked.at("signatures"), fields)
        signed = self.signature(walked, kind, "", self._seen(walked))
        verdict = self.dice.choice(["agree", "agree_if", "disagree", "defer"])
        fields = self._some(**{**signed.fields, "verdict": verdict}, **self._near("deferred_to"))
        return replace(signed, who=self.dice.choice(["", SIGNERS[kind]]), fields=fields)

    def _any_consulting(self, walked: Walked) -> Post:
        step = self.dice.choice(["open", "extend", "close"])
        fields = self._some(reason=WHY, **self._near("closes_on"))
        return Post(f"{step} consultation", "", walked.at("consultation", step), fields)

    def _any_remark(self, walked: Walked) -> Post:
        form = self.dice.choice(FORMS)
        questions = [q.key for q in samples.form_set(form).questions()]
        question, section = self.dice.choice(questions), samples.form_set(form).sections[0].id
        here = [c.id for c in self.world.all(Comment)] or [1]
        conditions = [c.id for c in self.world.all(Condition)] or [1]
        comment, condition = self.dice.choice(here), self.dice.choice(conditions)
        remark = {"question": question, f"comment-{question}": WHY}
        return self.dice.choice([
            Post("comment", "", walked.at("comments"), self._some(**remark)),
            Post("comment", "", walked.at(form, "comment", question), self._some(text=WHY)),
            Post("resolve", "", walked.at("comments", str(comment), "resolve"), {"back": "/work"}),
            Post("judge", "", walked.at("judgements"),
                 self._some(section=section, grade=self.dice.choice(["good", "to_fix"]))),
            Post("meet", "", walked.at("conditions", str(condition)), self._some(how=WHY)),
            Post("leave finding", "", walked.at(form, "findings"),
                 self._some(finding="old_source", place="x", **{"reason-x": WHY})),
        ])  # fmt: skip

    def _any_desk(self, walked: Walked) -> Post:
        step = self.dice.choice(["claim", "release", "assign"])
        fields = self._some(colleague=self._person()) if step == "assign" else {}
        return Post(step, self.dice.choice(["", "strategy"]), walked.at(step), fields)

    def _any_working(self, walked: Walked) -> Post:
        step = self.dice.choice(["people", "people/remove"])
        who = self.dice.choice(["", "author"])
        return Post(step, who, walked.at(step), self._some(person=self._person()))

    def _any_handover(self, walked: Walked) -> Post:
        """One policy to somebody else, or all that somebody holds."""
        policy = self.world.policy(walked.edition)
        owner, deputy = self.dice.choice([("U1", "U2"), ("U2", "U1"), ("U3", "U1"), ("U1", "")])
        fields = self._some(owner=owner, deputy=deputy, seen=as_seen(policy))
        path = f"/policies/{walked.edition.reference}/handover"
        whole = self._some(leaver=self._person().lower(), taker="U1")
        return self.dice.choice([Post("hand over", "", path, fields),
                                 Post("hand all over", "", "/handover", whole)])  # fmt: skip

    def _any_evidence(self, walked: Walked) -> Post:
        record = {k: str(v) for k, v in samples.evidence_records(road.LOW)[0].items()}
        del record["ref"], record["as_of"]
        refs = [row.ref for row in self.world.all(Evidence)]
        today = day("as_of", self.world.clock.now().date())
        one, other = self.dice.choice(refs), self.dice.choice(refs)
        path = f"/policies/{walked.edition.reference}/evidence/new"
        return self.dice.choice([
            Post("add evidence", "", path, self._some(**record, **today)),
            Post("correct evidence", "", f"/evidence/{one}/edit",
                 self._some(**record, **today, version=1)),
            Post("supersede evidence", "", f"/evidence/{one}/supersede",
                 self._some(by=other, version=1)),
        ])  # fmt: skip

    def _any_away(self, _walked: Walked) -> Post:
        who = self.dice.choice(list(self.world.ids))
        today = self.world.clock.now().date()
        fields = self._some(**day("away_from", today), stand_in=self._person())
        until = day("away_until", today + dt.timedelta(days=self.dice.choice([-5, 5])))
        return self.dice.choice([Post("away", who, "/away", {**fields, **until}),
                                 Post("back", who, "/away/end")])  # fmt: skip

    def _person(self) -> str:
        return self.dice.choice([user.ref for user in self.world.all(User)])
