"""Standing in for somebody who is away: the permissions and conflicts of interest that come with
it, and how it is recorded.
"""

from __future__ import annotations

import datetime as dt

import pytest

from ria.models import Contributor, HistoryEvent, SignatureKind, StageChange
from ria.permissions.person import Grant
from ria.queries.accounts.people import person
from ria.queries.desk.work import work
from ria.queries.process.next_step import next_step
from ria.queries.process.timeline import timeline
from ria.services.accounts.absence import AbsenceInput, end_away, set_away
from ria.services.accounts.accounts import give_role
from ria.services.assessment.contributors import invite
from ria.services.desk.desk import assign, claim
from ria.services.kit.errors import Forbidden, Invalid, Unmet
from tests.forms.samples import by_section
from workflows.actions import Action
from workflows.roles import Role
from workflows.stages import Stage

TODAY = dt.date(2026, 11, 23)


def away(world, who="author", stand_in="colleague", days=5):
    """Somebody is away from today for so many days, and somebody else stands in."""
    last = TODAY + dt.timedelta(days=days - 1)
    given = AbsenceInput(away_from=TODAY, away_until=last, stand_in_ref=world.refs[stand_in])
    set_away(world.store, ref=world.refs[who], actor_id=world.ids[who], given=given,
             token=world.token())  # fmt: skip


def purpose(world):
    """Answers to the section on the purpose."""
    return by_section("media_policy", contact=world.refs["author"])["purpose"]


def test_who_stands_in_fills_in_and_hands_in_in_their_place(world):
    edition = world.in_screening()
    away(world)
    world.fill(edition, who="colleague")
    saved = world.last(edition.reference)
    assert saved["for_ref"] == world.refs["author"]
    world.act("colleague", edition, Action.SUBMIT)
    assert world.last(edition.reference)["for_ref"] == world.refs["author"]
    change = world.all(StageChange)[-1]
    assert (change.actor_id, change.on_behalf_of) == (world.ids["colleague"], world.ids["author"])
    with world.store.read_session() as session:
        newest = timeline(session, world.policy(edition), with_words=True)[0]
    assert newest.who == "Colleague for Author"
    assert world.faults() == []


def test_outside_the_days_away_nothing_is_open(world):
    edition = world.in_screening()
    away(world, days=2)
    world.clock.at += dt.timedelta(days=1)
    world.save("colleague", edition, "purpose", purpose(world))
    world.clock.at += dt.timedelta(days=1)
    with pytest.raises(Forbidden):
        world.save("colleague", edition, "purpose", purpose(world), seen=1)
    with pytest.raises(Forbidden):
        world.act("colleague", edition, Action.SUBMIT)


def test_who_comes_back_early_has_their_own_again(world):
    edition = world.in_screening()
    away(world)
    end_away(world.store, ref=world.refs["author"], actor_id=world.ids["author"])
    with pytest.raises(Forbidden):
        world.save("colleague", edition, "purpose", purpose(world))


def test_the_absent_go_on_in_their_own_name(world):
    edition = world.in_screening()
    away(world)
    world.save("author", edition, "purpose", purpose(world))
    assert "for_ref" not in world.last(edition.reference)
    world.save("deputy", edition, "purpose", purpose(world) | {"results": "Others"}, seen=1)
    assert "for_ref" not in world.last(edition.reference)


def test_a_deputy_who_stands_in_for_the_owner_acts_as_deputy(world):
    edition = world.in_screening()
    away(world, stand_in="deputy")
    world.fill(edition, who="deputy")
    world.act("deputy", edition, Action.SUBMIT)
    assert world.all(StageChange)[-1].on_behalf_of is None


def test_they_take_back_and_invite_in_the_others_place(world):
    edition = world.awaiting()
    away(world)
    world.act("colleague", edition, Action.TAKE_BACK)
    assert world.row(edition).stage is Stage.SCREENING
    invite(world.store, assessment_id=edition.assessment_id, actor_id=world.ids["colleague"],
           person_ref=world.refs["legal"])  # fmt: skip
    assert world.last(edition.reference)["for_ref"] == world.refs["author"]


def test_what_they_write_is_their_own_contribution(world):
    edition = world.in_screening()
    away(world, stand_in="strategy2")
    world.fill(edition, who="strategy2")
    assert world.ids["strategy2"] in {c.user_id for c in world.all(Contributor)}


def test_the_rule_binds_who_stands_in_for_a_contributor(world):
    """Whoever acts for an author neither claims, decides nor signs, though they wrote nothing."""
    edition = world.awaiting(case="media_policy")
    world.ask(edition, "adviser")
    away(world, stand_in="strategy")
    seen = world.hash_of(edition)
    with pytest.raises(Unmet) as refused:
        world.act("strategy", edition, Action.APPROVE, seen=seen)
    assert "no_contributor" in [reason.id for reason in refused.value.reasons]
    about = {"assessment_id": edition.assessment_id}
    with pytest.raises(Unmet):
        claim(world.store, **about, actor_id=world.ids["strategy"])
    with pytest.raises(Invalid):
        assign(world.store, **about, actor_id=world.ids["strategy2"],
               colleague_ref=world.refs["strategy"])  # fmt: skip
    end_away(world.store, ref=world.refs["author"], actor_id=world.ids["author"])
    away(world, stand_in="adviser")
    with pytest.raises(Forbidden, match="who contributed to this form, so you are bound"):
        world.sign("adviser", edition, SignatureKind.SECOND)
    world.act("strategy", edition, Action.APPROVE, seen=seen)


def test_a_role_is_nobodys_to_lend(world):
    """Standing in for a decider or an adviser gives nobody their office."""
    edition = world.awaiting(case="media_policy")
    away(world, who="strategy", stand_in="colleague")
    with pytest.raises(Forbidden):
        world.act("colleague", edition, Action.APPROVE, seen=world.hash_of(edition))


def test_their_work_lists_it_and_says_why(world):
    edition = world.in_screening(title="Media policy")
    with world.store.read_session() as session:
        one = person(session, world.ids["colleague"], TODAY)
        assert work(session, one, TODAY).drafts == []
    away(world)
    with world.store.read_session() as session:
        one = person(session, world.ids["colleague"], TODAY)
        (task,) = work(session, one, TODAY).drafts
    assert (task.reference, task.why) == (edition.reference, "In place of Author, who is away")


def test_the_policys_page_says_who_stands_in(world):
    edition = world.in_screening()
    away(world)
    policy, row = world.policy(edition), world.row(edition)
    with world.store.read_session() as session:
        shown = next_step(session, policy, row, None, TODAY)
        later = next_step(session, policy, row, None, TODAY + dt.timedelta(days=30))
    assert shown.holder == "Author, who is away (Colleague stands in)"
    assert later.holder == "Author"


def test_invited_work_is_listed_too(world):
    edition = world.in_screening()
    invite(world.store, assessment_id=edition.assessment_id, actor_id=world.ids["author"],
           person_ref=world.refs["colleague"])  # fmt: skip
    with world.store.read_session() as session:
        one = person(session, world.ids["colleague"], TODAY)
        (task,) = work(session, one, TODAY).drafts
    assert task.why == "You were invited to help"


def test_a_withdrawal_that_is_the_owners_is_taken_in_their_place(world):
    """The process asks for the owner here, so membership of the unit is beside the point."""
    edition = world.in_screening()
    give_role(world.store, world.refs["colleague"], Grant(Role.STRATEGY_UNIT))
    away(world)
    world.act("colleague", edition, Action.WITHDRAW, reason="The project was stopped.")
    assert world.all(StageChange)[-1].on_behalf_of == world.ids["author"]


def test_the_history_names_nobody(world):
    edition = world.in_screening()
    away(world)
    world.save("colleague", edition, "purpose", purpose(world))
    events = [e.actor_ref for e in world.all(HistoryEvent) if e.kind == "section_saved"]
    assert events == [world.refs["colleague"]]
    assert "Author" not in str(world.last(edition.reference))
