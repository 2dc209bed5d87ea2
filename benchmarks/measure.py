"""Measure variants in turn, so that a noisy machine is noisy for all of them alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 7


@dataclass(frozen=True)
class Goal:
    """A ratio to the floor that must not be exceeded, and where it comes from."""

    variant: str
    at_most: float
    id: str


def interleaved(
    variants: dict[str, Callable[[], None]],
    rounds: int = ROUNDS,
    before: Callable[[], None] | None = None,
) -> dict[str, float]:
    """The best time of each variant in seconds, over rounds in which each is run once.

    `before` is run ahead of each, and not counted.
    """
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, run in variants.items():
            if before is not None:
                before()
            start = time.perf_counter()
            run()
            taken = time.perf_counter() - start
            best[name] = min(taken, best.get(name, taken))
    return best


def report(title: str, best: dict[str, float], goals: tuple[Goal, ...] = ()) -> bool:
    """Print the times and their ratios to the first one; False if a goal is missed."""
    floor = next(iter(best.values()))
    print(f"\n{title}")
    for name, seconds in best.items():
        print(f"  {name:<44} {seconds * 1e3:10.3f} ms   x{seconds / floor:.2f}")
    met = True
    for goal in goals:
        ratio = best[goal.variant] / floor
        kept = ratio <= goal.at_most
        met = met and kept
        word = "met" if kept else "MISSED"
        print(f"  goal {goal.id}: {goal.variant} at most x{goal.at_most:g}: x{ratio:.2f}, {word}")
    return met
