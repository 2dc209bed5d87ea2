"""A signed-in person, and a policy, with what the rules of access need to know."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from workflows.roles import Role


@dataclass(frozen=True)
class Grant:
    """A role, and the unit or committee for which it is given (None: everywhere)."""

    role: Role
    unit_id: int | None = None
    committee_id: int | None = None


@dataclass(frozen=True)
class Person:
    """A signed-in person, as the rules see them. `ref` stands for the person in the history.

    `stands_in_for` are the people who are away today and named this person as their stand-in.
    `is_reached`: mail reaches the person.
    """

    id: int
    ref: str
    name: str
    grants: frozenset[Grant]
    unit_id: int | None = None
    trained_until: date | None = None
    stands_in_for: frozenset[int] = frozenset()
    is_reached: bool = True

    @property
    def acts_for(self) -> frozenset[int]:
        """This person and those for whom they stand in: a conflict of interest of any of them
        applies to this person.
        """
        return self.stands_in_for | {self.id}

    @property
    def alone(self) -> Person:
        """This person without those for whom they stand in."""
        return replace(self, stands_in_for=frozenset())

    @property
    def is_system(self) -> bool:
        """Whether the system acts, rather than a person."""
        return self == THE_SYSTEM

    def has(self, *roles: Role) -> bool:
        """Whether the person has one of these roles, with whatever scope."""
        return any(grant.role in roles for grant in self.grants)

    def is_trained(self, today: date) -> bool:
        """Whether the person's training is current on this day."""
        return self.trained_until is not None and self.trained_until >= today


THE_SYSTEM = Person(id=0, ref="system", name="the system", grants=frozenset())
"""The actor when the system takes an action."""


@dataclass(frozen=True)
class Subject:
    """A policy and its assessment, with what the rules need."""

    owner_id: int
    deputy_id: int | None
    unit_id: int
    committee_id: int
    restricted: bool = False
    before_committee: bool = False
    submitted_by: int | None = None
    contributors: frozenset[int] = frozenset()
    asked_to_sign: frozenset[int] = frozenset()
    sees_to: frozenset[int] = frozenset()
    invited: frozenset[int] = frozenset()
    being_published: bool = False

    @property
    def answer_for_it(self) -> frozenset[int]:
        """The owner and the deputy, who cannot sign anything for their own policy."""
        return frozenset({self.owner_id} | ({self.deputy_id} if self.deputy_id else set()))
