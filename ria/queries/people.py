"""People, as the rules and the pages need them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from ria.models import RoleGrant, User
from ria.models.types import sort_key
from ria.permissions import Grant, Person
from workflows.roles import Role


def as_person(user: User) -> Person:
    """The account as the permission rules see it."""
    assert user.id is not None
    return Person(
        id=user.id,
        ref=user.ref,
        name=user.name,
        grants=frozenset(Grant(g.role, g.unit_id, g.committee_id) for g in user.grants),
        unit_id=user.unit_id,
        trained_until=user.trained_until,
    )


def person(session: Session, user_id: int) -> Person | None:
    """The active account with this id; None for a missing or deactivated one."""
    user = session.get(User, user_id)
    return as_person(user) if user is not None and user.active else None


def user_by_email(session: Session, email: str) -> User | None:
    """The account with this address, in whatever case it is written."""
    return session.exec(select(User).where(col(User.email_key) == sort_key(email))).first()


def user_by_ref(session: Session, ref: str) -> User | None:
    """The account the history calls by this reference."""
    return session.exec(select(User).where(col(User.ref) == ref)).first()


def people_with(session: Session, role: Role, *, committee_id: int | None = None) -> list[User]:
    """Active people with a role (for a committee), by id."""
    query = (
        select(User)
        .join(RoleGrant, col(RoleGrant.user_id) == col(User.id))
        .where(col(User.active).is_(True), col(RoleGrant.role) == role)
        .order_by(col(User.id))
        .distinct()
    )
    if committee_id is not None:
        query = query.where(col(RoleGrant.committee_id) == committee_id)
    return list(session.exec(query))


def active_people(session: Session) -> list[User]:
    """Everyone who can be named in a form, by name."""
    users = session.exec(select(User).where(col(User.active).is_(True)))
    return sorted(users, key=lambda user: (sort_key(user.name), user.ref))


def names(session: Session, user_ids: Iterable[int | None]) -> dict[int, str]:
    """The names of these accounts, by id, in one query."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    query = select(User.id, User.name).where(col(User.id).in_(wanted))
    return {user_id: name for user_id, name in session.exec(query) if user_id is not None}
