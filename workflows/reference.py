"""The reference page of the process, generated from the table itself.

`python -m workflows.reference` prints it; a test checks that `docs/reference/process.md` is the
same.
"""

import sys
from collections.abc import Iterable

from workflows.guards.guard import Guard
from workflows.process import PROCESS, Row
from workflows.roles import Party
from workflows.routing import ALWAYS
from workflows.stages import CURRENT, ENDED, OPEN, Stage

_HEAD = """\
# The process

Written from `workflows/process.py` by `python -m workflows.reference`; do not edit it by hand.

Read a row as: this action leads from this stage to that one, is taken by one of these, needs these
guards met, and is the row that is followed when this is the case. Rows that share an action and a
stage are told apart by *when* alone, and exactly one of them always holds.
"""


def page() -> str:
    """The whole page in Markdown, always the same for the same table, ending with a newline."""
    parts = (
        _HEAD,
        "## Stages\n",
        _table(("Stage", "Value", "Kind"), (_stage(stage) for stage in Stage)),
        "## Rows\n",
        _table(("#", "Action", "From", "To", "Who", "When", "Requires"), _rows()),
        "## Guards\n",
        "What a person reads while a guard is unmet, and what would meet it.\n",
        _table(("Guard", "Reason", "Hint"), (_guard(guard) for guard in guards())),
    )
    return "\n".join(parts)


def guards() -> tuple[Guard, ...]:
    """Every guard of the table, once, in the order of the table."""
    found = {guard.id: guard for row in PROCESS for guard in row.requires}
    return tuple(found.values())


def _stage(stage: Stage) -> tuple[str, ...]:
    kinds = {"open": OPEN, "current": CURRENT, "ended": ENDED}
    return stage.label, f"`{stage.value}`", next(k for k, v in kinds.items() if stage in v)


def _rows() -> Iterable[tuple[str, ...]]:
    """One line for all rows that differ only in their source stage."""
    sources: dict[tuple[str, ...], list[str]] = {}
    for row in PROCESS:
        sources.setdefault(_but_its_source(row), []).append(row.source.label)
    for (number, action, target, *rest), labels in sources.items():
        yield number, action, "; ".join(labels), target, *rest


def _but_its_source(row: Row) -> tuple[str, ...]:
    who = ", ".join(party.label for party in Party if party in row.who)
    when = "" if row.when is ALWAYS else row.when.label
    requires = ", ".join(f"`{guard.id}`" for guard in row.requires)
    note = f" ({row.note})" if row.note else ""
    return str(row.number), row.action.label, row.target.label, who, when, requires + note


def _guard(guard: Guard) -> tuple[str, ...]:
    return f"`{guard.id}`", guard.reason, guard.hint


def _table(names: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> str:
    rows = [names, tuple("---" for _ in names), *lines]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


if __name__ == "__main__":
    sys.stdout.write(page())
