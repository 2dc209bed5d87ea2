"""What the public reads of an assessed policy, field by field."""

from __future__ import annotations

import pytest

from forms.questions.question import Audience
from ria.history.canonical import canonical, digest
from ria.models import Publication, SectionAnswers, SignatureKind, Verdict
from ria.publishing.group_effects import together
from tests.forms import samples
from tests.ria import road
from workflows.actions import Action


def snapshot_of(world):
    """The newest snapshot."""
    return world.all(Publication)[-1].snapshot


@pytest.fixture
def high(world):
    """The snapshot of a policy of high relevance, with everything that comes before it."""
    road.publish(world, road.approved(world))
    return snapshot_of(world)


@pytest.fixture
def low(world):
    """The snapshot of a policy of low relevance, assessed by the short form."""
    road.publish(world, road.approved_low(world), road.LOW)
    return snapshot_of(world)


def test_the_plain_words_come_from_the_publication_form(world, high):
    given = samples.publication_answers(road.HIGH)
    assert (high["summary"], high["how_to_challenge"]) == (
        given["plain_summary"], given["how_to_challenge"])  # fmt: skip
    assert high["languages"][0] == {
        "language": "Somali", "format": "Sound file", "where": "Register and front counters",
    }  # fmt: skip


def test_the_assessment_and_the_policys_operation_are_two_things(world, high):
    assert (high["kind"], high["edition"], high["level"]) == ("assessment", 1, "high")
    assert (high["operation"], high["operation_on"]) == ("operating", "2020-01-01")
    row = world.all(Publication)[-1]
    assert high["assessed_on"] == high["published_on"] == row.published_at.date().isoformat()
    assert high["next_review_on"] > high["published_on"]


def test_the_groups_are_those_of_what_is_now_thought(high):
    strands = {strand["strand"]: strand["groups"] for strand in high["groups"]}
    assert list(strands) == ["Race", "Age"]
    groups = {group["group"]: group for group in strands["Race"]}
    now = samples.consultation_answers(road.HIGH)["race_effects_detail"]["black_african"]
    assert groups["Black African"] == {
        "group": "Black African", "effect": "Bad", "size": "Big", "how": now["how"], "left": "Both",
    }  # fmt: skip
    assert groups["White Irish"]["effect"] == "None" and groups["White Irish"]["left"] is None


def test_groups_about_which_the_same_is_said_share_a_row_and_none_is_lost(high):
    [race] = [strand["groups"] for strand in high["groups"] if strand["strand"] == "Race"]
    rows = together(race)
    assert len(rows) < len(race)
    listed = [name for row in rows for name in row["group"].split(", ")]
    assert sorted(listed) == sorted(row["group"] for row in race)
    for row in rows:
        for one in race:
            if one["group"] in row["group"].split(", "):
                assert {**one, "group": row["group"]} == row
    some = {"effect": "None", "size": None, "how": None, "left": None}
    named = together([{"group": "Roma", **some}, {"group": "Poles, in Ealing", **some}])
    assert [row["group"] for row in named] == ["Roma; Poles, in Ealing"]


def test_it_tells_what_people_said_and_what_that_changed(high):
    asked = high["consultation"]
    assert (asked["opened_on"], asked["took_part"]) == ("2026-11-23", 214)
    assert [row["response"] for row in asked["answers"]][-1] == "Not accepted"
    assert asked["waived_because"] is None and asked["changed"]


def test_it_gives_the_outcome_and_the_plan(high):
    assert high["outcome"]["decision"] == "Continue with reasons"
    assert high["outcome"]["actions"][0].keys() >= {"step", "owner", "due", "measure"}
    assert high["monitoring"]["report_months"] == 3 and high["monitoring"]["measures"]


def test_public_sources_are_described_and_the_others_counted(high):
    records = samples.evidence_records(road.HIGH)
    public = [r["title"] for r in records if r["audience"] == "public"]
    assert [source["title"] for source in high["sources"]["public"]] == public
    assert high["sources"]["not_public"] == len(records) - len(public) == 1


def test_the_short_road_tells_why_nobody_was_asked(low):
    assert low["consultation"]["opened_on"] is None
    given = samples.assessment_answers(road.LOW)
    assert low["consultation"]["waived_because"] == given["waiver_reason"]
    assert low["outcome"]["reasons"] == given["outcome_reasons"]
    assert low["monitoring"]["look_again"] == given["look_again"]
    assert [strand["strand"] for strand in low["groups"]] == ["Disability", "Sex"]


def test_capacities_and_days_are_public_and_legal_advice_whatever_it_said(world):
    edition = road.assessed(world, road.LOW)
    world.act("author", edition, Action.SUBMIT)
    road.sign_as(world, edition, "assessment", "adviser", SignatureKind.ADVISER)
    legal = {"verdict": Verdict.DISAGREE, "reason": "I would ask people before it is decided."}
    road.sign_as(world, edition, "assessment", "legal", SignatureKind.LEGAL, **legal)
    unit = {"verdict": Verdict.DISAGREE, "reason": "I would not do it in this way."}
    road.sign_as(world, edition, "assessment", "head", SignatureKind.UNIT, **unit)
    road.approve(world, edition, "assessment", reason="The law is followed: see the reasons.")
    road.publish(world, edition, road.LOW)
    capacities = [s["capacity"] for s in snapshot_of(world)["signatures"]]
    assert capacities == ["Equality adviser", "Legal adviser", "Strategy Unit"]


def test_every_public_answer_is_in_the_record_of_the_forms(world, low):
    shown = {q["key"] for form in low["forms"] for s in form["sections"] for q in s["questions"]}
    answered = {key for row in world.all(SectionAnswers) for key in row.answers}
    public = {
        q.key
        for form in ("screening", "assessment", "publication")
        for q in samples.form_set(form).questions()
        if q.audience is Audience.PUBLIC
    }
    cited = {"evidence_used"}  # described apart, as sources
    assert shown == (public & answered) - cited
    assert [form["form"] for form in low["forms"]] == ["publication", "screening", "assessment"]


def test_its_hash_is_that_of_its_contents_on_both_databases(world_on_either):
    road.publish(world_on_either, road.approved_low(world_on_either), road.LOW)
    (publication,) = world_on_either.all(Publication)
    assert publication.content_hash == digest(canonical(publication.snapshot))
    assert world_on_either.faults() == []
