"""Functions: added, renamed, tied to policies, with the gaps both ways."""

from __future__ import annotations

import pytest

from ria.history import ORGANISATION
from ria.models import Function, FunctionPhase
from ria.queries.kit.paging import From
from ria.queries.organisation.functions import function_gaps, function_lines, functions_of
from ria.services.kit.errors import Forbidden, Invalid, NotFound, Stale
from ria.services.kit.records import add_record, change_record
from ria.services.organisation.functions import FUNCTIONS, create_function
from tests.ria.services.register.test_change_entry import change as change_entry

FIRST, PRIORITY = FunctionPhase.FIRST, FunctionPhase.PRIORITY


def add(world, name, number=None, who="admin"):
    given = {"name": name, "phase": PRIORITY, "number": number}
    return add_record(
        world.store, FUNCTIONS, actor_id=world.ids[who], given=given, token=world.token()
    )


def put(world, edition, *function_ids, who="author"):
    change_entry(world, edition, who, function_ids=function_ids)


def register_of(world):
    with world.store.read_session() as session:
        lines, gaps = function_lines(session, "", From()).rows, function_gaps(session)
    return [(f.number, f.name, f.policies) for f in lines], (gaps.functions, gaps.policies)


def test_functions_are_numbered_and_counted_with_the_gaps_both_ways(world_on_both):
    world = world_on_both
    custody = create_function(world.store, "Custody", PRIORITY)
    assert create_function(world.store, "Custody", FIRST) == custody
    stops = create_function(world.store, "Stop and search", FIRST, 7)
    add(world, "Estates")
    edition, other = world.register(function_ids=(custody,)), world.register()
    put(world, other, stops, custody)
    put(world, edition)
    lines, gaps = register_of(world)
    assert lines == [(1, "Custody", 1), (7, "Stop and search", 1), (8, "Estates", 0)]
    assert gaps == (1, 1)
    assert world.last(edition.reference) == {"old": [1], "new": []}
    with world.store.read_session() as session:
        names = [f.name for f in functions_of(session, world.policy(other).id)]
    assert names == ["Custody", "Stop and search"]
    assert world.faults() == []


def test_setting_the_same_again_changes_nothing(world):
    custody = create_function(world.store, "Custody", PRIORITY)
    edition = world.register(function_ids=(custody,))
    before = world.kinds(edition.reference)
    put(world, edition, custody, custody)
    assert world.kinds(edition.reference) == before


def test_what_is_wrong_is_refused_at_its_field(world):
    add(world, "Custody", 3)
    for name, number, field in (("CUSTODY", None, "name"), ("Arrests", 3, "number")):
        with pytest.raises(Invalid) as refusal:
            add(world, name, number)
        assert refusal.value.field == field
    with pytest.raises(Invalid) as refusal:
        world.register(function_ids=(4711,))
    assert refusal.value.field == "functions"


def test_who_may_and_who_may_not(world):
    custody = create_function(world.store, "Custody", PRIORITY)
    edition = world.register()
    for who in ("deputy", "head", "strategy"):
        put(world, edition, custody, who=who)
    for who in ("colleague", "adviser", "admin", "chair"):
        with pytest.raises(Forbidden):
            put(world, edition, who=who)
    with pytest.raises(Forbidden):
        add(world, "Arrests", who="strategy")


def test_a_function_is_renamed_and_nothing_overwritten_unseen(world):
    custody = create_function(world.store, "Custody", PRIORITY)

    def change(name, seen, function_id=custody):
        change_record(
            world.store, FUNCTIONS, row_id=function_id, actor_id=world.ids["admin"],
            given={"name": name, "phase": FIRST}, seen=seen, token=world.token(),
        )  # fmt: skip

    (function,) = world.all(Function)
    seen = FUNCTIONS.state(function)
    change("Custody and disposal", seen)
    assert world.last(ORGANISATION) == {
        "function": custody,
        "old": {"number": 1, "name": "Custody", "phase": "priority"},
        "new": {"number": 1, "name": "Custody and disposal", "phase": "first_phase"},
    }
    with pytest.raises(Stale):
        change("Cells", seen)
    with pytest.raises(NotFound):
        change("Cells", seen, 4711)
    assert world.faults() == []
