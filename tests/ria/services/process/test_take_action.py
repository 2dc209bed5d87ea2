"""Taking an action: every reason why not, what it brings with it, and what stays on record."""

from __future__ import annotations

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from ria.models import Assessment, HistoryPayload, Message, SectionAnswers, StageChange
from ria.permissions.person import Grant
from ria.services.accounts.accounts import give_role, set_active
from ria.services.assessment.remarks import add_comment
from ria.services.kit.errors import Forbidden, Invalid, NotFound, Refused, Stale, Taken, Unmet
from tests.ria.building import Edition
from workflows.actions import Action
from workflows.levels import Level
from workflows.roles import Role
from workflows.stages import OPEN, Stage

SOON = dt.date(2026, 12, 4)


def last_payload(world) -> dict:
    return json.loads(world.all(HistoryPayload)[-1].content)["what"]


def mails(world) -> list[tuple[str, str]]:
    """Kind and recipient of every mail in the outbox."""
    names = {user_id: name for name, user_id in world.ids.items()}
    # Whoever was named at the registration was told of that before.
    told = [m for m in world.all(Message) if m.kind != "named"]
    return [(m.kind, names[m.recipient_id]) for m in told]


# --- The way through --------------------------------------------------------------------------


def test_screening_starts_with_its_form_and_a_due_date(world):
    edition = world.register()
    assert world.act("author", edition, Action.START) is Stage.SCREENING
    row = world.row(edition)
    assert (row.stage, row.due_on) == (Stage.SCREENING, dt.date(2026, 12, 21))


def test_submitting_hands_it_to_the_strategy_unit(world):
    edition = world.awaiting()
    row = world.row(edition)
    assert (row.stage, row.submitted_by) == (Stage.SCREENING_APPROVAL, world.ids["author"])
    assert row.due_on == dt.date(2026, 12, 7)  # ten working days
    assert mails(world) == [("approval_wanted", "strategy"), ("approval_wanted", "strategy2")]


@pytest.mark.parametrize(
    ("case", "level", "due"),
    [
        ("stop_and_search", Level.HIGH, dt.date(2027, 1, 18)),
        ("media_policy", Level.MEDIUM, dt.date(2027, 2, 15)),
        ("staff_car_parking", Level.LOW, dt.date(2027, 3, 15)),
    ],
)
def test_a_relevant_policy_goes_on_to_its_assessment(world, case, level, due):
    edition = world.awaiting(case)
    target = world.act("strategy", edition, Action.APPROVE, seen=world.hash_of(edition))
    row = world.row(edition)
    assert (target, row.stage, row.level) == (Stage.ASSESSMENT, Stage.ASSESSMENT, level)
    assert row.due_on == due
    assert mails(world)[-1] == ("approved", "author")


def test_an_urgent_policy_is_assessed_within_56_days(world):
    edition = world.awaiting("staff_car_parking", urgent_reason="The chief officer needs it.")
    world.act("strategy", edition, Action.APPROVE, seen=world.hash_of(edition))
    assert world.row(edition).due_on == dt.date(2027, 1, 18)


def test_a_policy_that_is_not_relevant_is_screened_out_with_two_signatures(world):
    edition = world.screened_out()
    row = world.row(edition)
    assert (row.stage, row.level, row.is_open) == (Stage.SCREENED_OUT, Level.NONE, False)
    assert row.next_review_on == row.due_on == dt.date(2029, 11, 23)
    assert mails(world)[-1] == ("screened_out", "author")


def test_a_return_goes_back_with_its_reason_and_a_new_round(world):
    edition = world.awaiting()
    target = world.act(
        "strategy", edition, Action.RETURN, seen=world.hash_of(edition), reason=" Say for whom. ",
        due_on=SOON, return_to=Stage.SCREENING,
    )  # fmt: skip
    row, change = world.row(edition), world.all(StageChange)[-1]
    assert (target, row.round, row.due_on) == (Stage.SCREENING, 2, SOON)
    assert (change.reason, change.round) == ("Say for whom.", 1)
    assert mails(world)[-1] == ("returned", "author")


def test_the_third_round_tells_the_adviser(world):
    edition = world.awaiting()
    for _ in range(2):
        world.act("strategy", edition, Action.RETURN, seen=world.hash_of(edition), reason="More.",
                  due_on=SOON, return_to=Stage.SCREENING)  # fmt: skip
        world.act("author", edition, Action.SUBMIT)
    assert world.row(edition).round == 3
    assert mails(world).count(("returned", "adviser")) == 1


def test_who_submitted_can_take_it_back(world):
    edition = world.awaiting()
    assert world.act("author", edition, Action.TAKE_BACK) is Stage.SCREENING
    assert world.act("author", edition, Action.SUBMIT) is Stage.SCREENING_APPROVAL


def test_a_rejection_ends_the_edition(world):
    edition = world.awaiting()
    seen = world.hash_of(edition)
    world.act("strategy", edition, Action.REJECT, seen=seen, reason="It breaks the law.")
    row = world.row(edition)
    assert (row.stage, row.is_open, row.due_on) == (Stage.REJECTED, False, None)


def test_the_owner_withdraws_what_is_only_proposed(world):
    edition = world.in_screening()
    assert world.act("author", edition, Action.WITHDRAW, reason="Not needed.") is Stage.WITHDRAWN


def test_hidden_answers_go_when_the_form_is_submitted(world):
    edition = world.in_screening()
    world.fill(edition)
    before = {"assessed_before": "no", "change": "new", "assessed_outcome": "Rated high in 2019."}
    world.save("author", edition, "before", before, seen=1)
    hash_before = world.hash_of(edition)
    world.act("author", edition, Action.SUBMIT)
    (row,) = [r for r in world.all(SectionAnswers) if r.section == "before"]
    assert row.answers == {"assessed_before": "no", "change": "new"}
    assert row.version == 3
    assert world.hash_of(edition) == hash_before
    assert "hidden_answers_purged" in world.kinds(edition.reference)
    assert world.faults() == []


# --- Every reason why not ---------------------------------------------------------------------


def reasons_of(refusal) -> list[str]:
    assert all(reason.text for reason in refusal.value.reasons)
    return [reason.id for reason in refusal.value.reasons]


def test_an_unfinished_form_cannot_be_submitted(world):
    edition = world.in_screening()
    with pytest.raises(Unmet) as refusal:
        world.act("author", edition, Action.SUBMIT)
    assert reasons_of(refusal) == ["screening_complete"]


def test_training_blocks_where_the_organisation_wants_it(world):
    world.set(training_rule="block")
    edition = world.in_screening()
    world.fill(edition)
    world.clock.at += dt.timedelta(days=400)
    with pytest.raises(Unmet) as refusal:
        world.act("author", edition, Action.SUBMIT)
    assert reasons_of(refusal) == ["training"]


def test_everything_that_an_approval_still_owes_is_told_at_once(world):
    edition = world.awaiting()
    add_comment(
        world.store, assessment_id=edition.assessment_id, form="screening", question="purpose",
        actor_id=world.ids["strategy"], text="Say for whom it is.", token=world.token(),
    )  # fmt: skip
    given = {"seen": world.hash_of(edition), "due_regard": False}
    with pytest.raises(Unmet) as refusal:
        world.act("strategy", edition, Action.APPROVE, **given)
    owed = ["second_signature", "due_regard", "remarks_answered"]
    assert reasons_of(refusal) == owed
    assert last_payload(world)["unmet"] == owed
    with pytest.raises(Unmet) as refusal:
        world.act("strategy", edition, Action.APPROVE, **given, reason="It is said elsewhere.")
    assert reasons_of(refusal) == owed[:2]


def test_screening_out_needs_the_second_signature(world):
    edition = world.awaiting()
    with pytest.raises(Unmet) as refusal:
        world.act("strategy", edition, Action.APPROVE, seen=world.hash_of(edition))
    assert reasons_of(refusal) == ["second_signature"]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, ["return_target", "reason", "return_due"]),
        ({"reason": "More.", "return_to": Stage.SCREENING}, ["return_due"]),
        ({"due_on": SOON, "return_to": Stage.SCREENING}, ["reason"]),
    ],
)
def test_a_return_says_all_that_is_missing(world, given, missing):
    edition = world.awaiting()
    with pytest.raises(Unmet) as refusal:
        world.act("strategy", edition, Action.RETURN, seen=world.hash_of(edition), **given)
    assert reasons_of(refusal) == missing


def test_a_stage_that_was_never_visited_is_nowhere_to_return_to(world):
    edition = world.awaiting()
    with pytest.raises(Unmet):
        world.act("strategy", edition, Action.RETURN, seen=world.hash_of(edition), reason="More.",
                  due_on=SOON, return_to=Stage.ASSESSMENT)  # fmt: skip
    assert world.row(edition).stage is Stage.SCREENING_APPROVAL


def test_a_contributor_does_not_decide_whatever_their_role(world_on_both):
    world = world_on_both
    edition = world.awaiting()
    give_role(world.store, world.refs["author"], Grant(Role.STRATEGY_UNIT))
    for action, given in (
        (Action.APPROVE, {}),
        (Action.REJECT, {"reason": "It breaks the law."}),
    ):
        with pytest.raises(Unmet) as refusal:
            world.act("author", edition, action, seen=world.hash_of(edition), **given)
        assert reasons_of(refusal)[0] == "no_contributor"
    assert world.row(edition).stage is Stage.SCREENING_APPROVAL


def test_what_was_signed_cannot_be_taken_back(world):
    edition = world.awaiting()
    world.ask(edition)
    world.sign("adviser", edition)
    with pytest.raises(Unmet) as refusal:
        world.act("author", edition, Action.TAKE_BACK)
    assert reasons_of(refusal) == ["nobody_signed"]


@pytest.mark.parametrize("who", ["deputy", "colleague", "strategy"])
def test_only_who_submitted_takes_it_back(world, who):
    edition = world.awaiting()
    with pytest.raises(Forbidden, match="Only the person who submitted it"):
        world.act(who, edition, Action.TAKE_BACK)


@pytest.mark.parametrize("who", ["author", "deputy", "head", "adviser", "chair", "admin"])
def test_only_the_strategy_unit_approves(world, who):
    edition = world.awaiting()
    with pytest.raises(Forbidden, match="Only the Strategy Unit can do this"):
        world.act(who, edition, Action.APPROVE, seen=world.hash_of(edition))


@pytest.mark.parametrize("action", [Action.APPROVE, Action.SUBMIT, Action.PUBLISH, Action.RECALL])
def test_an_action_of_another_stage_is_not_possible(world, action):
    edition = world.register()
    with pytest.raises(Unmet) as refusal:
        world.act("strategy", edition, action)
    assert refusal.value.reasons == ()
    assert world.row(edition).stage is Stage.REGISTERED


@pytest.mark.parametrize("action", [Action.APPROVE, Action.RETURN, Action.REJECT])
def test_a_decision_needs_the_form_as_it_was_read(world, action):
    edition = world.awaiting()
    for seen in ("", "f" * 64):
        with pytest.raises(Stale):
            world.act("strategy", edition, action, seen=seen, reason="Because.", due_on=SOON)


def test_what_does_not_exist_is_not_found(world):
    with pytest.raises(NotFound):
        world.act("author", Edition("P0001", 4711), Action.START)


def test_a_closed_account_takes_no_action(world):
    edition = world.register()
    set_active(world.store, world.refs["author"], False)
    with pytest.raises(Forbidden, match="no longer active"):
        world.act("author", edition, Action.START)
    assert world.kinds(edition.reference) == ["policy_registered", "edition_opened"]


@pytest.mark.parametrize(
    ("action", "given", "field"),
    [
        (Action.RETURN, {"due_on": dt.date(2026, 11, 23)}, "due_on"),
        (Action.RETURN, {"due_on": dt.date(2020, 1, 1)}, "due_on"),
        (Action.WITHDRAW, {"next_due_on": dt.date(2026, 11, 1)}, "next_due_on"),
    ],
)
def test_a_day_that_has_passed_is_refused_at_its_field(world, action, given, field):
    edition = world.awaiting()
    with pytest.raises(Invalid) as refusal:
        world.act("strategy", edition, action, seen=world.hash_of(edition), **given)
    assert refusal.value.field == field


@pytest.mark.parametrize("reference", ["P9999", "P0001"])
def test_a_policy_is_covered_by_another_one_that_exists(world, reference):
    edition = world.register()
    with pytest.raises(Invalid) as refusal:
        world.act("strategy", edition, Action.COVER, reason="Same.", parent_reference=reference)
    assert refusal.value.field == "parent_reference"


def test_a_policy_is_covered_by_its_parent(world):
    parent, child = world.register(), world.register()
    given = {"reason": "It decides nothing itself.", "parent_reference": parent.reference.lower()}
    assert world.act("strategy", child, Action.COVER, **given) is Stage.COVERED


# --- What stays on record ---------------------------------------------------------------------


def test_a_refused_attempt_is_on_record_with_its_reasons(world_on_both):
    world = world_on_both
    edition = world.awaiting()
    with pytest.raises(Unmet):
        world.act("strategy", edition, Action.APPROVE, seen=world.hash_of(edition))
    assert world.kinds(edition.reference)[-1] == "action_refused"
    told = last_payload(world)
    assert (told["action"], told["why"]) == ("approve", "unmet")
    assert told["unmet"] == ["second_signature"]
    assert world.faults() == []


@pytest.mark.parametrize(
    ("who", "given", "why"), [("author", {}, "forbidden"), ("strategy", {"seen": "x"}, "stale")]
)
def test_every_kind_of_refusal_is_on_record(world, who, given, why):
    edition = world.awaiting()
    with pytest.raises(Refused):
        world.act(who, edition, Action.APPROVE, **{"seen": world.hash_of(edition), **given})
    assert last_payload(world)["why"] == why


def test_a_refusal_changes_nothing_else(world):
    edition = world.awaiting()
    before = (world.row(edition).model_dump(), mails(world), len(world.all(StageChange)))
    with pytest.raises(Unmet):
        world.act("strategy", edition, Action.APPROVE, seen=world.hash_of(edition))
    assert (world.row(edition).model_dump(), mails(world), len(world.all(StageChange))) == before


def test_a_move_is_on_record_with_all_that_decided_it(world):
    edition = world.awaiting("media_policy")
    seen = world.hash_of(edition)
    world.act("strategy", edition, Action.APPROVE, seen=seen)
    told = last_payload(world)
    assert told["source"] == "screening_approval"
    assert told["target"] == "assessment"
    assert (told["level"], told["content_hash"]) == ("medium", seen)


# --- Once, and one at a time ------------------------------------------------------------------


def test_the_same_form_sent_twice_has_one_effect(world):
    edition = world.register()
    for _ in range(2):
        assert world.act("author", edition, Action.START, token="once") is Stage.SCREENING
    assert len(world.all(StageChange)) == 1
    with pytest.raises(Taken):
        world.act("author", edition, Action.WITHDRAW, token="once", reason="No.")


def test_of_eight_who_approve_at_once_one_does(world_on_both):
    world = world_on_both
    edition = world.awaiting("media_policy")
    seen = world.hash_of(edition)

    def approve(turn: int) -> str:
        try:
            who = "strategy" if turn % 2 else "strategy2"
            return world.act(who, edition, Action.APPROVE, seen=seen).value
        except Unmet:
            return "too late"

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(approve, range(8))) == ["assessment"] + ["too late"] * 7
    changes = [c for c in world.all(StageChange) if c.action is Action.APPROVE]
    assert len(changes) == 1
    assert world.faults() == []


def test_two_policies_that_start_at_once_share_the_stored_set(world_on_both):
    world = world_on_both
    editions = [world.register() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda e: world.act("author", e, Action.START), editions))
    assert done == [Stage.SCREENING] * 4


def test_the_flags_follow_the_stage(world):
    world.screened_out()
    world.register()
    for row in world.all(Assessment):
        assert row.is_open is (row.stage in OPEN)
