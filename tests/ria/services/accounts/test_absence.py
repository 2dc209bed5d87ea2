"""Absence: set and ended by oneself or an administrator, with somebody who is there."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.history import ORGANISATION
from ria.models import User
from ria.services.accounts.absence import AbsenceInput, end_away, set_away
from ria.services.accounts.accounts import set_active
from ria.services.kit.errors import Forbidden, Invalid, NotFound, Taken

TODAY = dt.date(2026, 11, 23)


def go(world, who="author", by=None, first=TODAY, last=TODAY, stand_in="deputy", token=None):
    ref = world.refs.get(stand_in, stand_in)
    set_away(
        world.store,
        ref=world.refs[who],
        actor_id=world.ids[by or who],
        given=AbsenceInput(away_from=first, away_until=last, stand_in_ref=ref),
        token=token or world.token(),
    )


def away(world, who="author"):
    user = next(u for u in world.all(User) if u.ref == world.refs[who])
    return user.away_from, user.away_until, user.stand_in_id


@pytest.mark.parametrize("by", ["author", "admin"])
def test_one_says_it_oneself_or_an_administrator_does(world_on_both, by):
    world = world_on_both
    last = TODAY + dt.timedelta(days=14)
    go(world, by=by, last=last)
    assert away(world) == (TODAY, last, world.ids["deputy"])
    assert world.last(ORGANISATION) == {
        "account": world.refs["author"],
        "away_from": "2026-11-23",
        "away_until": "2026-12-07",
        "stand_in": world.refs["deputy"],
    }
    end_away(world.store, ref=world.refs["author"], actor_id=world.ids[by])
    end_away(world.store, ref=world.refs["author"], actor_id=world.ids[by])
    assert away(world) == (None, None, None)
    assert world.kinds(ORGANISATION)[-2:] == ["away_set", "away_ended"]
    assert world.faults() == []


def test_nobody_says_it_for_somebody_else(world):
    with pytest.raises(Forbidden):
        go(world, by="strategy")
    with pytest.raises(Forbidden):
        end_away(world.store, ref=world.refs["author"], actor_id=world.ids["head"])


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("away_until", {"first": TODAY, "last": TODAY - dt.timedelta(days=1)}),
        ("away_until", {"first": dt.date(2026, 1, 1), "last": dt.date(2026, 1, 2)}),
        ("stand_in", {"stand_in": "author"}),
        ("stand_in", {"stand_in": "U99"}),
        ("stand_in", {"stand_in": "scrutiny"}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world, field, changes):
    set_active(world.store, world.refs["scrutiny"], False)
    with pytest.raises(Invalid) as refusal:
        go(world, **changes)
    assert refusal.value.field == field
    assert away(world) == (None, None, None)


def test_nobody_stands_in_who_is_away_too(world):
    day = dt.timedelta(days=1)
    go(world, "deputy", first=TODAY + 5 * day, last=TODAY + 6 * day, stand_in="colleague")
    with pytest.raises(Invalid, match="Deputy is away"):
        go(world, last=TODAY + 5 * day)
    go(world, last=TODAY + 4 * day)


def test_a_form_counts_once(world):
    go(world, token="same")
    go(world, token="same")
    with pytest.raises(Taken):
        go(world, token="same", stand_in="colleague")


def test_a_closed_account_is_not_away(world):
    set_active(world.store, world.refs["author"], False)
    with pytest.raises(NotFound):
        go(world, by="admin")
