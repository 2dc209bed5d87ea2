"""Which policies can be handed over, from whom and by whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session, col, func, or_, select

from ria.history.canonical import canonical, digest
from ria.models import Policy, User
from ria.models.types import sort_key
from ria.permissions.person import Person
from workflows.roles import Role


@dataclass(frozen=True)
class Held:
    """The policies that somebody owns or deputises for, in the order of their ids."""

    policies: tuple[Policy, ...] = ()


def held_by(session: Session, user_id: int, unit_ids: Collection[int] | None = None) -> Held:
    """The policies this account owns or deputises for: in these units, or (None) anywhere."""
    query = (
        select(Policy)
        .where(or_(col(Policy.owner_id) == user_id, col(Policy.deputy_id) == user_id))
        .order_by(col(Policy.id))
    )
    if unit_ids is not None:
        query = query.where(col(Policy.unit_id).in_(unit_ids))
    return Held(tuple(session.exec(query)))


def units_headed(person: Person) -> frozenset[int] | None:
    """The units whose policies this person may hand over for others; None: everywhere."""
    if person.has(Role.ADMINISTRATOR):
        return None
    return frozenset(
        grant.unit_id
        for grant in person.grants
        if grant.role is Role.UNIT_HEAD and grant.unit_id is not None
    )


def holders(session: Session, unit_ids: Collection[int] | None) -> dict[str, str]:
    """Return everybody who holds a policy (in these units), by reference, with the number of
    policies. Deactivated accounts are included.
    """
    query = (
        select(User.ref, User.name, func.count())
        .join(Policy, or_(col(Policy.owner_id) == User.id, col(Policy.deputy_id) == User.id))
        .group_by(col(User.id), col(User.ref), col(User.name))
    )
    if unit_ids is not None:
        query = query.where(col(Policy.unit_id).in_(unit_ids))
    found = sorted(session.exec(query), key=lambda row: (sort_key(row[1]), row[0]))
    return {
        ref: f"{name} ({count} {'policy' if count == 1 else 'policies'})"
        for ref, name, count in found
    }


def takers(session: Session, unit_ids: Collection[int] | None) -> dict[str, str]:
    """All active accounts (in these units) that could take policies, by reference."""
    query = select(User).where(col(User.active).is_(True))
    if unit_ids is not None:
        query = query.where(col(User.unit_id).in_(unit_ids))
    users = sorted(session.exec(query), key=lambda user: (sort_key(user.name), user.ref))
    return {user.ref: user.name for user in users}


def as_seen(policy: Policy) -> str:
    """The hash of a policy's owner and deputy, for detecting edits since a page was shown."""
    return digest(canonical([policy.reference, policy.owner_id, policy.deputy_id]))
