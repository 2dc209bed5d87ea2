"""People, as the rules and the pages need them."""

from __future__ import annotations

from ria.permissions.person import Grant
from ria.queries.accounts import people
from ria.services.accounts.accounts import add_user, give_role, set_active
from workflows.roles import Role


def read(world, query, *arguments, **named):
    with world.store.read_session() as session:
        found = query(session, *arguments, **named)
        session.expunge_all()
        return found


def test_a_person_as_the_rules_see_them(world):
    chair = read(world, people.person, world.ids["chair"])
    assert (chair.ref, chair.name) == (world.refs["chair"], "Chair")
    assert chair.grants == {Grant(Role.CHAIR, committee_id=world.committee_id)}


def test_a_missing_or_closed_account_is_nobody(world):
    assert read(world, people.person, 4711) is None
    set_active(world.store, world.refs["chair"], False)
    assert read(world, people.person, world.ids["chair"]) is None


def test_an_address_is_found_in_whatever_case(world):
    for email in ("chair@police.example", "CHAIR@Police.EXAMPLE"):
        assert read(world, people.user_by_email, email).id == world.ids["chair"]
    assert read(world, people.user_by_email, "nobody@police.example") is None


def test_a_reference_is_found_as_it_is(world):
    assert read(world, people.user_by_ref, world.refs["chair"]).id == world.ids["chair"]
    assert read(world, people.user_by_ref, "u4711") is None


def test_people_with_a_role(world):
    found = read(world, people.people_with, Role.CHAIR)
    assert [u.id for u in found] == [world.ids["chair"], world.ids["other_chair"]]
    own = read(world, people.people_with, Role.CHAIR, committee_id=world.committee_id)
    assert [u.id for u in own] == [world.ids["chair"]]


def test_a_role_given_twice_makes_one_person(world):
    give_role(world.store, world.refs["chair"], Grant(Role.CHAIR, committee_id=2))
    assert len(read(world, people.people_with, Role.CHAIR)) == 2


def test_a_closed_account_has_no_role(world):
    set_active(world.store, world.refs["strategy"], False)
    found = read(world, people.people_with, Role.STRATEGY_UNIT)
    assert [u.id for u in found] == [world.ids["strategy2"]]


def test_active_people_come_by_name_alike_on_both_databases(world_on_both):
    for name in ("Émile", "eve", "Zoë", "adam"):
        add_user(world_on_both.store, name=name, email=f"{name}@police.example", password_hash="x")
    names = [u.name for u in read(world_on_both, people.active_people)]
    wanted = ["adam", "Adviser", "eve", "Zoë", "Émile"]
    assert [name for name in names if name in wanted] == wanted


def test_names_by_id(world):
    ids = [world.ids["chair"], None, 4711]
    assert read(world, people.names, ids) == {world.ids["chair"]: "Chair"}
