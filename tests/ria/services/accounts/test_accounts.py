"""Accounts, roles, units and committees, each change on record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ria.history import ORGANISATION
from ria.models import Committee, HistoryPayload, RoleGrant, Unit, User
from ria.permissions.person import Grant
from ria.queries.accounts.people import person
from ria.services.accounts.accounts import add_user, give_role, set_active, take_role
from ria.services.kit.errors import Invalid
from ria.services.organisation.places import add_committee, add_unit
from workflows.roles import Role


def open_account(world, email="new@police.example", **changes):
    given = {"name": "New Person", "password_hash": "$argon2id$…", **changes}
    return add_user(world.store, email=email, **given)


def roles(world, ref):
    with world.store.read_session() as session:
        (user,) = [u for u in world.all(User) if u.ref == ref]
        found = person(session, user.id)
        return sorted(grant.role for grant in found.grants) if found else None


def test_an_account_has_a_reference_and_its_roles(world):
    ref = open_account(world, grants=[Grant(Role.DEVELOPER), Grant(Role.ADVISER)])
    assert ref == "U14"
    assert roles(world, ref) == ["adviser", "developer"]
    assert world.kinds(ORGANISATION)[-1] == "account_opened"


def test_roles_may_come_one_by_one(world):
    ref = open_account(world, grants=(Grant(role) for role in (Role.LEGAL, Role.ADVISER)))
    assert roles(world, ref) == ["adviser", "legal"]
    assert '"roles":["adviser","legal"]' in world.all(HistoryPayload)[-1].content


def test_the_history_holds_neither_name_nor_address(world):
    open_account(world)
    told = world.all(HistoryPayload)[-1].content
    assert "New Person" not in told
    assert "new@" not in told
    assert "argon2" not in told


@pytest.mark.parametrize("email", ["new@police.example", "NEW@Police.Example"])
def test_an_address_has_one_account_in_whatever_case(world, email):
    open_account(world)
    with pytest.raises(Invalid, match="already") as refusal:
        open_account(world, email)
    assert refusal.value.field == "email"


@pytest.mark.parametrize("email", ["", "nobody", "@police.example", "nobody@"])
def test_an_address_is_given_in_full(world, email):
    with pytest.raises(Invalid) as refusal:
        open_account(world, email)
    assert refusal.value.field == "email"


def test_eight_at_once_with_one_address_give_one_account(world_on_both):
    world = world_on_both

    def add(_turn: int) -> str:
        try:
            return open_account(world)
        except Invalid as refusal:
            return refusal.field

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(add, range(8)))
    assert outcomes.count("email") == 7


def test_a_role_is_given_and_taken(world):
    grant = Grant(Role.CHAIR, committee_id=world.committee_id)
    ref = open_account(world)
    give_role(world.store, ref, grant)
    assert roles(world, ref) == ["chair"]
    take_role(world.store, ref, Grant(Role.CHAIR))
    assert roles(world, ref) == ["chair"]  # that one was for a committee
    take_role(world.store, ref, grant)
    assert roles(world, ref) == []
    assert world.kinds(ORGANISATION)[-2:] == ["role_given", "role_taken"]
    assert world.faults() == []
    assert len(world.all(RoleGrant)) == 13


def test_a_closed_account_is_nobody_and_its_sessions_end(world):
    ref = world.refs["author"]
    before = world.all(User)[0].fs_uniquifier
    set_active(world.store, ref, False)
    assert roles(world, ref) is None
    assert world.all(User)[0].fs_uniquifier != before
    set_active(world.store, ref, True)
    assert roles(world, ref) == ["developer"]
    assert world.kinds(ORGANISATION)[-2:] == ["account_deactivated", "account_activated"]


@pytest.mark.parametrize("command", [give_role, take_role, set_active])
def test_there_is_no_such_account(world, command):
    argument = False if command is set_active else Grant(Role.LEGAL)
    with pytest.raises(Invalid, match="no such account"):
        command(world.store, "U4711", argument)


def test_a_unit_and_a_committee_exist_once(world):
    assert add_unit(world.store, "Policy Unit") == world.unit_id
    assert add_committee(world.store, "Operations", "anything") == world.committee_id
    assert len(world.all(Unit)) == 1
    assert len(world.all(Committee)) == 2


def test_eight_at_once_add_one_unit(world_on_both):
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda _: add_unit(world_on_both.store, "New unit"), range(8)))
    assert len(ids) == 1
