"""The throttle of signing in holds when a hundred guesses come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from ria.services.accounts.sign_in import SIGN_IN
from ria.services.kit.throttle import By, TooManyAttempts, attempt, count
from tests.ria.building import MORNING


def test_of_many_guesses_at_once_ten_are_looked_at(world_on_both):
    store = world_on_both.store

    def guess(number: int) -> bool:
        who = {By.ACCOUNT: "a@police.example", By.ADDRESS: f"10.0.0.{number}"}
        tried = attempt(store, SIGN_IN, who, MORNING)
        try:
            count(store, tried)
        except TooManyAttempts:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        looked_at = sum(pool.map(guess, range(100)))
    assert looked_at == SIGN_IN.most


def test_an_attempt_that_was_refused_is_not_counted_on(world_on_both):
    """So the wait ends when it was said to end, however often somebody tries meanwhile."""
    store = world_on_both.store

    def tried(minute):
        at = MORNING.replace(minute=minute)
        who = {By.ACCOUNT: "a@police.example", By.ADDRESS: "10.0.0.1"}
        return attempt(store, SIGN_IN, who, at)

    for _ in range(SIGN_IN.most):
        count(store, tried(0))
    for minute in range(1, 10):
        try:
            count(store, tried(minute))
        except TooManyAttempts:
            continue
        raise AssertionError(f"let through in minute {minute}")
    count(store, tried(10))
