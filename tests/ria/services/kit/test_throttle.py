"""What a throttle counts, what it tells apart, and what it forgets."""

from __future__ import annotations

import datetime as dt

import pytest

from ria.history import unit_of_work
from ria.models import ThrottleCount
from ria.services.kit.throttle import By, Limit, TooManyAttempts, attempt, count, give_back
from tests.ria.building import MORNING

ANSWERS = Limit("answers", most=2, minutes=5, by=(By.ADDRESS,))
LETTERS = Limit("letters", most=1, minutes=1, by=(By.ACCOUNT,))
MINUTE = dt.timedelta(minutes=1)


def tried(world, limit=ANSWERS, address="10.0.0.1", account="a@police.example", at=MORNING):
    made = attempt(world.store, limit, {By.ADDRESS: address, By.ACCOUNT: account}, at)
    count(world.store, made)
    return made


def test_a_limit_counts_by_its_own_keys(world_on_both):
    tried(world_on_both, account="a@police.example")
    tried(world_on_both, account="b@police.example")
    with pytest.raises(TooManyAttempts, match="in 5 minutes"):
        tried(world_on_both, account="c@police.example")
    tried(world_on_both, address="10.0.0.2")


def test_limits_do_not_count_for_each_other(world_on_both):
    tried(world_on_both, LETTERS)
    tried(world_on_both, Limit("other", most=1, minutes=1, by=(By.ACCOUNT,)))
    with pytest.raises(TooManyAttempts, match="in 1 minute"):
        tried(world_on_both, LETTERS, account=" A@Police.Example ")


def test_each_is_forgotten_after_its_own_window(world_on_both):
    for limit in (ANSWERS, LETTERS):
        tried(world_on_both, limit)
    tried(world_on_both, at=MORNING + MINUTE)
    kept = [(c.limit_name, c.attempts) for c in world_on_both.all(ThrottleCount)]
    assert kept == [("answers", 1), ("answers", 1)]
    tried(world_on_both, LETTERS, at=MORNING + 6 * MINUTE)
    assert [c.limit_name for c in world_on_both.all(ThrottleCount)] == ["letters"]


def test_a_clock_that_was_ahead_shuts_nobody_out(world_on_both):
    for _ in range(ANSWERS.most):
        tried(world_on_both, at=MORNING + dt.timedelta(days=400))
    tried(world_on_both)


def test_what_is_given_back_counts_no_more(world_on_both):
    both = Limit("both", most=2, minutes=5, by=(By.ACCOUNT, By.ADDRESS))
    tried(world_on_both, both, address="10.0.0.2")
    made = tried(world_on_both, both)
    with unit_of_work(world_on_both.store) as unit:
        give_back(unit, made, clear=By.ACCOUNT)
    for number in (1, 2):
        tried(world_on_both, both, account=f"{number}@police.example")
    with pytest.raises(TooManyAttempts):
        tried(world_on_both, both)
