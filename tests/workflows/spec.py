"""The table written out a second time, and a simple interpreter of tables to compare the engine
with.
"""

from collections.abc import Sequence
from pathlib import Path

from tests.workflows.cases import UNMET, facts_by_route
from workflows.actions import Action
from workflows.facts.facts import Facts
from workflows.stages import Stage
from workflows.table import Row

TEXT = Path(__file__).with_name("table.txt").read_text(encoding="utf-8")


def rendered(table: Sequence[Row]) -> str:
    """One line per row: number action source target who when guards."""
    return "".join(
        " ".join(
            [
                str(row.number),
                row.action,
                row.source,
                row.target,
                ",".join(sorted(row.who)),
                row.when.id,
                ",".join(guard.id for guard in row.requires) or "-",
            ]
        )
        + "\n"
        for row in table
    )


def read(table: Sequence[Row], stage: Stage, action: Action, facts: Facts) -> Stage | None:
    """Where a table leads, read naively; None if no row takes these facts."""
    for row in table:
        if (row.source, row.action) == (stage, action) and row.when.test(facts):
            return None if any(not guard.test(facts) for guard in row.requires) else row.target
    return None


def faults(table: Sequence[Row]) -> list[str]:
    """What this table does otherwise than `table.txt` says."""
    found = []
    for line in TEXT.splitlines():
        _, action, source, target, _, when, guards = line.split()
        stage, act = Stage(source), Action(action)
        if read(table, stage, act, facts_by_route(when)) != target:
            found.append(f"does not lead: {line}")
        found += [
            f"does not stop for {guard}: {line}"
            for guard in guards.split(",")
            for change in UNMET.get(guard, [])
            if read(table, stage, act, facts_by_route(when, **change)) is not None
        ]
    return found
