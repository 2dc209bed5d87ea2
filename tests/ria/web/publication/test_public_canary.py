"""Nothing that is not for the public is in anything public, whatever form it was typed in."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from forms.questions.question import Audience
from ria.models import (
    ConsultationNotice,
    EvidenceKind,
    HistoryPayload,
    Message,
    Publication,
    Verdict,
)
from ria.services.assessment.remarks import add_comment
from ria.services.evidence.evidence import EvidenceInput, add_evidence
from ria.services.signoff.verdicts import ConditionInput
from tests.forms import samples
from tests.ria import road
from tests.ria.canaries import canary, marked_keys, with_canaries
from workflows.actions import Action
from workflows.facts.outcomes import ReviewReason
from workflows.stages import Stage

FORMS = ("screening", "assessment", "consultation", "monitoring_plan", "publication")


@pytest.fixture
def marked(monkeypatch):
    """The sample answers of every form and every signature, with canaries."""
    for form, answers in dict(road.ANSWERS).items():
        monkeypatch.setitem(road.ANSWERS, form, _with(form, answers))
    monkeypatch.setattr(road, "AGREED", f"Agreed. {canary('signature')}")
    monkeypatch.setattr(road, "LEFT", f"{road.LEFT} {canary('left')}")
    approve = road.approve

    def with_reason(world, edition, form, **given):
        approve(world, edition, form, **{**given, "reason": f"So it is. {canary('approval')}"})

    monkeypatch.setattr(road, "approve", with_reason)


def _with(form, answers):
    def given(name, **more):
        return with_canaries(samples.form_set(form), answers(name, **more))

    return given


def remark(world, edition, form, question):
    about = {"assessment_id": edition.assessment_id, "form": form, "question": question}
    add_comment(world.store, **about, actor_id=world.ids["strategy"],
                text=canary("comment"), token=world.token())  # fmt: skip


def cite_an_internal_source(world, edition):
    """E5, whose every word is internal."""
    word = canary("source")
    given = EvidenceInput(title=word, kind=EvidenceKind.COMPLAINTS, source=word, period=word,
                          area=word, finding=word, limits=word, link="https://x.example/" + word,
                          as_of=dt.date(2026, 1, 1), audience=Audience.INTERNAL)  # fmt: skip
    ref = add_evidence(world.store, policy_reference=edition.reference,
                       actor_id=world.ids["author"], given=given, token=world.token())  # fmt: skip
    content = road.content_of(world, edition, "assessment")
    cited = [*content.sections["evidence"].answers["figures"], ref]
    road.fill_form(world, edition, "assessment", {**content.answers, "figures": cited})


def published_high(world):
    """A whole road with a return, comments, a condition, dissent and interests on the way."""
    edition = road.assessed(world)
    cite_an_internal_source(world, edition)
    road.hand_in(world, edition)
    remark(world, edition, "assessment", "aims")
    seen = road.content_of(world, edition, "assessment").hash
    world.act("strategy", edition, Action.RETURN, seen=seen, reason=canary("return"),
              due_on=dt.date(2026, 12, 24), return_to=Stage.ASSESSMENT)  # fmt: skip
    road.consult(world, edition)
    road.after_consultation(world, edition)
    road.fill_form(world, edition, "monitoring_plan", road.ANSWERS["monitoring_plan"](road.HIGH))
    road.hand_in(world, edition)
    later = world.clock.now().date() + dt.timedelta(days=30)
    condition = ConditionInput(canary("condition"), world.refs["author"], later, False)
    road.committee_agrees(world, edition, verdict=Verdict.AGREE_IF, conditions=(condition,),
                          dissent=canary("dissent"), interests=canary("interests"),
                          minute_reference=canary("minute"))  # fmt: skip
    road.publish(world, edition)
    return edition


def test_no_canary_is_in_anything_public(site, marked):
    world = site.world
    low = road.approved_low(world, title="Parking")
    road.publish(world, low, road.LOW)
    high = published_high(world)
    world.act("author", low, Action.START_REVIEW, review_reason=ReviewReason.COMPLAINT,
              reason=canary("review"))  # fmt: skip
    typed = "".join(row.content or "" for row in world.all(HistoryPayload))
    for form in FORMS:
        for key in marked_keys(samples.form_set(form)):
            assert canary(key) in typed, (form, key)
    for other in ("comment", "return", "source", "condition", "dissent", "interests", "minute",
                  "signature", "left", "approval", "review"):  # fmt: skip
        assert canary(other) in typed, other
    assert canary("return") in json.dumps([mail.details for mail in world.all(Message)])
    notices = json.dumps([row.model_dump(mode="json") for row in world.all(ConsultationNotice)])
    assert "canary" not in notices and high.reference in notices
    stored = json.dumps([row.model_dump(mode="json") for row in world.all(Publication)])
    assert "canary" not in stored and stored.count('"assessment"') >= 2
    visitor = site.visitor()
    visitor.get(f"/register/{low.reference}")
    assert "Under review since 22 February 2027" in visitor.text()
    now = world.all(Publication)[-1].snapshot["standing"]
    assert now == {"is_now": "under_review", "since": "2027-02-22"}
    for path in pages(high, low):
        visitor.get(path)
        shown = visitor.response.get_data(as_text=True)
        assert "canary" not in shown, path
        for name in ("Author", "Strategy2", "Adviser", "@police.example<", world.refs["adviser"]):
            assert f">{name}<" not in shown, (path, name)
    for word in ("comment", "source", "gaps", "dissent", "left", "approval", "return"):
        visitor.get("/", query_string={"words": canary(word)})
        assert "Nothing that is published matches this" in visitor.text()


def pages(*editions):
    """Every public page and file about these policies."""
    about = [
        f"/register/{e.reference}{end}" for e in editions for end in ("", ".json", "/1", "/1.json")
    ]
    files = [f"/register.{end}" for end in ("json", "csv", "atom")]
    consulted = [f"/consultations/{editions[0].reference}/1"]
    return ["/", "/consultations", "/consultations/closed", *files, *consulted, *about]
