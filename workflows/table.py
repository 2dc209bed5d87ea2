"""The row of the process table, and the short functions with which the table is written."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from workflows.actions import Action
from workflows.facts.facts import Facts
from workflows.guards.approval import disagreement_answered, due_regard, remarks_answered
from workflows.guards.guard import Guard
from workflows.guards.people import no_contributor
from workflows.guards.submission import changed_since_return, quality_findings
from workflows.roles import Party
from workflows.routing import ALWAYS, When
from workflows.stages import Stage

DECIDING = frozenset({Action.APPROVE, Action.REJECT, Action.AMEND_MINOR})
"""Actions that nobody may take on something to which they contributed."""

ALWAYS_ASKED: dict[Action, tuple[Guard, ...]] = {
    Action.SUBMIT: (changed_since_return, quality_findings),
    Action.APPROVE: (due_regard, disagreement_answered, remarks_answered),
}
"""The guards that every row of these actions requires, after its own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One way from a stage to a stage. Rows written together share a number."""

    number: int
    action: Action
    source: Stage
    target: Stage
    who: frozenset[Party]
    when: When = ALWAYS
    requires: tuple[Guard, ...] = ()
    note: str = ""

    def unmet(self, facts: Facts) -> tuple[Guard, ...]:
        """The guards these facts leave unmet, in the table's order."""
        return tuple(guard for guard in self.requires if not guard.met_by(facts))


def table(*parts: Row | Iterable[Row]) -> tuple[Row, ...]:
    """The whole table, with the common guards added to each row: the no-contributor guard before
    its own guards, those of `ALWAYS_ASKED` after them.
    """
    rows: list[Row] = []
    for part in parts:
        rows.extend([part] if isinstance(part, Row) else part)
    return tuple(_guarded(row) for row in rows)


def _guarded(row: Row) -> Row:
    first = (no_contributor,) if row.action in DECIDING else ()
    last = ALWAYS_ASKED.get(row.action, ())
    return replace(row, requires=(*first, *row.requires, *last))


def row(
    number: int,
    action: Action,
    source: Stage,
    target: Stage,
    who: frozenset[Party],
    *requires: Guard,
    when: When = ALWAYS,
    note: str = "",
) -> Row:
    """One row of the table."""
    return Row(number, action, source, target, who, when, requires, note)


def rows(
    number: int,
    action: Action,
    ways: Iterable[tuple[Stage, Stage]],
    who: frozenset[Party],
    *requires: Guard,
    when: When = ALWAYS,
    note: str = "",
) -> tuple[Row, ...]:
    """The same row for several (source, target) pairs."""
    return tuple(
        Row(number, action, source, target, who, when, requires, note) for source, target in ways
    )


def into(target: Stage, sources: Iterable[Stage]) -> tuple[tuple[Stage, Stage], ...]:
    """Pairs of each source with one target, in the order of the stages."""
    wanted = frozenset(sources)
    return tuple((source, target) for source in Stage if source in wanted)
