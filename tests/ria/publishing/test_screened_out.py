"""What the public reads of a policy that was screened and not assessed, and what it never reads."""

from __future__ import annotations

import json

import pytest

from forms.questions.question import Audience, Kind
from forms.questions.registry import Registry
from ria.history.canonical import canonical, digest
from ria.models import Publication, SectionAnswers, SignatureKind
from ria.queries.kit.paging import From
from ria.queries.publication.register import PublicFilters, best_entries
from tests.forms.samples import by_section
from tests.ria import road
from tests.ria.building import MORNING, build_world
from workflows.actions import Action

LOOK_AGAIN = "A complaint or a grievance that names the dress code."
CANARY = "canary-{key}-which-the-public-never-reads"


@pytest.fixture
def snapshot(world):
    """The snapshot of a policy that was screened out."""
    world.screened_out(title="Patching of servers")
    (publication,) = world.all(Publication)
    return publication.snapshot


def test_it_says_what_was_screened_by_whom_and_until_when(snapshot):
    assert snapshot["kind"] == "screened_out"
    assert (snapshot["reference"], snapshot["title"]) == ("P0001", "Patching of servers")
    assert (snapshot["screened_on"], snapshot["next_screening_by"]) == ("2026-11-23", "2029-11-23")
    assert (snapshot["committee"], snapshot["level"]) == ("Operations", "none")
    assert snapshot["level_reason"].startswith("Nothing in the answers points to an effect")
    assert "Equality Act 2010" in snapshot["law"]


def test_it_gives_the_reasons(snapshot):
    questions = {q["key"]: q for section in snapshot["answers"] for q in section["questions"]}
    (reasons,) = questions["proposed_reasons"]["lines"]
    assert reasons.startswith("It decides nothing about people")
    assert questions["look_again"]["lines"]


def test_the_signatures_are_dated_and_name_nobody(world, snapshot):
    assert [s["capacity"] for s in snapshot["signatures"]] == ["Second signature", "Strategy Unit"]
    assert {s["date"] for s in snapshot["signatures"]} == {"2026-11-23"}
    text = json.dumps(snapshot)
    for name in ("Author", "Adviser", "Strategy2", "@police.example"):
        assert name not in text


def test_its_hash_is_that_of_its_contents(world):
    world.screened_out()
    (publication,) = world.all(Publication)
    assert publication.content_hash == digest(canonical(publication.snapshot))


def test_it_can_be_searched_in_whatever_case(world):
    world.screened_out(title="Évaluation des SERVEURS")
    (publication,) = world.all(Publication)
    for words in ("évaluation des serveurs", "EVALUATION", "night"):
        with world.store.read_session() as session:
            (entry,) = best_entries(session, PublicFilters(words=words), From()).rows
            assert entry.id == publication.id, words
    assert (publication.reference_key, publication.is_latest) == ("p0001", True)


def not_public(questions) -> dict[str, object]:
    """Answers with a canary for every question that is not for the public, by key."""
    found = {}
    for question in questions.questions():
        if question.audience is Audience.PUBLIC:
            continue
        word = CANARY.format(key=question.key)
        if question.kind is Kind.TEXT:
            found[question.key] = word
        if question.kind is Kind.TABLE:
            columns = {c.key: word for c in question.columns if c.kind is Kind.TEXT}
            columns |= {c.key: c.options[0].value for c in question.columns if c.options}
            found[question.key] = [{"id": f"r{n}", **columns} for n in range(3)]
        if question.kind is Kind.NUMBER:
            found[question.key] = 48_151_623
        if question.kind is Kind.FILE:
            found[question.key] = word
    return found


@pytest.mark.parametrize("frame", ["psed-2010", "rraa-2000"])
def test_no_answer_for_another_audience_is_in_the_snapshot(sqlite_url, tmp_path, frame):
    world = build_world(sqlite_url, tmp_path / "data", frame=frame)
    edition = world.in_screening()
    questions = world.store.sets.latest("screening", frame)
    hidden = not_public(questions)
    assert {"sources", "scale_number"} <= set(hidden)
    answers = by_section("server_patching", frame, contact=world.refs["author"])
    answers["before"] |= {"assessed_before": "yes", "assessed_when": "2019-05-01"}
    for section in questions.sections:
        own = {q.key: hidden[q.key] for q in section.questions if q.key in hidden}
        given = {**answers.get(section.id, {}), **own}
        if given:
            world.save("author", edition, section.id, given)
    road.leave_findings(world, edition)
    world.act("author", edition, Action.SUBMIT)
    kept = json.dumps([row.answers for row in world.all(SectionAnswers)])
    assert kept.count("canary-") >= 10  # they are there to be left out
    world.ask(edition)
    world.sign("adviser", edition, reason=CANARY.format(key="signature"))
    world.act("strategy", edition, Action.APPROVE, seen=world.hash_of(edition),
              reason=CANARY.format(key="decision"))  # fmt: skip
    (publication,) = world.all(Publication)
    everything = json.dumps([publication.model_dump(mode="json")])
    assert "canary-" not in everything
    assert "48151623" not in everything
    assert world.refs["author"] not in json.dumps(publication.snapshot["answers"])
    world.store.close()


def test_every_question_for_the_public_that_was_answered_is_there(world):
    world.screened_out()
    (publication,) = world.all(Publication)
    shown = {q["key"] for s in publication.snapshot["answers"] for q in s["questions"]}
    questions = world.store.sets.latest("screening", "psed-2010")
    answered = {key for row in world.all(SectionAnswers) for key in row.answers}
    public = {q.key for q in questions.questions() if q.audience is Audience.PUBLIC}
    assert shown == public & answered


def test_a_lowered_level_is_published_with_its_reasons(world):
    """Shown only because the level from the answers is higher: it must not be lost on the way."""
    edition = world.in_screening()
    reasons = "The one remark of 2019 was about hats. The rule on hats has since been taken out."
    changes = {
        "proposal": {"proposed_level": "none", "look_again": LOOK_AGAIN},
        "result": {"lower_choice": "ask", "lower_reasons": reasons},
    }  # fmt: skip
    for section, answers in by_section("dress_code", contact=world.refs["author"]).items():
        given = {**answers, **changes.get(section, {})}
        if given:
            world.save("author", edition, section, given)
    world.act("author", edition, Action.SUBMIT)
    world.ask(edition)
    world.sign("adviser", edition)
    world.ask(edition, "", SignatureKind.COMMITTEE)
    world.sign("chair", edition, SignatureKind.COMMITTEE, decided_on=MORNING.date(),
               minute_reference="Minute 14")  # fmt: skip
    world.act("strategy", edition, Action.APPROVE, seen=world.hash_of(edition))
    (publication,) = world.all(Publication)
    assert reasons in json.dumps(publication.snapshot["answers"])
    capacities = [s["capacity"] for s in publication.snapshot["signatures"]]
    assert capacities == ["Second signature", "Committee", "Strategy Unit"]


def test_the_history_names_the_publication_and_its_hash(world):
    edition = world.screened_out()
    assert "published" in world.kinds(edition.reference)
    assert world.faults() == []


def test_the_same_snapshot_on_both_databases(world_on_both):
    world_on_both.screened_out()
    (publication,) = world_on_both.all(Publication)
    assert publication.content_hash == digest(canonical(publication.snapshot))
    assert Registry.load().frames["psed-2010"].title == publication.snapshot["frame"]
