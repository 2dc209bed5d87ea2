"""The brake on guessing holds when a hundred guesses come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from ria.services.accounts.sign_in import MOST_FAILURES, TooManyAttempts, attempt, begin_attempt
from tests.ria.building import MORNING


def test_of_many_guesses_at_once_ten_are_looked_at(world_on_both):
    store = world_on_both.store

    def guess(number: int) -> bool:
        tried = attempt(store, email="a@police.example", address=f"10.0.0.{number}", at=MORNING)
        try:
            begin_attempt(store, tried)
        except TooManyAttempts:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        looked_at = sum(pool.map(guess, range(100)))
    assert looked_at == MOST_FAILURES


def test_an_attempt_that_was_refused_is_not_counted_on(world_on_both):
    """So the wait ends when it was said to end, however often somebody tries meanwhile."""
    store = world_on_both.store

    def tried(minute):
        at = MORNING.replace(minute=minute)
        return attempt(store, email="a@police.example", address="10.0.0.1", at=at)

    for _ in range(MOST_FAILURES):
        begin_attempt(store, tried(0))
    for minute in range(1, 10):
        try:
            begin_attempt(store, tried(minute))
        except TooManyAttempts:
            continue
        raise AssertionError(f"let through in minute {minute}")
    begin_attempt(store, tried(10))
