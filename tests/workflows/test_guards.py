"""Every guard of the table can be met and unmet through the engine, and gives its reason
politely.
"""

from importlib import import_module
from inspect import getmembers
from pkgutil import iter_modules

import pytest

from tests.workflows.cases import GOOD, GUARDS, MET_OTHERWISE, UNMET, changed, facts_for, name
from workflows import guards
from workflows.actions import Action
from workflows.engine import fire, unmet
from workflows.facts.facts import Facts
from workflows.guards.guard import ActionRefused, Guard
from workflows.process import PROCESS

MODULES = [
    import_module(f"{guards.__name__}.{found.name}") for found in iter_modules(guards.__path__)
]

CASES = [
    pytest.param(row, guard, change, id=f"{guard.id}-{number}-{name(row)}")
    for row in PROCESS
    for guard in row.requires
    for number, change in enumerate(UNMET.get(guard.id, []))
]

SPEAK_OF_A_CHOICE = {
    "training",
    "waiver_only_low",
    "waiver_outcome",
    "outcome_needs_no_more",
}
"""Met while nothing is known: what they forbid is something that must first be chosen."""


def test_every_guard_has_a_case_that_leaves_it_unmet():
    assert set(UNMET) == set(GUARDS)
    assert all(UNMET.values())
    assert {guard_id for guard_id, _ in MET_OTHERWISE} <= set(GUARDS)


def test_every_guard_written_is_used_and_known_by_one_id():
    written = [
        member
        for module in MODULES
        for _, member in getmembers(module)
        if isinstance(member, Guard)
    ]
    assert {id(guard) for guard in written} == {id(guard) for guard in GUARDS.values()}
    assert all(GUARDS[guard.id] is guard for row in PROCESS for guard in row.requires)


def test_a_guard_is_named_as_its_variable():
    for module in MODULES:
        for variable, member in getmembers(module):
            if isinstance(member, Guard):
                assert member.id == variable


@pytest.mark.parametrize("row", PROCESS, ids=name)
def test_facts_in_order_meet_every_guard(row):
    assert fire(row.source, row.action, facts_for(row)) is row.target


@pytest.mark.parametrize(("row", "guard", "change"), CASES)
def test_an_unmet_guard_refuses_and_is_the_only_one_named(row, guard, change):
    facts = facts_for(row, **change)
    with pytest.raises(ActionRefused) as refusal:
        fire(row.source, row.action, facts)
    assert refusal.value.unmet == (guard,)
    assert refusal.value.action is row.action
    assert guard.reason in str(refusal.value)
    assert unmet(row.source, row.action, facts) == (guard,)


@pytest.mark.parametrize(("guard_id", "change"), MET_OTHERWISE)
def test_the_other_ways_to_meet_a_guard(guard_id, change):
    assert GUARDS[guard_id].met_by(changed(GOOD, change))


@pytest.mark.parametrize("guard", GUARDS.values(), ids=lambda guard: guard.id)
def test_what_is_not_known_leaves_a_guard_unmet(guard):
    assert guard.met_by(Facts()) is (guard.id in SPEAK_OF_A_CHOICE)


@pytest.mark.parametrize("guard", GUARDS.values(), ids=lambda guard: guard.id)
def test_reasons_and_hints_are_sentences_for_people(guard):
    assert guard.reason[0].isupper() or guard.reason[0] == '"'
    assert not guard.reason.endswith(".")
    assert "_" not in guard.reason + guard.hint
    assert not guard.hint or (guard.hint[0].isupper() and guard.hint.endswith("."))


def test_several_unmet_guards_are_all_named_in_the_order_of_the_table():
    row = next(row for row in PROCESS if row.number == 14)
    with pytest.raises(ActionRefused) as refusal:
        fire(row.source, row.action, Facts())
    assert refusal.value.unmet == row.requires


def test_whoever_contributed_decides_nothing():
    deciding = [
        row for row in PROCESS if row.action in {Action.APPROVE, Action.REJECT, Action.AMEND_MINOR}
    ]
    assert {row.number for row in deciding} == {
        *(3, 4, 6, 7, 8, 10, 11, 13, 17, 18, 19),
        *(23, 30),
    }
    for row in deciding:
        with pytest.raises(ActionRefused) as refusal:
            fire(row.source, row.action, facts_for(row, **{"actor.is_contributor": True}))
        assert [guard.id for guard in refusal.value.unmet] == ["no_contributor"]
