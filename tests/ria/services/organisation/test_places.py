"""Units and committees: added and renamed, nothing overwritten unseen."""

from __future__ import annotations

import pytest

from ria.history import ORGANISATION
from ria.models import Committee, Unit
from ria.queries.kit.paging import From
from ria.queries.organisation.places import committees, units
from ria.services.kit.errors import Forbidden, Invalid, NotFound, Stale
from ria.services.kit.records import add_record, change_record
from ria.services.organisation.places import COMMITTEES, UNITS

RECORDS = {Unit: UNITS, Committee: COMMITTEES}


def add(world, model, who="admin", token=None, **fields):
    return add_record(
        world.store, RECORDS[model], actor_id=world.ids[who], given=fields,
        token=token or world.token(),
    )  # fmt: skip


def change(world, model, place_id, seen=None, who="admin", **fields):
    if seen is None:
        row = next(p for p in world.all(model) if p.id == place_id)
        seen = RECORDS[model].state(row)
    change_record(
        world.store, RECORDS[model], row_id=place_id, actor_id=world.ids[who], given=fields,
        seen=seen, token=world.token(),
    )  # fmt: skip


def test_they_are_added_and_listed_by_name_with_what_hangs_on_them(world_on_both):
    world = world_on_both
    world.register()
    add(world, Unit, name="Custody")
    add(world, Committee, name="crime", remit="Investigation")
    with world.store.read_session() as session:
        listed = [(p.name, p.policies, p.people) for p in units(session, "", From()).rows]
        assert listed == [("Custody", 0, 0), ("Policy Unit", 1, 13)]
        listed = [(p.name, p.remit, p.policies) for p in committees(session, "", From()).rows]
        assert listed[:2] == [
            ("crime", "Investigation", 0),
            ("Operations", "Stops, custody and searches", 1),
        ]
    assert world.kinds(ORGANISATION)[-2:] == ["unit_added", "committee_added"]
    assert world.faults() == []


def test_two_have_never_the_same_name(world):
    with pytest.raises(Invalid):
        add(world, Committee, name="OPERATIONS", remit="")
    custody = add(world, Unit, name="Custody")
    with pytest.raises(Invalid):
        change(world, Unit, custody, name="policy unit")
    change(world, Unit, custody, name="CUSTODY")


def test_a_change_keeps_old_and_new(world):
    change(world, Committee, world.committee_id, name="Operations", remit="Stops")
    assert world.last(ORGANISATION) == {
        "committee": world.committee_id,
        "old": {"name": "Operations", "remit": "Stops, custody and searches"},
        "new": {"name": "Operations", "remit": "Stops"},
    }


def test_what_was_not_seen_is_not_overwritten(world):
    seen = UNITS.state(next(p for p in world.all(Unit) if p.id == world.unit_id))
    change(world, Unit, world.unit_id, name="First")
    with pytest.raises(Stale):
        change(world, Unit, world.unit_id, seen, name="Second")


def test_a_form_counts_once(world):
    assert add(world, Unit, token="t", name="Custody") == add(
        world, Unit, token="t", name="Custody"
    )


def test_only_an_administrator_may(world):
    with pytest.raises(Forbidden):
        add(world, Unit, "strategy", name="Custody")
    with pytest.raises(Forbidden):
        change(world, Unit, world.unit_id, who="head", name="Custody")
    with pytest.raises(NotFound):
        change(world, Unit, 999, "x", name="Custody")
