"""Saving sections: whole, alone, once, and only while the form is open."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ria.models import Contributor, HistoryPayload, SectionAnswers
from ria.services.assessment.save_section import changed, save_section
from ria.services.kit.errors import Forbidden, Invalid, NotFound, StaleSection, Taken, Unmet
from workflows.actions import Action
from workflows.stages import Stage

PURPOSE = {"purpose": "It says how soon security updates are put on our servers."}
BEFORE = {"assessed_before": "no", "change": "new"}


def test_a_section_is_stored_whole_and_counts_its_versions(world):
    edition = world.in_screening()
    assert world.save("author", edition, "before", BEFORE) == 1
    assert world.save("author", edition, "before", {"change": "new"}, seen=1) == 2
    (row,) = world.all(SectionAnswers)
    assert (row.answers, row.version, row.saved_by) == ({"change": "new"}, 2, world.ids["author"])


def test_a_section_may_be_saved_with_gaps(world):
    assert world.save("author", world.in_screening(), "purpose", {}) == 1


def test_the_history_has_what_was_and_what_is(world):
    edition = world.in_screening()
    world.save("author", edition, "before", BEFORE)
    world.save("author", edition, "before", {"change": "changed"}, seen=1)
    told = world.all(HistoryPayload)[-1].content
    assert '"changed":{"assessed_before":["no",null],"change":["new","changed"]}' in told


def test_changed_leaves_out_what_stayed():
    assert changed({"a": 1, "b": 2}, {"a": 1, "c": None}) == {"b": [2, None]}


def test_a_stale_section_shows_what_the_other_one_saved(world):
    edition = world.in_screening()
    world.save("author", edition, "before", BEFORE)
    with pytest.raises(StaleSection) as refusal:
        world.save("deputy", edition, "before", {"change": "changed"}, seen=0)
    assert refusal.value.theirs == BEFORE
    assert (refusal.value.version, refusal.value.saved_by) == (1, "Author")
    (row,) = world.all(SectionAnswers)
    assert row.answers == BEFORE


def test_a_version_that_never_was_is_stale(world):
    with pytest.raises(StaleSection) as refusal:
        world.save("author", world.in_screening(), "before", BEFORE, seen=3)
    assert (refusal.value.theirs, refusal.value.version) == ({}, 0)


def test_two_people_on_two_sections_never_collide(world_on_both):
    world = world_on_both
    edition = world.in_screening()
    work = {"author": ("before", BEFORE), "deputy": ("purpose", PURPOSE)}

    def save_often(who: str) -> int:
        section, answers = work[who]
        return [world.save(who, edition, section, answers, seen) for seen in range(10)][-1]

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(save_often, work)) == [10, 10]


def test_of_eight_on_one_section_one_wins(world_on_both):
    world = world_on_both
    edition = world.in_screening()

    def save(turn: int) -> str:
        answers = {"purpose": f"Version {turn} of what the policy is for, in a sentence or two."}
        try:
            world.save("author" if turn % 2 else "deputy", edition, "purpose", answers)
        except StaleSection:
            return "stale"
        return "saved"

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(save, range(8))) == ["saved"] + ["stale"] * 7
    assert world.faults() == []


def test_the_same_form_sent_twice_is_saved_once(world):
    edition = world.in_screening()
    given = {
        "assessment_id": edition.assessment_id,
        "form": "screening",
        "section": "before",
        "actor_id": world.ids["author"],
        "seen_version": 0,
        "token": "once",
    }
    assert save_section(world.store, answers=BEFORE, **given) == 1
    assert save_section(world.store, answers=BEFORE, **given) == 1
    with pytest.raises(Taken):
        save_section(world.store, answers={"change": "changed"}, **given)
    assert world.kinds(edition.reference).count("section_saved") == 1


def test_a_closed_form_takes_nothing(world):
    edition = world.awaiting()
    with pytest.raises(Unmet, match="This form is closed"):
        world.save("author", edition, "before", BEFORE, seen=1)


def test_before_the_form_is_open_there_is_none(world):
    with pytest.raises(NotFound):
        world.save("author", world.register(), "before", BEFORE)


@pytest.mark.parametrize(("form", "section"), [("screening", "nothing"), ("nothing", "before")])
def test_what_does_not_exist_is_not_found(world, form, section):
    edition = world.in_screening()
    with pytest.raises(NotFound):
        save_section(
            world.store,
            assessment_id=edition.assessment_id,
            form=form,
            section=section,
            actor_id=world.ids["author"],
            answers={},
            seen_version=0,
            token=world.token(),
        )


def test_a_section_does_not_write_into_another(world):
    edition = world.in_screening()
    with pytest.raises(Invalid, match="not asked in this section") as refusal:
        world.save("author", edition, "before", {**BEFORE, **PURPOSE})
    assert refusal.value.field == "purpose"
    assert world.all(SectionAnswers) == []


@pytest.mark.parametrize("who", ["colleague", "head", "strategy", "adviser", "chair", "admin"])
def test_only_owner_and_deputy_write(world, who):
    edition = world.in_screening()
    with pytest.raises(Forbidden):
        world.save(who, edition, "before", BEFORE)
    assert world.all(SectionAnswers) == []


def test_who_saves_is_a_contributor_to_this_stage_once(world):
    edition = world.in_screening()
    world.save("author", edition, "before", BEFORE)
    world.save("author", edition, "purpose", PURPOSE)
    world.save("deputy", edition, "before", {}, seen=1)
    found = [(c.stage, c.user_id) for c in world.all(Contributor)]
    assert found == [
        (Stage.SCREENING, world.ids["author"]),
        (Stage.SCREENING, world.ids["deputy"]),
    ]


def test_whoever_submits_without_writing_is_no_contributor(world):
    edition = world.in_screening()
    world.fill(edition, who="author")
    world.act("deputy", edition, Action.SUBMIT)
    assert [c.user_id for c in world.all(Contributor)] == [world.ids["author"]]


HOSTILE = [
    "<script>alert(1)</script> and {{ 7*7 }} and {% raw %} and ${jndi:x} and '; DROP TABLE policy",
    "\u202eright to left\u202c and \u0627\u0644\u0639\u0631\u0628\u064a\u0629 and \U0001f9d1",
    "a\tb\nc " * 10,
    "x" * 1_000_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=["markup", "bidi", "white space", "1 MB"])
def test_text_is_stored_exactly(world_on_both, text):
    edition = world_on_both.in_screening()
    world_on_both.save("author", edition, "purpose", {"purpose": text})
    (row,) = world_on_both.all(SectionAnswers)
    assert row.answers == {"purpose": text}
    assert world_on_both.faults() == []
