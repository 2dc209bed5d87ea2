"""The facts of a case, and the actions that are open to whom."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.queries.accounts.people import person
from ria.queries.assessment.case import ActionInput, the_case
from ria.queries.process.facts import facts_of
from ria.queries.process.form_facts import settled_level
from ria.queries.process.open_actions import open_actions
from tests.ria import road
from tests.ria.building import MORNING
from workflows.actions import Action
from workflows.levels import Level
from workflows.stages import Stage

TODAY = MORNING.date()


def of(world, edition, who="strategy", read=facts_of, **given):
    with world.store.read_session() as session:
        assessment, policy = world.row(edition), world.policy(edition)
        case = the_case(session, world.store, assessment, policy)
        actor = person(session, world.ids[who])
        if read is open_actions:
            return dict(open_actions(session, world.store, case, actor, TODAY))
        if read is settled_level:
            return settled_level(case)
        return facts_of(
            session, world.store, case, actor=actor, given=ActionInput(**given), today=TODAY
        )


def test_nothing_is_known_of_a_policy_just_registered(world):
    facts = of(world, world.register())
    assert not facts.screening.complete
    assert (facts.final_level, facts.screening.computed_level) == (None, None)
    assert facts.road.visited == {Stage.REGISTERED}
    assert facts.road.proposed
    assert not facts.road.approved_something


def test_a_form_half_filled_in_is_not_complete(world):
    edition = world.in_screening()
    world.save("author", edition, "before", {"change": "new"})
    facts = of(world, edition, "author")
    assert not facts.screening.complete
    assert not facts.actor.is_contributor  # nobody decides at this stage


def test_a_complete_screening(world):
    facts = of(world, world.awaiting())
    assert facts.screening.complete
    assert (facts.screening.computed_level, facts.final_level) == (Level.NONE, Level.NONE)
    assert facts.screening.look_again_answered
    assert facts.screening.two_sources_looked_at
    assert not facts.screening.second_signed


@pytest.mark.parametrize(("who", "contributed"), [("author", True), ("strategy", False)])
def test_who_contributed_is_known_where_something_is_decided(world, who, contributed):
    assert of(world, world.awaiting(), who).actor.is_contributor is contributed


def test_who_submitted(world):
    edition = world.awaiting()
    assert of(world, edition, "author").actor.is_submitter
    assert not of(world, edition, "deputy").actor.is_submitter


def test_training_is_that_of_today(world):
    facts = of(world, world.register(), "author")
    assert facts.actor.training_current
    assert facts.actor.training_rule == "warn"


def test_what_is_typed_counts_only_if_it_says_something(world):
    edition = world.register()
    assert not of(world, edition, reason="  \n").given.reason_given
    facts = of(world, edition, reason="Because.", due_on=TODAY, return_to=Stage.SCREENING)
    assert (facts.given.reason_given, facts.given.return_due_given) == (True, True)
    assert facts.given.return_to is Stage.SCREENING


def test_a_signature_of_an_earlier_round_is_not_of_this_submission(world):
    edition = world.awaiting()
    world.ask(edition)
    world.sign("adviser", edition)
    assert of(world, edition).road.signed_since_submission
    world.clock.at += dt.timedelta(hours=1)
    world.act("strategy", edition, Action.RETURN, seen=world.hash_of(edition), reason="More.",
              due_on=dt.date(2026, 12, 4), return_to=Stage.SCREENING)  # fmt: skip
    world.act("author", edition, Action.SUBMIT)
    facts = of(world, edition)
    assert not facts.road.signed_since_submission
    assert facts.screening.second_signed  # the content is still what was signed


def test_the_road_is_remembered(world):
    edition = world.awaiting("media_policy")
    world.act("strategy", edition, Action.APPROVE, seen=world.hash_of(edition))
    facts = of(world, edition)
    assert facts.road.visited == {
        Stage.REGISTERED,
        Stage.SCREENING,
        Stage.SCREENING_APPROVAL,
        Stage.ASSESSMENT,
    }
    assert facts.road.came_from is Stage.SCREENING_APPROVAL
    assert facts.road.approved_something


@pytest.mark.parametrize(
    ("case", "level"), [("stop_and_search", Level.HIGH), ("server_patching", Level.NONE)]
)
def test_the_level_a_screening_settles_on(world, case, level):
    assert of(world, world.awaiting(case), read=settled_level) is level


def test_no_level_before_there_is_a_form(world):
    assert of(world, world.register(), read=settled_level) is None


# --- What is open to whom ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "actions"),
    [
        ("author", {Action.START, Action.WITHDRAW}),
        ("deputy", {Action.START}),
        ("strategy", {Action.COVER}),
        ("adviser", set()),
        ("admin", set()),
    ],
)
def test_the_actions_of_a_policy_just_registered(world, who, actions):
    assert set(of(world, world.register(), who, read=open_actions)) == actions


def test_the_actions_of_a_screening_that_awaits_approval(world):
    edition = world.awaiting()
    found = of(world, edition, "strategy", read=open_actions)
    assert {action: [g.id for g in unmet] for action, unmet in found.items()} == {
        Action.APPROVE: ["second_signature"],
        Action.RETURN: [],
        Action.REJECT: [],
    }
    assert set(of(world, edition, "author", read=open_actions)) == {
        Action.TAKE_BACK,
        Action.WITHDRAW,
    }


def test_what_was_found_in_the_answers_stands_in_the_way_before_it_is_handed_in(world):
    edition = road.assessed(world)
    [guard] = of(world, edition, "author", read=open_actions)[Action.SUBMIT]
    count = of(world, edition, "author").open_findings
    assert guard.id == "quality_findings"
    assert guard.reason == f"{count} things were found in the answers and not dealt with"
    road.leave_findings(world, edition)
    assert of(world, edition, "author", read=open_actions)[Action.SUBMIT] == ()
    assert of(world, edition, "author").open_findings == 0


def test_an_unfinished_form_shows_what_stands_in_the_way(world):
    found = of(world, world.in_screening(), "author", read=open_actions)
    assert [guard.id for guard in found[Action.SUBMIT]] == ["screening_complete"]
