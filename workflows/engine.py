"""Takes an action according to the table: the only module that knows the state-machine library.

One machine without a model serves every assessment. It is built from the table when this module is
first imported; firing an action moves a small token and returns the new stage, and changes nothing
else.
"""

from collections.abc import Callable

from transitions import EventData, Machine

from workflows.actions import Action
from workflows.errors import ActionNotPossible, TableFault
from workflows.facts.facts import Facts
from workflows.guards.guard import ActionRefused, Guard
from workflows.process import PROCESS, Row, rows_for
from workflows.stages import Stage


class _Token:
    """What the machine moves: a stage, for the duration of one call."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


def _passes(row: Row) -> Callable[[EventData], bool]:
    """The row's routing and guards, as a condition for the machine."""

    def condition(event: EventData) -> bool:
        facts: Facts = event.kwargs["facts"]
        return row.when.holds(facts) and not row.unmet(facts)

    return condition


def build(table: tuple[Row, ...]) -> Machine:
    """The machine for a table. It has no model, and no transition that is not in the table."""
    machine = Machine(
        model=None,
        states=[stage.value for stage in Stage],
        initial=Stage.REGISTERED.value,
        auto_transitions=False,
        send_event=True,
    )
    for row in table:
        machine.add_transition(
            row.action.value, row.source.value, row.target.value, conditions=[_passes(row)]
        )
    return machine


_MACHINE = build(PROCESS)


def possible(stage: Stage) -> tuple[Action, ...]:
    """The actions that the table has at this stage, whoever may take them."""
    here = {row.action for row in PROCESS if row.source == stage}
    return tuple(action for action in Action if action in here)


def row_for(stage: Stage, action: Action, facts: Facts) -> Row:
    """The one row that these facts select. Raises ActionNotPossible if there is none."""
    taken = [row for row in rows_for(stage, action) if row.when.holds(facts)]
    if not taken:
        raise ActionNotPossible(stage, action)
    if len(taken) > 1:
        raise TableFault(f"{action.label} at {stage.label}: more than one row fits")
    return taken[0]


def unmet(stage: Stage, action: Action, facts: Facts) -> tuple[Guard, ...]:
    """Every guard that is still unmet, in the table's order."""
    return row_for(stage, action, facts).unmet(facts)


def fire(stage: Stage, action: Action, facts: Facts) -> Stage:
    """The stage to which this action leads. Raises ActionNotPossible, or ActionRefused with all
    reasons.

    Who may act is checked elsewhere, against the row's `who`.
    """
    row = row_for(stage, action, facts)
    standing = row.unmet(facts)
    if standing:
        raise ActionRefused(action, standing)
    token = _Token(stage.value)
    moved = _MACHINE.events[action.value].trigger(token, facts=facts)
    if not moved or token.state != row.target:
        raise TableFault(
            f"{action.label} at {stage.label}: the machine did not follow row {row.number}"
        )
    return row.target
