"""The roles of accounts, and the parties of the process table."""

from enum import StrEnum


class Role(StrEnum):
    """A role of an account. A person can hold several."""

    DEVELOPER = "developer"
    UNIT_HEAD = "unit_head"
    STRATEGY_UNIT = "strategy_unit"
    ADVISER = "adviser"
    LEGAL = "legal"
    CHAIR = "chair"
    SECRETARY = "secretary"
    SCRUTINY = "scrutiny"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role as a page names it."""
        return _ROLE_LABELS[self]


class Party(StrEnum):
    """Who acts in a row of the table: a relation to one policy, not a role of an account."""

    OWNER = "owner"
    DEPUTY = "deputy"
    SUBMITTER = "submitter"
    STRATEGY_UNIT = "strategy_unit"
    ADVISER = "adviser"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """The party as a page names it."""
        return _PARTY_LABELS[self]


_ROLE_LABELS = {
    Role.DEVELOPER: "Policy developer",
    Role.UNIT_HEAD: "Unit head",
    Role.STRATEGY_UNIT: "Strategy Unit",
    Role.ADVISER: "Equality adviser",
    Role.LEGAL: "Legal adviser",
    Role.CHAIR: "Committee chair",
    Role.SECRETARY: "Committee secretary",
    Role.SCRUTINY: "Scrutiny",
    Role.ADMINISTRATOR: "Administrator",
}

_PARTY_LABELS = {
    Party.OWNER: "the owner",
    Party.DEPUTY: "the deputy",
    Party.SUBMITTER: "the person who submitted it",
    Party.STRATEGY_UNIT: "the Strategy Unit",
    Party.ADVISER: "the equality adviser",
    Party.SYSTEM: "the system",
}
