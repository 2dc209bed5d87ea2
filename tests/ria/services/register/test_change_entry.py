"""Changing an entry: old and new, who may what, and what hangs on it."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import Message, Operation, PolicyText, PolicyTextNote, Schedule, SubjectType
from ria.queries.assessment.editions import policy_by_reference
from ria.queries.register.entry import entry_state
from ria.queries.register.policy_texts import size_in_words, texts_of
from ria.services.evidence.files import Upload
from ria.services.kit.errors import Forbidden, Invalid, NotFound, Stale
from ria.services.organisation.places import add_committee, add_unit
from ria.services.process.editions import Because
from ria.services.register.change_entry import EntryInput, change_entry
from ria.services.register.policy_text import TextInput, add_text
from tests.ria import road
from tests.ria.reviewing import reopen
from workflows.actions import Action
from workflows.stages import Stage

WHY = "The court has asked for it."
PAST, TODAY = dt.date(2020, 5, 1), dt.date(2026, 11, 23)
LATER = dt.date(2027, 1, 1)


def change(world, edition, who="author", seen=None, **changes):
    with world.store.read_session() as session:
        policy = policy_by_reference(session, edition.reference)
        state = seen or entry_state(session, policy)
        usual = {
            name: getattr(policy, name)
            for name in ("title", "subject_type", "operation", "operation_on",
                         "planned_decision_on", "planned_start_on")
        } | {"urgent_reason": policy.urgent_reason or ""}  # fmt: skip
    return change_entry(
        world.store, reference=edition.reference, actor_id=world.ids[who],
        given=EntryInput(**{**usual, **changes}), seen=state, token=world.token(),
    )  # fmt: skip


def due(world):
    return {row.kind: row.due_on for row in world.all(Schedule)}


def test_old_and_new_stand_in_the_history(world_on_both):
    world = world_on_both
    edition = world.register()
    assert change(world, edition) == ()
    assert "entry_changed" not in world.kinds(edition.reference)
    changed = change(world, edition, title="Patching", subject_type=SubjectType.PLAN)
    assert changed == ("title", "subject_type")
    assert world.policy(edition).title_key == "patching"
    assert world.last(edition.reference) == {
        "old": {"title": "Patching of servers", "subject_type": "procedure"},
        "new": {"title": "Patching", "subject_type": "plan"},
        "reason": "",
    }
    change(world, edition, operation=Operation.OPERATING, operation_on=PAST, reason=WHY)
    what = world.last(edition.reference)
    assert what["new"] == {"operation": "operating", "operation_on": "2020-05-01"}
    assert what["reason"] == WHY
    assert world.faults() == []


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("operating_since", {"operation": Operation.OPERATING, "operation_on": LATER}),
        ("ended_on", {"operation": Operation.ENDED, "operation_on": LATER}),
        ("ended_on", {"operation": Operation.ENDED, "operation_on": dt.date(2019, 1, 1)}),
        ("planned_start_on", {"planned_start_on": TODAY, "planned_decision_on": LATER}),
        ("committee_id", {"committee_id": 4711}),
        ("unit_id", {"unit_id": 4711}),
        ("functions", {"function_ids": (4711,)}),
        ("reason", {"urgent_reason": "A court has ruled."}),
        ("reason", {"restricted": True, "reason": "so"}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(world, field, changes):
    edition = world.register(operation=Operation.OPERATING, operation_on=PAST)
    with pytest.raises(Invalid) as refusal:
        change(world, edition, "strategy", **changes)
    assert refusal.value.field == field
    assert world.kinds(edition.reference)[-1] != "entry_changed"


def test_registering_refuses_the_same_dates(world):
    with pytest.raises(Invalid) as refusal:
        world.register(operation=Operation.OPERATING, operation_on=LATER)
    assert refusal.value.field == "operating_since"
    with pytest.raises(Invalid) as refusal:
        world.register(planned_start_on=TODAY, planned_decision_on=LATER)
    assert refusal.value.field == "planned_start_on"


def test_committee_unit_and_restriction_are_the_strategy_units(world):
    edition = world.register()
    other = {
        "committee_id": add_committee(world.store, "Crime", ""),
        "unit_id": add_unit(world.store, "Custody"),
        "restricted": True,
    }
    for name, value in other.items():
        with pytest.raises(Forbidden):
            change(world, edition, "head", reason=WHY, **{name: value})
    change(world, edition, "strategy", reason=WHY, **other)
    policy = world.policy(edition)
    assert (policy.committee_id, policy.restricted) == (other["committee_id"], True)
    assert world.last(edition.reference)["new"]["committee"] == "Crime"
    with pytest.raises(Forbidden):  # it has left the unit
        change(world, edition, "head", title="Patches")


def test_who_may_and_nothing_is_overwritten_unseen(world):
    edition = world.register()
    with world.store.read_session() as session:
        seen = entry_state(session, policy_by_reference(session, edition.reference))
    for who in ("deputy", "head", "strategy"):
        change(world, edition, who, title=f"By {who}")
    with pytest.raises(Stale):
        change(world, edition, title="Mine", seen=seen)
    for who in ("colleague", "adviser", "chair", "scrutiny", "admin"):
        with pytest.raises(Forbidden):
            change(world, edition, who, title="Theirs")


def test_urgent_moves_the_assessment_and_back(world):
    edition = world.awaiting("media_policy")
    world.act("strategy", edition, Action.APPROVE, seen=world.hash_of(edition))
    assert world.row(edition).stage is Stage.ASSESSMENT
    usual = due(world)["assessment"]
    change(world, edition, urgent_reason="A court has ruled.", reason=WHY)
    assert due(world) == {"assessment": TODAY + dt.timedelta(days=56)}
    assert world.row(edition).due_on == TODAY + dt.timedelta(days=56)
    assert world.last(edition.reference)["old"] == usual.isoformat()
    change(world, edition, urgent_reason="", reason=WHY)
    assert due(world) == {"assessment": usual}
    assert world.faults() == []


def rejected(world):
    """A policy that operates and was rejected."""
    edition = world.awaiting(operation=Operation.OPERATING)
    world.act("strategy", edition, Action.REJECT, seen=world.hash_of(edition),
              reason="It cannot be justified as it is.")  # fmt: skip
    return edition


def test_ending_a_rejected_policy_settles_its_task(world):
    edition = rejected(world)
    assert set(due(world)) == {"end_or_replace"}
    change(world, edition, operation=Operation.ENDED, operation_on=TODAY, reason=WHY)
    assert due(world) == {} and world.row(edition).due_on is None
    assert world.kinds(edition.reference)[-1] == "task_settled"
    change(world, edition, operation=Operation.OPERATING, operation_on=TODAY, reason=WHY)
    assert due(world) == {"end_or_replace": TODAY + dt.timedelta(days=28)}
    assert world.faults() == []


def test_ending_a_policy_that_was_handed_in_again_settles_the_task_too(world):
    edition = rejected(world)
    reopen(world, edition, Because.RESUBMIT, "author")
    assert set(due(world)) == {"end_or_replace", "screening"}
    change(world, edition, operation=Operation.ENDED, operation_on=TODAY, reason=WHY)
    assert set(due(world)) == {"screening"}
    assert world.last(edition.reference) == {
        "edition": 1, "task": "end_or_replace", "due_on": str(TODAY + dt.timedelta(days=28)),
    }  # fmt: skip
    assert world.faults() == []


def test_a_withdrawn_policy_that_operates_after_all_is_assessed_and_an_ended_one_not(world):
    edition = world.register()
    world.act("author", edition, Action.WITHDRAW, reason="It will not come.")
    assert due(world) == {}
    change(world, edition, operation=Operation.OPERATING, operation_on=TODAY, reason=WHY)
    assert due(world) == {"next_assessment": TODAY + dt.timedelta(days=28)}
    assert world.row(edition).due_on == TODAY + dt.timedelta(days=28)
    change(world, edition, operation=Operation.ENDED, operation_on=TODAY, reason=WHY)
    assert due(world) == {}
    assert world.last(edition.reference)["task"] == "next_assessment"
    assert world.faults() == []


def test_a_day_set_with_the_withdrawal_stands(world):
    edition = world.register()
    day = TODAY + dt.timedelta(days=90)
    world.act("author", edition, Action.WITHDRAW, reason="It will not come.", next_due_on=day)
    change(world, edition, operation=Operation.OPERATING, operation_on=TODAY, reason=WHY)
    assert due(world) == {"next_assessment": day}


def test_a_returned_assessment_keeps_the_day_of_its_return(world):
    edition = road.assessed(world, road.LOW, urgent_reason="A court has ruled.")
    road.hand_in(world, edition)
    world.clock.at += dt.timedelta(days=70)
    soon = world.clock.now().date() + dt.timedelta(days=9)
    seen = road.content_of(world, edition, "assessment").hash
    world.act("strategy", edition, Action.RETURN, seen=seen, reason="Say for whom.", due_on=soon,
              return_to=Stage.ASSESSMENT)  # fmt: skip
    change(world, edition, urgent_reason="A court has ruled again.", reason=WHY)
    assert due(world)["assessment"] == soon


# --- The text -----------------------------------------------------------------------------------


def add(world, edition, data, note="", who="author", token=None):
    return add_text(
        world.store, reference=edition.reference, actor_id=world.ids[who],
        given=TextInput(Upload("draft.txt", data), note), token=token or world.token(),
    )  # fmt: skip


def test_versions_are_numbered_and_kept(world_on_both):
    world = world_on_both
    edition = world.register(text=Upload("draft.txt", b"First."))
    assert add(world, edition, b"Second.", "Says who pays.", token="t") == 2
    assert add(world, edition, b"Second.", "Says who pays.", token="t") == 2
    with world.store.read_session() as session:
        newest, first = texts_of(session, world.policy(edition).id)
    assert (newest.number, newest.note, newest.size) == (2, "Says who pays.", "7 bytes")
    assert (first.number, first.note, first.after_approval) == (1, "", False)
    assert world.last(edition.reference)["sha256"] == newest.sha256
    assert world.faults() == []


def test_a_text_after_the_approval_is_marked(world):
    edition = world.screened_out(text=Upload("draft.txt", b"First."))
    world.clock.at += dt.timedelta(hours=1)
    add(world, edition, b"Second.", "Other rules.")
    with world.store.read_session() as session:
        newest, first = texts_of(session, world.policy(edition).id)
    assert (newest.after_approval, first.after_approval) == (True, False)
    assert world.row(edition).stage is Stage.SCREENED_OUT


def test_what_is_no_new_version_is_refused(world):
    edition = world.register(text=Upload("draft.txt", b"First."))
    for data, note, field in ((b"First.", "More.", "text"), (b"Second.", " ", "note"),
                              (b"", "More.", "text")):  # fmt: skip
        with pytest.raises(Invalid) as refusal:
            add(world, edition, data, note)
        assert refusal.value.field == field
    with pytest.raises(Forbidden):
        add(world, edition, b"Theirs.", "New.", who="adviser")
    with pytest.raises(NotFound):
        add_text(world.store, reference="none", actor_id=world.ids["author"],
                 given=TextInput(Upload("a.txt", b"A.")), token="t")  # fmt: skip
    assert len(world.all(PolicyText)) == 1 and world.all(PolicyTextNote) == []
    assert len(list(world.store.settings.files_dir.iterdir())) == 1


def test_sizes_in_words():
    assert [size_in_words(n) for n in (23, 4096, 1_600_000)] == ["23 bytes", "4 KB", "1.5 MB"]


def test_who_is_named_is_told_and_who_names_themselves_is_not(world):
    world.register()
    world.register("strategy", deputy_id=None)
    names = {number: name for name, number in world.ids.items()}
    told = [(m.kind, names[m.recipient_id], m.details["part"]) for m in world.all(Message)]
    assert told == [("named", "deputy", "deputy"), ("named", "author", "owner")]
