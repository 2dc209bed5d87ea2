"""The capacities in which a form can be signed."""

from enum import StrEnum


class SignatureKind(StrEnum):
    """The capacity in which somebody signs."""

    SECOND = "second"
    ADVISER = "adviser"
    LEGAL = "legal"
    COMMITTEE = "committee"
    UNIT = "unit"

    @property
    def label(self) -> str:
        """The capacity as a page names it."""
        return _CAPACITIES[self]


_CAPACITIES = {
    SignatureKind.SECOND: "Second signature",
    SignatureKind.ADVISER: "Equality adviser",
    SignatureKind.LEGAL: "Legal adviser",
    SignatureKind.COMMITTEE: "Committee",
    SignatureKind.UNIT: "Head of the unit",
}
