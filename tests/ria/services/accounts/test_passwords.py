"""Passwords: which are refused, and links that work once."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.history import ORGANISATION, unit_of_work
from ria.models import HistoryPayload, Message, User
from ria.services.accounts.accounts import set_active
from ria.services.accounts.one_time_links import holder_of, one_time_token
from ria.services.accounts.passwords import ask_for_password, password_trouble, set_password
from ria.services.kit.errors import NotFound

SOMEBODY = User(ref="U1", name="Maria-José Núñez", email="mj.nunez@police.example")
HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    "password",
    [
        "brisk olive carpet",
        "Tr7!kq0zZ-p4",
        "naïve café über Straße",
        "pässwörter nein danke viel",
        "sunshine carpet tiger bridge",
        "password 8390 1746 2958",
        "🦆🐌🌧️ puddle walkers",
        "nunez likes quiet rivers",
        "x" * 6 + "brkl4927ab",
    ],
)
def test_good_passwords(password):
    assert password_trouble(password, SOMEBODY) is None


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "elevenchars",
        "x1" * 513,
        "passwordpassword",
        "Password1234!",
        "demo-password-1",
        "WELCOME-2026-!",
        "qwertyuiop123",
        "QwertyUiop!!",
        "123456789012",
        "987654321098",
        "111122221111",
        "aaaaaaaaaaaaa",
        "abcabcabcabcab",
        "liverpool1892!",
        "sunshine & summer",
        "ｐａｓｓｗｏｒｄ1234",
        "mj.nunez@police.example",
        "maria-josé-núñez",
        "Núñez-police-1",
        "!!!!????!!!!",
    ],
)
def test_refused_passwords(password):
    assert password_trouble(password, SOMEBODY)


def link(world, who="author", lasts=HOUR, secret=None):
    with world.store.read_session() as session:
        user = session.get_one(User, world.ids[who])
        key = secret or world.store.settings.secret
        return one_time_token(key, user, world.clock.now() + lasts)


def holder(world, token):
    with world.store.read_session() as session:
        found = holder_of(session, world.store.settings.secret, token, world.clock.now())
        return found.ref if found else None


def test_a_link_works_once_and_ends_every_session(world_on_both):
    world = world_on_both
    first, second = link(world), link(world, lasts=2 * HOUR)
    assert holder(world, first) == holder(world, second) == world.refs["author"]
    before = {u.ref: u.fs_uniquifier for u in world.all(User)}
    set_password(world.store, token=first, password_hash="$argon2id$new")
    after = {u.ref: u.fs_uniquifier for u in world.all(User)}
    assert {ref for ref in before if before[ref] != after[ref]} == {world.refs["author"]}
    assert holder(world, first) is holder(world, second) is None
    with pytest.raises(NotFound):
        set_password(world.store, token=second, password_hash="$argon2id$other")
    assert world.kinds(ORGANISATION)[-1] == "password_set"
    assert world.faults() == []


def test_a_link_runs_out(world):
    token = link(world)
    world.clock.at += HOUR - dt.timedelta(seconds=1)
    assert holder(world, token)
    world.clock.at += dt.timedelta(seconds=1)
    assert holder(world, token) is None


def test_a_link_of_a_closed_account_is_dead(world):
    token = link(world)
    set_active(world.store, world.refs["author"], False)
    assert holder(world, token) is None


def test_a_forged_link_is_none(world):
    good = link(world)
    assert holder(world, link(world, secret="another secret of some length")) is None
    head, _, signature = good.rpartition(".")
    other = link(world, "deputy").rpartition(".")[0]
    forged = (
        "", ".", "x", good[:-1], good + "x", head, f"{other}.{signature}", "a" * 10_000,
        "W10.x", "bnVsbA.x", "WzFd.x", "WyJcdTAwMDAiLDFd.x", "IlUxIg.x", "\x00", "é", "{}.x",
    )  # fmt: skip
    assert [token for token in forged if holder(world, token) is not None] == []


class TestAsking:
    def mails(self, world):
        return [m for m in world.all(Message) if m.kind == "password_asked"]

    def test_a_mail_without_secret_goes_out(self, world_on_both):
        ask_for_password(world_on_both.store, email=" Author@Police.example ")
        [mail] = self.mails(world_on_both)
        assert mail.recipient_id == world_on_both.ids["author"] and mail.details == {}
        assert world_on_both.faults() == []

    def test_three_an_hour_are_enough(self, world):
        for _ in range(5):
            ask_for_password(world.store, email="author@police.example")
        assert len(self.mails(world)) == 3
        ask_for_password(world.store, email="deputy@police.example")
        assert len(self.mails(world)) == 4
        world.clock.at += HOUR
        ask_for_password(world.store, email="author@police.example")
        assert len(self.mails(world)) == 5

    @pytest.mark.parametrize(
        "email", ["nobody@police.example", "scrutiny@police.example", "\x00@x"]
    )
    def test_nobody_gets_none_and_leaves_the_same_trace(self, world, email):
        set_active(world.store, world.refs["scrutiny"], False)
        ask_for_password(world.store, email=email)
        assert self.mails(world) == []
        assert world.kinds(ORGANISATION)[-1] == "password_asked"
        assert list(world.last(ORGANISATION)) == ["account"]
        assert "police.example" not in world.all(HistoryPayload)[-1].content


def test_an_invited_person_has_no_password_until_the_link_is_used(world):
    with unit_of_work(world.store) as unit:
        user = unit.session.get_one(User, world.ids["author"])
        user.password = None
        unit.save(user)
        unit.record(ORGANISATION, "emptied", "system")
    token = link(world)
    set_password(world.store, token=token, password_hash="$argon2id$first")
    assert holder(world, token) is None
