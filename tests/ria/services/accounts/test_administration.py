"""Opening and changing accounts: who may, what is refused, what the history keeps."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.history import ORGANISATION
from ria.models import HistoryPayload, Message, User
from ria.permissions.person import Grant
from ria.queries.accounts.accounts import account_state, grants_of
from ria.services.accounts.administration import (
    AccountInput,
    change_account,
    invite,
    invite_again,
    is_address,
)
from ria.services.kit.errors import Forbidden, Invalid, NotFound, Stale, Taken
from workflows.roles import Role


def given(**changes):
    usual = {
        "name": "New Person",
        "email": "new@police.example",
        "grants": (Grant(Role.DEVELOPER),),
        "trained_until": dt.date(2027, 1, 31),
    }
    return AccountInput(**{**usual, **changes})


def open_one(world, who="admin", token=None, **changes):
    return invite(
        world.store,
        actor_id=world.ids[who],
        given=given(**changes),
        token=token or world.token(),
    )


def user(world, ref):
    return next(u for u in world.all(User) if u.ref == ref)


def state(world, ref):
    with world.store.read_session() as session:
        return account_state(session.get_one(User, user(world, ref).id))


def roles(world, ref):
    with world.store.read_session() as session:
        return set(grants_of(session.get_one(User, user(world, ref).id)))


def change(world, ref, seen=None, who="admin", **changes):
    change_account(
        world.store,
        ref=ref,
        actor_id=world.ids[who],
        given=given(**changes),
        seen=state(world, ref) if seen is None else seen,
        token=world.token(),
    )


def test_somebody_is_invited_and_gets_a_mail_without_any_secret(world_on_both):
    world = world_on_both
    ref = open_one(world)
    opened = user(world, ref)
    assert opened.password is None and opened.active
    [mail] = world.all(Message)
    assert (mail.kind, mail.recipient_id, mail.details) == ("account_opened", opened.id, {})
    assert world.last(ORGANISATION) == {
        "account": ref,
        "roles": [["developer", ""]],
        "unit": None,
        "trained_until": "2027-01-31",
    }
    assert world.faults() == []


def test_the_history_holds_neither_name_nor_address(world):
    ref = open_one(world)
    change(world, ref, name="Other Name", email="other@police.example")
    told = " ".join(payload.content for payload in world.all(HistoryPayload))
    assert "New Person" not in told and "Other Name" not in told
    assert "new@" not in told and "other@" not in told
    assert world.last(ORGANISATION)["changed"] == ["name", "email"]


@pytest.mark.parametrize("who", ["author", "head", "strategy", "adviser", "chair"])
def test_only_an_administrator_may(world, who):
    with pytest.raises(Forbidden):
        open_one(world, who)
    with pytest.raises(Forbidden):
        change(world, world.refs["author"], who=who)
    with pytest.raises(Forbidden):
        invite_again(world.store, ref="U1", actor_id=world.ids[who], token="x")


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("email", {"email": "Author@POLICE.example"}),
        ("email", {"email": "nobody"}),
        ("unit_id", {"unit_id": 99}),
        ("roles", {"grants": (Grant(Role.UNIT_HEAD),)}),
        ("roles", {"grants": (Grant(Role.UNIT_HEAD, unit_id=99),)}),
        ("roles", {"grants": (Grant(Role.CHAIR),)}),
        ("roles", {"grants": (Grant(Role.CHAIR, committee_id=99),)}),
        ("roles", {"grants": (Grant(Role.DEVELOPER, unit_id=1),)}),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_field(world, field, changes):
    with pytest.raises(Invalid) as refusal:
        open_one(world, **changes)
    assert refusal.value.field == field
    assert world.all(Message) == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("name@example.org", True),
        ("o'neil+x@example.org", True),
        ("élan@example.org", False),
        ("name@", False),
        ("@example.org", False),
        ("a@b@example.org", False),
        ("a b@example.org", False),
        ("a@example.org\r\nBcc: x@y.example", False),
        ("a" * 250 + "@example.org", False),
    ],
)
def test_what_counts_as_an_address(text, answer):
    assert is_address(text) is answer


def test_a_double_click_opens_one_account(world):
    assert open_one(world, token="same") == open_one(world, token="same")
    with pytest.raises(Taken):
        open_one(world, token="same", name="Another")
    assert len(world.all(Message)) == 1


def test_the_link_is_sent_again_until_a_password_is_chosen(world):
    ref = open_one(world)
    invite_again(world.store, ref=ref, actor_id=world.ids["admin"], token="t")
    invite_again(world.store, ref=ref, actor_id=world.ids["admin"], token="t")
    assert len(world.all(Message)) == 2
    with pytest.raises(Invalid):
        invite_again(world.store, ref=world.refs["author"], actor_id=world.ids["admin"], token="u")
    with pytest.raises(NotFound):
        invite_again(world.store, ref="U999", actor_id=world.ids["admin"], token="v")


def test_roles_with_their_scope_are_changed(world_on_both):
    world = world_on_both
    ref = open_one(world)
    head, chair = (
        Grant(Role.UNIT_HEAD, unit_id=world.unit_id),
        Grant(Role.CHAIR, committee_id=world.committee_id),
    )
    change(world, ref, grants=(head, chair, Grant(Role.DEVELOPER)), unit_id=world.unit_id)
    assert roles(world, ref) == {head, chair, Grant(Role.DEVELOPER)}
    told = world.last(ORGANISATION)
    assert told["old"]["roles"] == [["developer", ""]]
    assert ["chair", "Operations"] in told["new"]["roles"]
    assert told["new"]["unit"] == "Policy Unit"
    change(world, ref, grants=(chair,))
    assert roles(world, ref) == {chair}
    assert world.faults() == []


def test_what_was_not_seen_is_not_overwritten(world):
    ref = open_one(world)
    seen = state(world, ref)
    change(world, ref, trained_until=None)
    with pytest.raises(Stale):
        change(world, ref, seen, name="Other")
    assert user(world, ref).trained_until is None


def test_the_last_administrator_keeps_the_role(world):
    admin = world.refs["admin"]
    with pytest.raises(Invalid) as refusal:
        change(world, admin, grants=())
    assert refusal.value.field == "roles"
    open_one(world, email="second@police.example", grants=(Grant(Role.ADMINISTRATOR),))
    change(world, admin, grants=(), email="admin@police.example")
    assert roles(world, admin) == set()


def test_an_address_changes_with_its_key(world):
    ref = open_one(world)
    change(world, ref, email="ELAN@police.example")
    assert user(world, ref).email_key == "elan@police.example"
