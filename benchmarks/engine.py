"""The process's engine against a bare dictionary, and its share of a whole step."""

from __future__ import annotations

from benchmarks.measure import interleaved, report
from workflows import engine
from workflows.actions import Action
from workflows.facts.facts import Facts
from workflows.stages import Stage

TIMES = 5_000
TABLE = {(Stage.REGISTERED, Action.START): Stage.SCREENING}


def run() -> bool:
    """Fire one action many times."""
    facts = Facts()

    def floor() -> None:
        for _ in range(TIMES):
            TABLE[Stage.REGISTERED, Action.START]

    def fire() -> None:
        for _ in range(TIMES):
            engine.fire(Stage.REGISTERED, Action.START, facts)

    best = interleaved({"a dictionary": floor, "engine.fire": fire})
    return report(f"Engine, {TIMES:,} transitions", best)
