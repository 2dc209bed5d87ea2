"""The rules that grant a permission. Each judges the person and, if there is one, the subject."""

from __future__ import annotations

from collections.abc import Callable

from ria.permissions.person import Person, Subject
from workflows.roles import Role

Rule = Callable[[Person | None, Subject | None], bool]


def anyone(_person: Person | None, _subject: Subject | None) -> bool:
    """The public."""
    return True


def signed_in(person: Person | None, _subject: Subject | None) -> bool:
    """Anyone with an account."""
    return person is not None


def role(*roles: Role) -> Rule:
    """Anyone with one of these roles."""

    def rule(person: Person | None, _subject: Subject | None) -> bool:
        return person is not None and person.has(*roles)

    return rule


def owner(person: Person | None, subject: Subject | None) -> bool:
    """The policy's owner or deputy, or a person who stands in for one of them."""
    if person is None or subject is None:
        return False
    return not person.acts_for.isdisjoint((subject.owner_id, subject.deputy_id))


def asked_to_sign(person: Person | None, subject: Subject | None) -> bool:
    """Somebody who was asked for a signature."""
    return person is not None and subject is not None and person.id in subject.asked_to_sign


def sees_to_condition(person: Person | None, subject: Subject | None) -> bool:
    """Somebody responsible for a condition of "agree if"."""
    return person is not None and subject is not None and person.id in subject.sees_to


def invited(person: Person | None, subject: Subject | None) -> bool:
    """Somebody the owner invited to contribute to this edition."""
    return person is not None and subject is not None and person.id in subject.invited


def publisher(person: Person | None, subject: Subject | None) -> bool:
    """The Strategy Unit, while an approved assessment is being prepared for publication."""
    if person is None or subject is None or not subject.being_published:
        return False
    return person.has(Role.STRATEGY_UNIT)


def unit_head(person: Person | None, subject: Subject | None) -> bool:
    """The head of the policy's unit."""
    if person is None or subject is None:
        return False
    return any(g.role is Role.UNIT_HEAD and g.unit_id == subject.unit_id for g in person.grants)


def committee(person: Person | None, subject: Subject | None) -> bool:
    """Chair or secretary of the policy's committee."""
    if person is None or subject is None:
        return False
    return any(
        g.role in (Role.CHAIR, Role.SECRETARY) and g.committee_id == subject.committee_id
        for g in person.grants
    )


def committee_before_it(person: Person | None, subject: Subject | None) -> bool:
    """Chair or secretary, for what is now before their committee."""
    return subject is not None and subject.before_committee and committee(person, subject)


def scrutiny(person: Person | None, subject: Subject | None) -> bool:
    """Scrutiny, which sees everything that is not restricted."""
    if person is None or subject is None or subject.restricted:
        return False
    return person.has(Role.SCRUTINY)
