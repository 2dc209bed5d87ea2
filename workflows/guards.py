"""What can stand in the way of an action, each in words that say what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass

from workflows.facts import Facts


@dataclass(frozen=True, slots=True)
class Guard:
    """One condition of a row. `reason` is shown when it is unmet, `hint` says what would meet it."""

    id: str
    reason: str
    test: Callable[[Facts], bool]
    hint: str = ""

    def met_by(self, facts: Facts) -> bool:
        """Whether these facts satisfy the guard."""
        return self.test(facts)
