"""Signatures: who is asked, who may give one, and that it covers the content that was read."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from ria.history import SYSTEM, unit_of_work
from ria.models import Message, Policy, SignatureKind, SignatureRequest, SignOff, Verdict
from ria.permissions.map import Permission, may
from ria.permissions.person import Grant
from ria.queries.accounts.people import person
from ria.queries.assessment.subject import subject_of
from ria.services.accounts.accounts import add_user, set_active, take_role
from ria.services.assessment.contributors import invite
from ria.services.kit.errors import Forbidden, Invalid, Stale, Taken, Unmet
from ria.services.signoff.requests import ask_for_signature
from tests.forms.samples import by_section
from workflows.actions import Action
from workflows.levels import Level
from workflows.roles import Role
from workflows.stages import Stage

COMMITTEE = SignatureKind.COMMITTEE
MINUTED = {"decided_on": dt.date(2026, 11, 20), "minute_reference": "Minute 14"}


def may_read(world, edition, who) -> bool:
    with world.store.read_session() as session:
        policy, row = world.policy(edition), world.row(edition)
        subject = subject_of(session, policy, row)
        return may(Permission.DRAFT_READ, person(session, world.ids[who]), subject)


# --- Asking -----------------------------------------------------------------------------------


def test_who_is_asked_is_mailed_and_may_read(world):
    edition = world.awaiting()
    assert not may_read(world, edition, "colleague")
    world.ask(edition, "colleague")
    assert may_read(world, edition, "colleague")
    (request,) = world.all(SignatureRequest)
    assert (request.asked_id, request.asked_by) == (world.ids["colleague"], world.ids["strategy"])
    mail = world.all(Message)[-1]
    assert (mail.kind, mail.recipient_id) == ("signature_wanted", world.ids["colleague"])


def test_asking_again_mails_again_and_keeps_one_request(world):
    edition = world.awaiting()
    world.ask(edition)
    world.ask(edition)
    assert len(world.all(SignatureRequest)) == 1
    assert [m.kind for m in world.all(Message)].count("signature_wanted") == 2


def test_the_committee_is_asked_through_its_own_chair_and_secretary(world):
    edition = world.awaiting()
    world.ask(edition, "", COMMITTEE)
    asked = {request.asked_id for request in world.all(SignatureRequest)}
    assert asked == {world.ids["chair"], world.ids["secretary"]}


def test_a_committee_without_anybody_cannot_be_asked(world):
    for name, role in (("chair", Role.CHAIR), ("secretary", Role.SECRETARY)):
        take_role(world.store, world.refs[name], Grant(role, committee_id=world.committee_id))
    edition = world.awaiting()
    with pytest.raises(Invalid) as refusal:
        world.ask(edition, "", COMMITTEE)
    assert refusal.value.field == "asked"


@pytest.mark.parametrize("asked", ["author", "deputy"])
def test_who_contributed_is_not_asked(world, asked):
    edition = world.in_screening()
    world.fill(edition, who=asked)
    world.act("author", edition, Action.SUBMIT)
    with pytest.raises(Invalid, match="contributed"):
        world.ask(edition, asked)


def test_who_is_not_trained_is_not_asked(world):
    add_user(world.store, name="New", email="new@police.example", password_hash="x")
    world.refs["new"] = f"U{len(world.ids) + 1}"
    edition = world.awaiting()
    with pytest.raises(Invalid, match="training is not current"):
        world.ask(edition, "new")


def test_a_closed_account_is_not_asked(world):
    set_active(world.store, world.refs["colleague"], False)
    edition = world.awaiting()
    with pytest.raises(Invalid, match="Choose who should sign") as refusal:
        world.ask(edition, "colleague")
    assert refusal.value.field == "asked"


def test_nobody_of_that_reference_is_asked(world):
    world.refs["ghost"] = "U4711"
    with pytest.raises(Invalid, match="Choose who should sign"):
        world.ask(world.awaiting(), "ghost")


def test_signatures_are_asked_for_while_a_form_awaits_approval(world):
    with pytest.raises(Unmet):
        world.ask(world.in_screening())


@pytest.mark.parametrize("who", ["colleague", "adviser", "chair", "admin"])
def test_who_may_not_ask(world, who):
    edition = world.awaiting()
    with pytest.raises(Forbidden):
        ask_for_signature(
            world.store,
            assessment_id=edition.assessment_id,
            kind=SignatureKind.SECOND,
            actor_id=world.ids[who],
            asked_ref=world.refs["colleague"],
            token=world.token(),
        )


# --- Signing ----------------------------------------------------------------------------------


def test_a_signature_holds_the_hash_of_what_was_read(world):
    edition = world.awaiting()
    world.ask(edition)
    world.sign("adviser", edition)
    (signature,) = world.all(SignOff)
    assert signature.content_hash == world.hash_of(edition)
    assert (signature.stage, signature.verdict) == (Stage.SCREENING, Verdict.AGREE)
    assert signature.decided_on == dt.date(2026, 11, 23)


def test_a_form_that_changed_since_is_not_signed(world):
    edition = world.awaiting()
    world.ask(edition)
    with pytest.raises(Stale):
        world.sign("adviser", edition, seen="f" * 64)
    assert world.all(SignOff) == []


def test_who_was_not_asked_does_not_sign(world):
    edition = world.awaiting()
    with pytest.raises(Forbidden):
        world.sign("colleague", edition)


def test_who_contributes_after_being_asked_does_not_sign(world):
    edition = world.awaiting()
    world.ask(edition, "colleague")
    world.act("author", edition, Action.TAKE_BACK)
    invite(
        world.store,
        assessment_id=edition.assessment_id,
        actor_id=world.ids["author"],
        person_ref=world.refs["colleague"],
    )
    world.save("colleague", edition, "before", {"assessed_before": "no", "change": "new"}, seen=1)
    world.act("author", edition, Action.SUBMIT)
    with pytest.raises(Forbidden, match="You contributed"):
        world.sign("colleague", edition)


def test_who_submitted_does_not_sign(world):
    edition = world.in_screening()
    world.fill(edition, who="author")
    world.act("deputy", edition, Action.SUBMIT)
    with unit_of_work(world.store) as unit:  # the policy has another deputy since
        policy = unit.session.get_one(Policy, world.policy(edition).id)
        policy.deputy_id = world.ids["colleague"]
        unit.save(policy)
        unit.record(edition.reference, "deputy_changed", SYSTEM)
    world.ask(edition, "deputy")
    with pytest.raises(Forbidden, match="You contributed"):
        world.sign("deputy", edition)


def test_training_that_ran_out_since_keeps_from_signing(world):
    edition = world.awaiting()
    world.ask(edition)
    world.clock.at += dt.timedelta(days=400)
    with pytest.raises(Forbidden, match="training is not current"):
        world.sign("adviser", edition)


@pytest.mark.parametrize("reason", ["", "  agreed ", "ok"])
def test_a_signature_says_why(world, reason):
    edition = world.awaiting()
    world.ask(edition)
    with pytest.raises(Invalid) as refusal:
        world.sign("adviser", edition, reason=reason)
    assert refusal.value.field == "reason"


def test_outside_an_approval_nothing_is_signed(world):
    edition = world.awaiting()
    world.ask(edition)
    seen = world.hash_of(edition)
    world.act("author", edition, Action.TAKE_BACK)
    with pytest.raises(Unmet):
        world.sign("adviser", edition, seen=seen)


def test_signing_twice_with_one_form_signs_once(world):
    edition = world.awaiting()
    world.ask(edition)
    for _ in range(2):
        world.sign("adviser", edition, token="once")
    assert len(world.all(SignOff)) == 1
    with pytest.raises(Taken):
        world.sign("adviser", edition, token="once", reason="I have changed my mind.")


def test_eight_clicks_sign_once(world_on_both):
    world = world_on_both
    edition = world.awaiting()
    world.ask(edition)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: world.sign("adviser", edition, token="once"), range(8)))
    assert len(world.all(SignOff)) == 1


# --- What a signature does --------------------------------------------------------------------


def approve(world, edition, who="strategy") -> Stage:
    return world.act(who, edition, Action.APPROVE, seen=world.hash_of(edition))


def reasons(world, edition, who="strategy") -> list[str]:
    with pytest.raises(Unmet) as refusal:
        approve(world, edition, who)
    return [reason.id for reason in refusal.value.reasons]


def test_the_approvers_own_second_signature_does_not_count(world):
    edition = world.awaiting()
    world.ask(edition, "strategy2")
    world.sign("strategy2", edition)
    assert reasons(world, edition, "strategy2") == ["second_signature"]
    assert approve(world, edition, "strategy") is Stage.SCREENED_OUT


def test_disagreement_is_no_second_signature(world):
    edition = world.awaiting()
    world.ask(edition)
    world.sign("adviser", edition, verdict=Verdict.DISAGREE, reason="Nobody asked the cleaners.")
    assert reasons(world, edition) == ["second_signature", "disagreement_answered"]


def test_the_latest_word_counts(world):
    edition = world.awaiting()
    world.ask(edition)
    world.sign("adviser", edition, verdict=Verdict.DISAGREE, reason="Nobody asked the cleaners.")
    world.sign("adviser", edition)
    assert approve(world, edition) is Stage.SCREENED_OUT


def test_a_signature_is_void_once_the_content_changes(world):
    edition = world.awaiting()
    world.ask(edition)
    world.sign("adviser", edition)
    world.act("strategy", edition, Action.RETURN, seen=world.hash_of(edition), reason="More.",
              due_on=dt.date(2026, 12, 4), return_to=Stage.SCREENING)  # fmt: skip
    look_again = by_section("server_patching", contact=world.refs["author"])["proposal"]
    more = {**look_again, "look_again": look_again["look_again"] + " And any power cut."}
    world.save("author", edition, "proposal", more, seen=1)
    world.act("author", edition, Action.SUBMIT)
    assert reasons(world, edition) == ["second_signature"]


def test_a_signature_stands_while_the_content_is_the_same(world):
    edition = world.awaiting()
    world.ask(edition)
    world.sign("adviser", edition)
    world.act("strategy", edition, Action.RETURN, seen=world.hash_of(edition), reason="More.",
              due_on=dt.date(2026, 12, 4), return_to=Stage.SCREENING)  # fmt: skip
    world.act("author", edition, Action.SUBMIT)
    assert approve(world, edition) is Stage.SCREENED_OUT


# --- The committee's, for a level below the computed one ---------------------------------------


@pytest.fixture
def lowered(world):
    """A dress code, computed medium, that its author proposes as low and asks to keep there."""
    edition = world.in_screening()
    for section, answers in by_section("dress_code", contact=world.refs["author"]).items():
        given = dict(answers)
        if section == "proposal":
            given["proposed_level"] = "low"
        if section == "result":
            given = {
                "lower_choice": "ask",
                "lower_reasons": "The rule fired on one remark of 2019, and the rule on hats that "
                "it was about has since been taken out of the dress code altogether.",
            }
        if given:
            world.save("author", edition, section, given)
    world.act("author", edition, Action.SUBMIT)
    return edition


def test_a_level_below_the_computed_one_needs_the_committee(world, lowered):
    assert reasons(world, lowered) == ["lower_level_signed"]
    world.ask(lowered, "", COMMITTEE)
    world.sign("chair", lowered, COMMITTEE, **MINUTED)
    assert approve(world, lowered) is Stage.ASSESSMENT
    assert world.row(lowered).level is Level.LOW


def test_a_committee_that_does_not_agree_leaves_the_level(world, lowered):
    world.ask(lowered, "", COMMITTEE)
    world.sign("secretary", lowered, COMMITTEE, Verdict.DISAGREE, **MINUTED)
    assert reasons(world, lowered) == ["lower_level_signed", "disagreement_answered"]


@pytest.mark.parametrize("who", ["other_chair", "adviser", "strategy", "author"])
def test_only_the_policys_own_committee_signs_for_it(world, lowered, who):
    with pytest.raises(Forbidden):
        world.sign(who, lowered, COMMITTEE, **MINUTED)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decided_on": None}, "decided_on"),
        ({"decided_on": dt.date(2026, 11, 24)}, "decided_on"),
        ({"minute_reference": "  "}, "minute_reference"),
    ],
)
def test_the_committees_signature_says_when_and_where_it_was_minuted(
    world, lowered, changes, field
):
    with pytest.raises(Invalid) as refusal:
        world.sign("chair", lowered, COMMITTEE, **{**MINUTED, **changes})
    assert refusal.value.field == field
