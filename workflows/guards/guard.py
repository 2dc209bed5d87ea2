"""A guard: what can stand in the way of an action, in words that say what to do about it.

The reasons are shown to the person who is stopped. The guards themselves stand beside this file, by
what they look at.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from workflows.actions import Action
from workflows.errors import ProcessError
from workflows.facts.facts import Facts
from workflows.signatures import SignatureKind


@dataclass(frozen=True, slots=True)
class Guard:
    """One condition of a row: `reason` is shown while unmet, `hint` says what would meet it.

    `signature` is the capacity in which a signature would meet it; `counted` words the reason with
    a number that the facts tell.
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
        """The guard with its reason as these facts put it."""
        return self if self.counted is None else replace(self, reason=self.counted(facts))


class ActionRefused(ProcessError):
    """The action exists here, but something still stands in its way. `unmet` names all of it."""

    def __init__(self, action: Action, unmet: tuple[Guard, ...]) -> None:
        super().__init__(f"{action.label}: {'; '.join(guard.reason for guard in unmet)}")
        self.action = action
        self.unmet = unmet
