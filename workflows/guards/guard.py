"""A guard: a condition that can prevent an action, in words that say how to meet it.

The reasons are shown to the person whose action is refused. The guards themselves are in the other
modules of this package, by subject.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from workflows.actions import Action
from workflows.errors import ProcessError
from workflows.facts.facts import Facts
from workflows.signatures import SignatureKind


@dataclass(frozen=True, slots=True)
class Guard:
    """One condition of a row: `reason` is shown while it is unmet, `hint` says how to meet it.

    `signature` is the capacity in which a signature would meet it; `counted` makes the reason from
    a number in the facts.
    """

    id: str
    reason: str
    test: Callable[[Facts], bool]
    hint: str = ""
    signature: SignatureKind | None = None
    counted: Callable[[Facts], str] | None = None

    def met_by(self, facts: Facts) -> bool:
        """Whether these facts satisfy the guard."""
        return self.test(facts)

    def worded(self, facts: Facts) -> "Guard":
        """The guard with its reason worded for these facts."""
        return self if self.counted is None else replace(self, reason=self.counted(facts))


class ActionRefused(ProcessError):
    """The action exists here, but guards are unmet. `unmet` names them all."""

    def __init__(self, action: Action, unmet: tuple[Guard, ...]) -> None:
        super().__init__(f"{action.label}: {'; '.join(guard.reason for guard in unmet)}")
        self.action = action
        self.unmet = unmet
