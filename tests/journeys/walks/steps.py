"""What people do on a random walk: the next step that makes sense, or anything at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Any

from forms.answers.answers import visible_questions, visible_sections
from ria.models import (
    Consultation,
    ConsultationState,
    DisclosureCheck,
    SignatureKind,
    SignatureRequest,
    SignOff,
)
from ria.queries.assessment.quality import open_findings
from tests.forms import samples
from tests.journeys.lives.full_road import day
from tests.ria import road
from tests.ria.building import Edition, World
from tests.ria.web.filling import REGISTRATION, fields_of
from workflows.stages import APPROVAL, OWN_STAGE, Stage

WHY = "Somebody has to know why this is done, and so it is written down here."
YEAR = dt.timedelta(days=365)
UNIT = ("strategy", "strategy2")
FORMS = tuple(road.ANSWERS)
NEEDED = {
    ("server_patching", Stage.SCREENING_APPROVAL): ("second",),
    (road.LOW, Stage.ASSESSMENT_APPROVAL): ("adviser",),
    (road.HIGH, Stage.ASSESSMENT_APPROVAL): ("adviser", "legal"),
    (road.HIGH, Stage.CONSULTATION_APPROVAL): ("adviser", "legal"),
    (road.HIGH, Stage.MONITORING_PLAN_APPROVAL): ("committee",),
}
"""The signatures without which a case goes no further."""
SIGNERS = {"second": "adviser", "adviser": "adviser", "legal": "legal", "committee": "chair",
           "unit": "head"}  # fmt: skip


@dataclass(frozen=True)
class Post:
    """One form that somebody sends. `days` go by before it is sent."""

    name: str
    who: str
    path: str
    fields: dict[str, Any] = field(default_factory=dict)
    days: int = 0


@dataclass(frozen=True)
class Walked:
    """An edition on the walk, and the case whose answers are written into its forms."""

    edition: Edition
    case: str

    def at(self, *parts: str) -> str:
        """An address under the edition's."""
        return "/".join([f"/assessments/{self.edition.assessment_id}", *parts])


class Moves:
    """Makes posts for one organisation; all chance comes from one seed."""

    def __init__(self, world: World, dice: Random, sources: dict[str, dict[str, str]]) -> None:
        self.world, self.dice, self.sources = world, dice, sources

    # --- the next step ------------------------------------------------------------------------

    def sensible(self, walked: Walked) -> Post:
        """What somebody who knows the process would do next with this policy."""
        stage = self.world.row(walked.edition).stage
        if stage is Stage.REGISTERED:
            return Post("start", self._author(walked), walked.at("actions", "start"))
        if stage in APPROVAL:
            return self._next_in_approval(walked, stage)
        if stage is Stage.APPROVED:
            if self.dice.random() < 0.05:
                return Post("recall", "strategy", walked.at("actions/recall"), {"reason": WHY})
            return self._next_in_form(walked, "publication")
        if stage.value in FORMS:
            return self._next_in_form(walked, stage.value)
        return self.registration()

    def registration(self) -> Post:
        """A new policy comes into the register."""
        operates = {"operation": "operating", **day("operating_since", dt.date(2020, 1, 1))}
        case = self.dice.choice([*self.sources, "server_patching", "media_policy"])
        title = samples.case(case).title
        deputy = {"deputy_id": f"n{self.world.ids['deputy']}"}
        fields = {**REGISTRATION, "title": title, "owner_id": f"n{self.world.ids['author']}"}
        return Post("register", "author", "/policies/new", fields | deputy | operates)

    def _next_in_form(self, walked: Walked, form: str) -> Post:
        world, content = self.world, road.content_of(self.world, walked.edition, form)
        answers = self.answers(form, walked.case)
        if not answers:  # so far its case goes, and no further
            fields = {"reason": WHY, **day("next_due_on", world.clock.at.date() + YEAR)}
            return Post("withdraw", "strategy", walked.at("actions/withdraw"), fields)
        who = "strategy" if form == "publication" else self._author(walked)
        for section in visible_sections(content.questions, content.answers):
            asked = visible_questions(content.questions, section, content.answers)
            mine = {q.key: answers[q.key] for q in asked if q.key in answers}
            if any(content.answers.get(key) != value for key, value in mine.items()):
                return self._save(walked, form, section.id, mine, who)
        if form == "consultation" and (held := self._hold(walked)):
            return held
        with world.store.read_session() as session:
            today = world.clock.now().date()
            found = open_findings(session, walked.edition.assessment_id, content, today)
        if found:
            fields = {
                "finding": found[0].finding.id,
                "place": found[0].place,
                f"reason-{found[0].place}": WHY,
            }
            return Post("leave finding", who, walked.at(form, "findings"), fields)
        return Post("hand in", who, walked.at(form)) if who != "strategy" else self._publish(walked)

    def _publish(self, walked: Walked) -> Post:
        """Publish, once somebody who wrote none of it has signed the disclosure check."""
        seen = road.hash_to_be_public(self.world, walked.edition)
        checks = self.world.all(DisclosureCheck)
        if any(row.content_hash == seen for row in checks):
            return Post("publish", "strategy", walked.at("publish"))
        return Post("check disclosure", "strategy2", walked.at("preview"), {"seen": seen})

    def answers(self, form: str, case: str) -> dict[str, Any]:
        """The answers of a case, its sources by the numbers that they have here."""
        people = {"contact": "U1"} if form == "screening" else {}
        if form != "screening" and not (samples.CASES / form / f"{case}.yaml").exists():
            return {}
        found = dict(road.ANSWERS[form](case, **people))
        for key in ("figures", "voices"):
            if isinstance(found.get(key), list):
                found[key] = [self.sources[case][ref] for ref in found[key]]
        return found

    def _save(
        self, walked: Walked, form: str, section: str, answers: dict[str, Any], who: str
    ) -> Post:
        content = road.content_of(self.world, walked.edition, form)
        fields = {**fields_of(answers, content.questions), "version": content.version_of(section)}
        return Post("save section", who, walked.at(form, section), fields)

    def _hold(self, walked: Walked) -> Post | None:
        """Open the consultation, then close it once its last day is over."""
        rows = [row for row in self.world.all(Consultation)
                if row.assessment_id == walked.edition.assessment_id]  # fmt: skip
        today, who = self.world.clock.now().date(), self._author(walked)
        if rows[-1].state is ConsultationState.PLANNED:
            closes = day("closes_on", today + dt.timedelta(days=15))
            fields = {"reason": WHY, **closes}
            return Post("open consultation", who, walked.at("consultation/open"), fields)
        if rows[-1].state is ConsultationState.OPEN:
            days = max(0, (rows[-1].closes_on - today).days + 1)
            return Post("close consultation", who, walked.at("consultation/close"), days=days)
        return None

    def _next_in_approval(self, walked: Walked, stage: Stage) -> Post:
        if self.dice.random() < 0.12:
            return self._back(walked, stage)
        form = OWN_STAGE[stage].value
        seen = road.content_of(self.world, walked.edition, form).hash
        for kind in NEEDED.get((walked.case, stage), ()):
            if kind == "second" and not self._asked(walked):
                fields = {"kind": kind, "asked": "U7"}
                return Post("ask", "strategy", walked.at("signatures"), fields)
            if not self._signed(walked, kind, seen):
                return self.signature(walked, kind, SIGNERS[kind], seen)
        fields = {"decision": "approve", "due_regard": "yes", "approve_reason": WHY, "seen": seen}
        return Post("approve", self.dice.choice(UNIT), walked.at("decision"), fields)

    def _back(self, walked: Walked, stage: Stage) -> Post:
        """Something that happens now and then to what was handed in."""
        form = OWN_STAGE[stage].value
        seen = road.content_of(self.world, walked.edition, form).hash
        due = day("due_on", self.world.clock.now().date() + dt.timedelta(days=12))
        fields = {"decision": "return", "return_reason": WHY, "seen": seen, "return_to": form}
        return self.dice.choice([
            Post("return", "strategy", walked.at("decision"), {**fields, **due}),
            Post("take back", self._author(walked), walked.at("actions/take_back")),
            Post("claim", self.dice.choice(UNIT), walked.at("claim")),
            Post("ask", "strategy", walked.at("signatures"), {"kind": "second", "asked": "U7"}),
        ])  # fmt: skip

    def _asked(self, walked: Walked) -> bool:
        requests = self.world.all(SignatureRequest)
        return any(row.assessment_id == walked.edition.assessment_id for row in requests)

    def _signed(self, walked: Walked, kind: str, seen: str) -> bool:
        return any(
            (row.assessment_id, row.kind, row.content_hash)
            == (walked.edition.assessment_id, SignatureKind(kind), seen)
            for row in self.world.all(SignOff)
        )

    def signature(self, walked: Walked, kind: str, who: str, seen: str) -> Post:
        """Somebody signs in this capacity; a committee agrees on condition now and then."""
        today = self.world.clock.now().date()
        fields = {"verdict": "agree", "reason": WHY, "seen": seen}
        if kind == "committee":
            fields |= {"sitting": "meeting", "minute_reference": "14", "interval_months": "12"}
            fields |= day("decided_on", today)
        if self.dice.random() < 0.2:
            due = today + dt.timedelta(days=20)
            cells = {"text": WHY, "owner": "U1", "due": f"{due:%-d %-m %Y}", "before": "no"}
            fields |= {"verdict": "agree_if"}
            fields |= {f"conditions-r1-{key}": value for key, value in cells.items()}
        return Post(f"sign {kind}", who, walked.at("signatures", kind), fields)

    def _author(self, walked: Walked) -> str:
        """The policy's owner or deputy."""
        policy = self.world.policy(walked.edition)
        names = {number: name for name, number in self.world.ids.items()}
        return names[self.dice.choice([policy.owner_id, policy.deputy_id or policy.owner_id])]
