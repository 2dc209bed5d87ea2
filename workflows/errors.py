"""The ways the process says no."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflows.actions import Action
    from workflows.guards.guard import Guard
    from workflows.stages import Stage


class ProcessError(Exception):
    """Anything the process refuses."""


class ActionNotPossible(ProcessError):
    """No row of the table leads from this stage by this action (to the place asked for)."""

    def __init__(self, stage: "Stage", action: "Action") -> None:
        super().__init__(f"{action.label} is not possible at this stage: {stage.label}")
        self.stage = stage
        self.action = action


class ActionRefused(ProcessError):
    """The action exists here, but something still stands in its way. `unmet` names all of it."""

    def __init__(self, action: "Action", unmet: tuple["Guard", ...]) -> None:
        super().__init__(f"{action.label}: {'; '.join(guard.reason for guard in unmet)}")
        self.action = action
        self.unmet = unmet


class TableFault(ProcessError):
    """The table and the machine built from it disagree: a fault in this package, not in use."""


class IntervalError(ProcessError, ValueError):
    """A review interval outside what the process allows."""
