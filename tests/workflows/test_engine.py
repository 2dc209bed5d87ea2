"""The engine follows the table, says why it does not, and changes nothing when it refuses."""

import random
from dataclasses import fields, is_dataclass, replace

import pytest

from tests.workflows.cases import GOOD, changed, facts_for
from tests.workflows.spec import read
from workflows import engine
from workflows.actions import Action
from workflows.engine import build, fire, possible, row_for, unmet
from workflows.errors import ActionNotPossible, TableFault
from workflows.facts.facts import Facts
from workflows.facts.outcomes import Outcome, ReviewDecision
from workflows.guards.guard import ActionRefused, Guard
from workflows.levels import Level
from workflows.process import PROCESS, rows_for
from workflows.routing import ALWAYS
from workflows.stages import Stage

CHOICES = {
    "final_level": [None, *Level],
    "screening.computed_level": [None, *Level],
    "review.rescreened_level": [None, *Level],
    "conclusion.outcome": [None, *Outcome],
    "review.decision": [None, *ReviewDecision],
    "given.return_to": [None, *Stage],
    "road.came_from": [None, *Stage],
}
FLAGS = [
    f"{part.name}.{field.name}"
    for part in fields(Facts)
    if is_dataclass(getattr(GOOD, part.name))
    for field in fields(getattr(GOOD, part.name))
    if field.type in {bool, "bool"}
]


def some_facts(rng):
    """Facts in order but for a few turned about, or a row's own."""
    facts = facts_for(rng.choice(PROCESS))
    changes = {flag: rng.random() < 0.5 for flag in rng.sample(FLAGS, rng.choice([0, 0, 1, 3]))}
    for field in rng.sample(sorted(CHOICES), rng.choice([0, 0, 1])):
        changes[field] = rng.choice(CHOICES[field])
    return changed(facts, changes)


def outcome_of(stage, action, facts):
    try:
        return fire(stage, action, facts)
    except (ActionNotPossible, ActionRefused):
        return None


def test_a_hundred_thousand_random_actions_follow_the_table():
    rng = random.Random(20)
    pool = [some_facts(rng) for _ in range(3000)]
    stage, moves, refusals = Stage.REGISTERED, set(), 0
    for _ in range(100_000):
        known = possible(stage)
        action = rng.choice(known if known and rng.random() < 0.9 else list(Action))
        facts = rng.choice(pool)
        expected = read(rows_for(stage, action), stage, action, facts)
        reached = outcome_of(stage, action, facts)
        assert reached == expected
        if reached is None:
            refusals += 1
            stage = rng.choice(list(Stage)) if not known else stage
        else:
            moves.add(row_for(stage, action, facts))
            stage = reached
    assert refusals > 10_000
    assert moves == set(PROCESS)
    assert engine._MACHINE.models == []


def test_the_machine_alone_leads_where_the_table_says():
    rng = random.Random(21)
    machine = build(PROCESS)
    for _ in range(5000):
        row, facts = rng.choice(PROCESS), some_facts(rng)
        token = engine._Token(row.source.value)
        moved = machine.events[row.action.value].trigger(token, facts=facts)
        expected = read(PROCESS, row.source, row.action, facts)
        assert (token.state if moved else None) == expected
        assert moved or token.state == row.source


def test_every_stage_and_action_the_table_does_not_know_is_not_possible():
    known = {(row.source, row.action) for row in PROCESS}
    unknown = {(stage, action) for stage in Stage for action in Action} - known
    assert unknown
    for stage, action in unknown:
        assert action not in possible(stage)
        with pytest.raises(ActionNotPossible) as refusal:
            fire(stage, action, GOOD)
        assert (refusal.value.stage, refusal.value.action) == (stage, action)
        assert stage.label in str(refusal.value)


def test_there_is_no_shortcut_past_the_table():
    assert set(engine._MACHINE.events) == {action.value for action in Action}


def test_possible_actions_come_in_one_order():
    assert possible(Stage.SCREENING) == (Action.SUBMIT, Action.WITHDRAW, Action.COVER)
    assert possible(Stage.SCREENED_OUT) == (Action.SUPERSEDE,)
    assert possible(Stage.CLOSED) == ()


def test_asking_what_stands_in_the_way_is_no_action():
    assert unmet(Stage.REGISTERED, Action.START, Facts()) == ()
    assert [guard.id for guard in unmet(Stage.SCREENING, Action.SUBMIT, Facts())] == [
        "screening_complete",
        "changed_since_return",
        "quality_findings",
    ]
    with pytest.raises(ActionNotPossible):
        unmet(Stage.SCREENING, Action.PUBLISH, Facts())


def test_two_rows_that_fit_at_once_are_a_fault_of_the_table(monkeypatch):
    twice = tuple(replace(row, when=ALWAYS) for row in PROCESS)
    monkeypatch.setattr(
        engine,
        "rows_for",
        lambda stage, action: [row for row in twice if (row.source, row.action) == (stage, action)],
    )
    with pytest.raises(TableFault):
        fire(Stage.SCREENING_APPROVAL, Action.APPROVE, GOOD)


@pytest.mark.parametrize("change", ["stands still", "goes elsewhere"])
def test_a_machine_that_does_not_follow_its_row_is_a_fault(monkeypatch, change):
    never = Guard("never", "Never", lambda facts: False)
    altered = tuple(
        replace(row, requires=(never,))
        if change == "stands still"
        else replace(row, target=Stage.CLOSED)
        for row in PROCESS
    )
    monkeypatch.setattr(engine, "_MACHINE", build(altered))
    with pytest.raises(TableFault):
        fire(Stage.REGISTERED, Action.START, GOOD)
