"""Leavers: nothing stays without a holder."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.history import ORGANISATION, unit_of_work
from ria.models import Assessment, Condition, Message, Policy, SignatureKind, SignOff, User, Verdict
from ria.permissions.person import Grant
from ria.queries.accounts.accounts import holdings
from ria.queries.accounts.people import person
from ria.services.accounts.absence import AbsenceInput, set_away
from ria.services.accounts.accounts import give_role
from ria.services.accounts.offboarding import HandOver, activate, deactivate
from ria.services.kit.errors import Forbidden, Invalid, NotFound
from workflows.roles import Role
from workflows.stages import Stage


def leave(world, who, owners=None, deputies=None, by="admin", token=None):
    deactivate(
        world.store,
        ref=world.refs[who],
        actor_id=world.ids[by],
        given=HandOver(owners or {}, deputies or {}),
        token=token or world.token(),
    )


def account(world, who):
    return next(u for u in world.all(User) if u.ref == world.refs[who])


def held(world, who):
    with world.store.read_session() as session:
        found = holdings(session, session.get_one(User, world.ids[who]))
        session.expunge_all()
        return found


def test_what_somebody_owns_goes_to_others_and_they_are_told(world_on_both):
    world = world_on_both
    first, second = world.register(), world.register()
    colleague, deputy = world.refs["colleague"], world.refs["deputy"]
    before = account(world, "author").fs_uniquifier
    leave(world, "author", {first.reference: colleague, second.reference: deputy})
    assert world.policy(first).owner_id == world.ids["colleague"]
    assert world.policy(first).deputy_id == world.ids["deputy"]
    assert world.policy(second).owner_id == world.ids["deputy"]
    assert world.policy(second).deputy_id is None
    assert not account(world, "author").active
    assert account(world, "author").fs_uniquifier != before
    assert world.kinds(second.reference)[-2:] == ["owner_changed", "deputy_changed"]
    assert world.last(first.reference) == {"old": world.refs["author"], "new": colleague}
    mails = [m for m in world.all(Message) if m.kind == "handed_over"]
    assert {m.recipient_id: m.details["policies"] for m in mails} == {
        world.ids["colleague"]: [first.reference],
        world.ids["deputy"]: [second.reference],
    }
    assert world.faults() == []


def test_nothing_happens_while_something_has_no_taker(world):
    first, second = world.register(), world.register()
    policies = {p.reference: p.id for p in world.all(Policy)}
    with pytest.raises(Invalid) as refusal:
        leave(world, "author", {first.reference: world.refs["colleague"]})
    assert refusal.value.field == f"owner_{policies[second.reference]}"
    with pytest.raises(Invalid):
        leave(world, "deputy")
    assert account(world, "author").active and account(world, "deputy").active
    assert world.policy(first).owner_id == world.ids["author"]


@pytest.mark.parametrize("taker", ["author", "gone", "nobody"])
def test_nobody_takes_over_who_is_not_there(world, taker):
    edition = world.register()
    leave(world, "scrutiny")
    ref = {"author": world.refs["author"], "gone": world.refs["scrutiny"], "nobody": "U99"}[taker]
    with pytest.raises(Invalid):
        leave(world, "author", {edition.reference: ref})


def test_a_deputy_is_replaced_or_left_out_but_never_the_owner(world):
    first, second = world.register(), world.register()
    with pytest.raises(Invalid):
        leave(world, "deputy", {}, {first.reference: world.refs["author"], second.reference: ""})
    leave(world, "deputy", {}, {first.reference: world.refs["colleague"], second.reference: ""})
    assert world.policy(first).deputy_id == world.ids["colleague"]
    assert world.policy(second).deputy_id is None


def test_conditions_claims_and_absences_are_let_go(world_on_both):
    world = world_on_both
    edition = world.awaiting()
    with unit_of_work(world.store) as unit:
        signature = SignOff(
            assessment_id=edition.assessment_id, stage=Stage.SCREENING, reason="If looked at.",
            kind=SignatureKind.ADVISER, verdict=Verdict.AGREE_IF, decided_on=unit.today,
            content_hash="x", signed_by=world.ids["adviser"], signed_at=unit.now,
        )  # fmt: skip
        unit.save(signature)
        unit.save(
            Condition(
                sign_off_id=signature.id, assessment_id=edition.assessment_id, text="Look again",
                owner_id=world.ids["strategy"], due_on=unit.today, before_publication=False,
            )
        )  # fmt: skip
        assessment = unit.session.get_one(Assessment, edition.assessment_id)
        assessment.claimed_by, assessment.claimed_at = world.ids["strategy"], unit.now
        unit.save(assessment)
        unit.record(edition.reference, "claimed", world.refs["strategy"])
    day = dt.date(2026, 12, 1)
    set_away(
        world.store,
        ref=world.refs["strategy2"],
        actor_id=world.ids["strategy2"],
        given=AbsenceInput(away_from=day, away_until=day, stand_in_ref=world.refs["strategy"]),
        token=world.token(),
    )
    world.ask(edition, "strategy")
    found = held(world, "strategy")
    assert [c.text for c, _ in found.conditions] == ["Look again"]
    assert [p.reference for _, p in found.claimed] == [edition.reference]
    assert [p.reference for p in found.asked] == [edition.reference]
    assert [u.ref for u in found.stands_in_for] == [world.refs["strategy2"]]
    leave(world, "strategy")
    assert world.all(Condition)[0].owner_id == world.ids["author"]
    assert world.row(edition).claimed_by is None
    assert account(world, "strategy2").stand_in_id is None
    assert world.faults() == []


@pytest.mark.parametrize("who", ["admin", "strategy"])
def test_the_last_holder_of_a_needed_role_stays(world, who):
    if who == "strategy":
        leave(world, "strategy2")
    with pytest.raises(Invalid, match="to somebody else first"):
        leave(world, who)
    role = Role.ADMINISTRATOR if who == "admin" else Role.STRATEGY_UNIT
    give_role(world.store, world.refs["colleague"], Grant(role))
    leave(world, who)
    assert not account(world, who).active


def test_a_committee_without_another_chair_is_named(world):
    assert held(world, "chair").sole == ("Operations",)
    give_role(
        world.store,
        world.refs["other_chair"],
        Grant(Role.CHAIR, committee_id=world.committee_id),
    )
    assert held(world, "chair").sole == ()


def test_closing_twice_is_closing_once(world):
    leave(world, "scrutiny", token="t")
    leave(world, "scrutiny", token="t")
    leave(world, "scrutiny")
    assert world.kinds(ORGANISATION).count("account_deactivated") == 1


def test_only_an_administrator_closes_and_opens(world):
    with pytest.raises(Forbidden):
        leave(world, "scrutiny", by="strategy")
    with pytest.raises(NotFound):
        activate(world.store, ref="U99", actor_id=world.ids["admin"], token="t")
    leave(world, "scrutiny")
    with pytest.raises(Forbidden):
        activate(world.store, ref=world.refs["scrutiny"], actor_id=world.ids["head"], token="t")


def test_an_account_opens_again_with_its_roles(world):
    leave(world, "scrutiny")
    for _ in range(2):
        activate(
            world.store,
            ref=world.refs["scrutiny"],
            actor_id=world.ids["admin"],
            token=world.token(),
        )
    with world.store.read_session() as session:
        assert person(session, world.ids["scrutiny"]).has(Role.SCRUTINY)
    assert world.kinds(ORGANISATION).count("account_activated") == 1
    assert world.faults() == []
