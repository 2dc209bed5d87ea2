"""Somebody signed in, and a policy, as far as the rules of access look at them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from workflows.roles import Role


@dataclass(frozen=True)
class Grant:
    """A role, and the unit or committee it is given for (None: everywhere)."""

    role: Role
    unit_id: int | None = None
    committee_id: int | None = None


@dataclass(frozen=True)
class Person:
    """Somebody signed in, as the rules see them. `ref` stands for them in the history.

    `stands_in_for` are those who are away today and named this person in their place.
    `is_reached`: mail finds them.
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
        """This person and those they stand in for: what binds one of them binds them."""
        return self.stands_in_for | {self.id}

    @property
    def alone(self) -> Person:
        """This person without those they stand in for."""
        return replace(self, stands_in_for=frozenset())

    @property
    def is_system(self) -> bool:
        """Whether nobody acts: the clock does."""
        return self == THE_SYSTEM

    def has(self, *roles: Role) -> bool:
        """Whether one of these roles was given, whatever its scope."""
        return any(grant.role in roles for grant in self.grants)

    def is_trained(self, today: date) -> bool:
        """Whether the person's training is current on this day."""
        return self.trained_until is not None and self.trained_until >= today


THE_SYSTEM = Person(id=0, ref="system", name="the system", grants=frozenset())
"""Who acts when nobody does."""


@dataclass(frozen=True)
class Subject:
    """A policy and its assessment, as far as the rules need them."""

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
        """The owner and the deputy: they sign nothing for a policy of their own."""
        return frozenset({self.owner_id} | ({self.deputy_id} if self.deputy_id else set()))
