"""The ways the process says no."""

from workflows.actions import Action
from workflows.stages import Stage


class ProcessError(Exception):
    """Anything the process refuses."""


class ActionNotPossible(ProcessError):
    """No row of the table leads from this stage by this action (to the place asked for)."""

    def __init__(self, stage: Stage, action: Action) -> None:
        super().__init__(f"{action.label} is not possible at this stage: {stage.label}")
        self.stage = stage
        self.action = action


class TableFault(ProcessError):
    """The table and the machine built from it disagree: a fault in this package, not in use."""


class IntervalError(ProcessError, ValueError):
    """A review interval outside what the process allows."""
