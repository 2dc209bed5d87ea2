"""The ways in which the process refuses."""

from workflows.actions import Action
from workflows.stages import Stage


class ProcessError(Exception):
    """Anything the process refuses."""


class ActionNotPossible(ProcessError):
    """The table has no row for this action at this stage (or none to the stage asked for)."""

    def __init__(self, stage: Stage, action: Action) -> None:
        super().__init__(f"{action.label} is not possible at this stage: {stage.label}")
        self.stage = stage
        self.action = action


class TableFault(ProcessError):
    """The table and the machine built from it disagree: a fault in this package, not in its use."""


class IntervalError(ProcessError, ValueError):
    """A review interval that the process does not allow."""
