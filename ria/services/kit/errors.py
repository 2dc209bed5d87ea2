"""The ways in which a command refuses. The web maps each to one page, the CLI to one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class Refused(Exception):
    """A command was not carried out and nothing changed. `message` is for the person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(Refused):
    """There is no such object, or none that this person may know of."""

    def __init__(self, message: str = "There is nothing here.") -> None:
        super().__init__(message)


class Forbidden(Refused):
    """This person may not do this."""

    def __init__(self, message: str = "You are not allowed to do this.") -> None:
        super().__init__(message)


@dataclass(frozen=True)
class Reason:
    """One obstacle, and what would remove it."""

    id: str
    text: str
    hint: str = ""


class Unmet(Refused):
    """The process does not allow it yet, or not at this stage."""

    def __init__(self, message: str, reasons: tuple[Reason, ...] = ()) -> None:
        super().__init__(message)
        self.reasons = reasons


class Invalid(Refused):
    """An input value cannot be used. `field` is its form field."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Stale(Refused):
    """What the person looked at has changed since then."""


class StaleSection(Stale):
    """Somebody else saved this section first. `theirs` is what is stored, at `version`.

    `own`: it was the same person, in another window.
    """

    def __init__(
        self, theirs: dict[str, Any], version: int, saved_by: str, own: bool = False
    ) -> None:
        super().__init__("Somebody else saved this section after you opened it.")
        self.theirs = theirs
        self.version = version
        self.saved_by = saved_by
        self.own = own


class Taken(Refused):
    """This form was already sent with other contents; the first submission stands."""

    def __init__(self) -> None:
        super().__init__("This form was already sent. What was sent first stands.")
