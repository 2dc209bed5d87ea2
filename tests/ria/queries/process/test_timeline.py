"""What happened to a policy, in words."""

from __future__ import annotations

from ria.models import StageChange, Verdict
from ria.queries.process.timeline import DONE, VERDICTS, _title, timeline
from tests.ria.building import live
from workflows.actions import Action
from workflows.stages import Stage


def titles(world, edition, **options):
    with world.store.read_session() as session:
        return [event.title for event in timeline(session, world.policy(edition), **options)]


def test_every_action_and_verdict_has_its_words():
    assert set(DONE) == set(Action)
    assert set(VERDICTS) == set(Verdict)


def test_a_life_is_told_newest_first(world):
    first, second = live(world)
    assert titles(world, first, with_words=True) == [
        "Approved: Assessment",
        "Submitted for approval",
        "Returned for changes",
        "Comment",
        "Submitted for approval",
        "Screening started",
        "Registered",
    ]
    assert titles(world, second, with_words=True)[:2] == [
        "Approved: Screened, not assessed",
        "Agreed, second signature",
    ]
    assert "Comment" not in titles(world, first, with_words=False)


def test_what_was_approved_for_publication_is_not_called_approved_twice():
    led = {"from_stage": Stage.ASSESSMENT_APPROVAL, "action": Action.APPROVE}
    assert _title(StageChange(**led, to_stage=Stage.APPROVED)) == "Approved, not yet published"
    assert _title(StageChange(**led, to_stage=Stage.CONSULTATION)) == "Approved: Consultation"


def test_everybody_is_named_as_they_are_now(world):
    edition = world.in_screening()
    with world.store.read_session() as session:
        told = timeline(session, world.policy(edition), with_words=True)
    assert {event.who for event in told} == {"Author"}
