"""Where the process can lead: no stage is a trap, and nothing gets round an assessment."""

import random
from collections.abc import Callable

import pytest

from tests.workflows.cases import GOOD, changed, facts_for
from workflows.actions import Action
from workflows.engine import fire
from workflows.process import PROCESS
from workflows.roles import Party
from workflows.stages import APPROVAL, CURRENT, ENDED, OPEN, OWN_STAGE, Stage
from workflows.table import Row


def reachable(start: Stage, keep: Callable[[Row], bool] = lambda row: True) -> set[Stage]:
    found, ahead = {start}, [start]
    while ahead:
        here = ahead.pop()
        for row in PROCESS:
            if row.source == here and keep(row) and row.target not in found:
                found.add(row.target)
                ahead.append(row.target)
    return found


def test_every_stage_can_be_reached():
    assert reachable(Stage.REGISTERED) == set(Stage)


@pytest.mark.parametrize("stage", sorted(set(Stage) - ENDED))
def test_no_stage_is_a_trap(stage):
    assert reachable(stage) & (ENDED | {Stage.CURRENT})
    assert any(row.source == stage and row.who - {Party.SYSTEM} for row in PROCESS)


@pytest.mark.parametrize("stage", sorted(OPEN))
def test_every_open_stage_can_still_become_current(stage):
    assert Stage.CURRENT in reachable(stage)


def test_what_has_ended_stays_so():
    onward = {(row.number, row.source) for row in PROCESS if row.source in ENDED}
    assert onward == {(27, Stage.SCREENED_OUT)}


@pytest.mark.parametrize("stage", sorted(APPROVAL))
def test_every_approval_can_be_given_returned_and_taken_back(stage):
    assert {Action.APPROVE, Action.RETURN, Action.TAKE_BACK} <= {
        row.action for row in PROCESS if row.source == stage
    }


@pytest.mark.parametrize(
    "numbers",
    [{1}, {2}, {3}, {5}, {14}, {6, 7}, {9, 7}, {10, 7}, {12, 7}, {13, 7}],
    ids=str,
)
def test_there_is_no_way_to_current_without_these_rows(numbers):
    assert Stage.CURRENT not in reachable(Stage.REGISTERED, lambda row: row.number not in numbers)


@pytest.mark.parametrize("stage", sorted(OPEN - {Stage.REGISTERED}))
def test_there_is_no_way_to_current_round_a_stage_unless_consultation_is_waived(stage):
    def keep(row: Row) -> bool:
        return row.number != 7 and stage not in {row.source, row.target}

    assert Stage.CURRENT not in reachable(Stage.REGISTERED, keep)


def test_a_waived_consultation_still_needs_screening_assessment_and_their_approvals():
    for stage in (*list(OWN_STAGE)[:2], Stage.SCREENING, Stage.ASSESSMENT, Stage.APPROVED):
        around = reachable(
            Stage.REGISTERED, lambda row, stage=stage: stage not in {row.source, row.target}
        )
        assert Stage.CURRENT not in around


def test_nothing_enters_current_but_publication_review_and_what_changes_no_judgement():
    assert {row.number for row in PROCESS if row.target == Stage.CURRENT} == {14, 17, 18, 29, 30}
    assert {row.source for row in PROCESS if row.target == Stage.CURRENT} == CURRENT - {
        Stage.REVIEW
    } | {Stage.APPROVED}


def walked(rng: random.Random) -> list[Row]:
    """The rows of one random walk from registration to current or an end, with honest facts."""
    stage, taken, visited, came_from = Stage.REGISTERED, [], {Stage.REGISTERED}, None
    while stage in OPEN:
        row = rng.choice([row for row in PROCESS if row.source == stage and _likely(row, rng)])
        if row.action is Action.RETURN and row.target not in visited:
            continue
        if row.action is Action.RECALL and row.target != came_from:
            continue
        stage = fire(
            stage, row.action, changed(facts_for(row), {"road.visited": frozenset(visited)})
        )
        if stage is Stage.APPROVED:
            came_from = row.source
        visited.add(stage)
        taken.append(row)
    return taken


def _likely(row: Row, rng: random.Random) -> bool:
    return row.target not in ENDED or rng.random() < 0.05


def test_whatever_becomes_current_was_screened_assessed_consulted_on_and_planned_for():
    rng = random.Random(22)
    published = 0
    for _ in range(1000):
        taken = [row.number for row in walked(rng)]
        if taken[-1] != 14:
            continue
        published += 1
        final = [number for number in taken if number in {7, 13}][-1]
        needed = [1, 2, 3, 5, 7] if final == 7 else [1, 2, 3, 5, 6, 9, 10, 12, 13]
        latest = [len(taken) - 1 - taken[::-1].index(number) for number in needed]
        assert latest == sorted(latest)
    assert published > 200


def test_a_walk_with_a_contributor_deciding_never_gets_past_the_first_approval():
    facts = changed(GOOD, {"actor.is_contributor": True})
    assert fire(Stage.REGISTERED, Action.START, facts) is Stage.SCREENING
    undecided = reachable(Stage.REGISTERED, lambda row: row.requires[:1] != _CONTRIBUTOR)
    assert (
        undecided & {Stage.CURRENT, Stage.APPROVED, Stage.ASSESSMENT, Stage.SCREENED_OUT} == set()
    )


_CONTRIBUTOR = next(row.requires[:1] for row in PROCESS if row.number == 3)
