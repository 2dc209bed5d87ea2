"""The evidence bank's commands: what they keep, what they refuse, what the history says."""

from __future__ import annotations

import datetime as dt

import pytest

from forms.questions.question import Audience
from ria.demo.organisation.evidence import seed_evidence
from ria.models import Evidence, EvidenceKind, StoredFile
from ria.services.evidence.evidence import (
    EvidenceInput,
    add_evidence,
    change_evidence,
    is_web_address,
    supersede_evidence,
)
from ria.services.evidence.files import Upload
from ria.services.kit.errors import Forbidden, Invalid, NotFound, Stale, Taken

USUAL = {
    "title": "Stops by ethnic group",
    "kind": EvidenceKind.STATISTICS,
    "source": "Home Office",
    "period": "2019/20",
    "area": "England and Wales",
    "as_of": dt.date(2020, 3, 31),
    "finding": "Black people were searched 8.9 times as often as White people.",
    "limits": "One search in six has no ethnic group.",
    "link": "https://www.gov.uk/stops?year=2020#table",
    "audience": Audience.INTERNAL,
}


def given(**changes):
    """A source as it is typed."""
    return EvidenceInput(**{**USUAL, **changes})


def add(world, policy, who="author", token=None, **changes):
    """Add a source for a policy."""
    return add_evidence(
        world.store,
        policy_reference=policy.reference,
        actor_id=world.ids[who],
        given=given(**changes),
        token=token or world.token(),
    )


def change(world, ref, seen, who="author", token=None, **changes):
    """Correct a source."""
    return change_evidence(
        world.store,
        ref=ref,
        actor_id=world.ids[who],
        given=given(**changes),
        seen_version=seen,
        token=token or world.token(),
    )


def supersede(world, ref, by, who="author", seen=1):
    """Say that another source takes this one's place."""
    supersede_evidence(
        world.store,
        ref=ref,
        by=by,
        actor_id=world.ids[who],
        seen_version=seen,
        token=world.token(),
    )


def test_a_source_is_numbered_kept_and_told(world_on_both):
    world = world_on_both
    policy = world.register()
    assert [add(world, policy), add(world, policy, "adviser")] == ["E1", "E2"]
    first = world.all(Evidence)[0]
    assert {name: getattr(first, name) for name in USUAL} == USUAL
    assert first.version == 1 and first.superseded_by is None
    assert world.kinds(policy.reference)[-2:] == ["evidence_added", "evidence_added"]
    assert world.faults() == []


@pytest.mark.parametrize("who", ["author", "deputy", "strategy", "adviser", "legal"])
def test_who_works_on_the_policy_may_add(world, who):
    assert add(world, world.register(), who) == "E1"


@pytest.mark.parametrize("who", ["colleague", "head", "chair", "scrutiny", "admin"])
def test_others_may_not(world, who):
    policy = world.register()
    with pytest.raises(Forbidden):
        add(world, policy, who)
    assert world.all(Evidence) == []


def test_an_unknown_policy_has_no_evidence(world):
    with pytest.raises(NotFound):
        add_evidence(
            world.store,
            policy_reference="P9999",
            actor_id=world.ids["author"],
            given=given(),
            token=world.token(),
        )


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("link", {"link": "javascript:alert(1)"}),
        ("link", {"link": "//gov.uk"}),
        ("as_of", {"as_of": dt.date(2026, 11, 24)}),
        ("audience", {"audience": Audience.PRIVILEGED}),
        ("file", {"file": Upload("page.html", b"<html></html>")}),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_field(world, field, changes):
    policy = world.register()
    with pytest.raises(Invalid) as refusal:
        add(world, policy, **changes)
    assert refusal.value.field == field
    assert world.all(Evidence) == [] and world.all(StoredFile) == []
    files = world.store.settings.files_dir
    assert not files.exists() or list(files.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("https://www.gov.uk/a?b=c", True),
        ("http://[2001:db8::1]/", True),
        ("https://", False),
        ("http://[", False),
        ("ftp://www.gov.uk", False),
        ("https://www.gov.uk/ a", False),
        ("https://www.gov.uk/\u202e", False),
        ("https://" + "a" * 2_000, False),
    ],
)
def test_what_counts_as_a_web_address(text, answer):
    assert is_web_address(text) is answer


def test_the_legal_adviser_adds_what_is_privileged(world):
    add(world, world.register(), "legal", audience=Audience.PRIVILEGED)
    assert world.all(Evidence)[0].audience is Audience.PRIVILEGED


def test_a_double_click_adds_once_and_another_body_is_refused(world):
    policy = world.register()
    assert add(world, policy, token="same") == add(world, policy, token="same") == "E1"
    with pytest.raises(Taken):
        add(world, policy, token="same", title="Another")
    assert len(world.all(Evidence)) == 1


def test_a_correction_keeps_old_and_new_in_the_history(world_on_both):
    world = world_on_both
    policy = world.register()
    ref = add(world, policy)
    assert change(world, ref, 1, "strategy", title="Searches by ethnic group", as_of=None) == 2
    evidence = world.all(Evidence)[0]
    assert (evidence.title, evidence.title_key) == (
        "Searches by ethnic group",
        "searches by ethnic group",
    )
    what = world.last(policy.reference)
    assert what["old"] == {"title": "Stops by ethnic group", "as_of": "2020-03-31"}
    assert what["new"] == {"title": "Searches by ethnic group", "as_of": None}
    assert world.faults() == []


def test_a_correction_of_something_else_than_was_seen_is_stale(world):
    policy = world.register()
    ref = add(world, policy)
    change(world, ref, 1, limits="It counts searches and not people.")
    with pytest.raises(Stale):
        change(world, ref, 1, "deputy", limits="It is old by now, and small.")
    assert world.all(Evidence)[0].limits == "It counts searches and not people."


def test_a_correction_that_changes_nothing_is_none(world):
    policy = world.register()
    ref = add(world, policy)
    assert change(world, ref, 1) == 1
    assert world.kinds(policy.reference)[-1] == "evidence_added"


def test_a_file_is_attached_once_and_then_stays(world):
    policy = world.register()
    ref = add(world, policy)
    change(world, ref, 1, file=Upload("notes.txt", b"What the group said."))
    [kept] = world.all(StoredFile)
    assert world.all(Evidence)[0].file_id == kept.id
    with pytest.raises(Invalid) as refusal:
        change(world, ref, 2, file=Upload("other.txt", b"Something else."))
    assert refusal.value.field == "file"
    assert len(list(world.store.settings.files_dir.iterdir())) == 1


def test_what_one_may_not_see_is_not_there(world):
    policy = world.register()
    ref = add(world, policy, audience=Audience.RESTRICTED)
    with pytest.raises(NotFound):
        change(world, ref, 1, "scrutiny")
    with pytest.raises(NotFound):
        change(world, "E99", 1)
    with pytest.raises(Forbidden):
        change(world, ref, 1, "head")


def test_a_source_takes_the_place_of_another(world_on_both):
    world = world_on_both
    policy = world.register()
    old, new = add(world, policy), add(world, policy, title="Newer")
    supersede(world, old, " e2 ")
    first, second = world.all(Evidence)
    assert first.superseded_by == second.id and first.version == 2
    assert world.last(policy.reference) == {"evidence": old, "by": new}
    assert world.faults() == []


@pytest.mark.parametrize("by", ["E1", "E9", "", "E3"])
def test_nothing_takes_its_own_place_nor_one_that_is_not_there(world, by):
    policy = world.register()
    add(world, policy)
    add(world, policy)
    add(world, policy, "legal", audience=Audience.PRIVILEGED)
    with pytest.raises(Invalid) as refusal:
        supersede(world, "E1", by)
    assert refusal.value.field == "by"


def test_sources_supersede_each_other_in_no_circle(world):
    policy = world.register()
    for _ in range(3):
        add(world, policy)
    supersede(world, "E1", "E2")
    supersede(world, "E2", "E3")
    with pytest.raises(Invalid):
        supersede(world, "E3", "E1")


def test_the_demonstration_brings_real_sources_once(world):
    policy = world.register()
    refs = seed_evidence(world.store, policy.reference, world.ids["author"])
    assert list(refs.values()) == [f"E{number}" for number in range(1, 9)]
    assert seed_evidence(world.store, policy.reference, world.ids["author"]) == refs
    for evidence in world.all(Evidence):
        assert "Open Government Licence v3.0" in evidence.limits
        assert any(character.isdigit() for character in evidence.finding)
    assert world.faults() == []
