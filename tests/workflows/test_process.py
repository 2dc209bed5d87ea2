"""The table is the one that was agreed, and no row or guard of it can go unnoticed."""

from dataclasses import replace

import pytest

from tests.workflows.cases import name
from tests.workflows.spec import TEXT, faults, rendered
from workflows.actions import Action
from workflows.guards.people import no_contributor
from workflows.process import (
    ESCALATE_AT_ROUND,
    PROCESS,
    is_escalated,
    parties_for,
    rows_for,
)
from workflows.roles import Party
from workflows.stages import Stage


def without_row(number):
    return PROCESS[:number] + PROCESS[number + 1 :]


def without_guard(number, guard):
    row = PROCESS[number]
    kept = tuple(known for known in row.requires if known is not guard)
    return (*PROCESS[:number], replace(row, requires=kept), *PROCESS[number + 1 :])


def test_the_table_is_the_one_written_out():
    assert rendered(PROCESS) == TEXT


def test_all_thirty_numbers_are_there():
    assert {row.number for row in PROCESS} == set(range(1, 31))


def test_every_action_is_used():
    assert {row.action for row in PROCESS} == set(Action)


def test_the_table_does_what_is_written_out():
    assert faults(PROCESS) == []


@pytest.mark.parametrize("number", range(len(PROCESS)), ids=lambda number: name(PROCESS[number]))
def test_a_table_without_one_of_its_rows_is_found_out(number):
    assert faults(without_row(number))


@pytest.mark.parametrize("number", range(len(PROCESS)), ids=lambda number: name(PROCESS[number]))
def test_a_table_without_one_of_its_guards_is_found_out(number):
    for guard in PROCESS[number].requires:
        assert any(f" {guard.id}: " in fault for fault in faults(without_guard(number, guard)))


def test_the_no_contributor_guard_stands_first_in_every_decision_and_nowhere_else():
    deciding = {Action.APPROVE, Action.REJECT, Action.AMEND_MINOR}
    for row in PROCESS:
        assert (row.requires[:1] == (no_contributor,)) is (row.action in deciding)
        assert no_contributor not in row.requires[1:]


def test_only_the_system_supersedes_and_nobody_else_is_without_a_person():
    for row in PROCESS:
        assert (row.who == {Party.SYSTEM}) is (row.action is Action.SUPERSEDE)


def test_withdrawal_is_the_owners_or_the_strategy_units_but_never_both_at_once():
    parties = {row.when.id: row.who for row in rows_for(Stage.SCREENING, Action.WITHDRAW)}
    assert parties == {
        "owner_may_withdraw": {Party.OWNER},
        "unit_must_withdraw": {Party.STRATEGY_UNIT},
    }
    assert parties_for(Stage.SCREENING, Action.WITHDRAW) == {Party.OWNER, Party.STRATEGY_UNIT}


def test_nobody_can_take_an_action_that_a_stage_does_not_know():
    assert parties_for(Stage.SCREENING, Action.PUBLISH) == frozenset()
    assert rows_for(Stage.SCREENING, Action.PUBLISH) == ()


def test_the_third_return_is_escalated():
    assert [is_escalated(number) for number in (1, 2, 3, 4)] == [False, False, True, True]
    assert all(str(ESCALATE_AT_ROUND) in row.note for row in PROCESS if row.action is Action.RETURN)
