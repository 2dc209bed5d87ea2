"""People, for the permission rules and the pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, Protocol

import sqlalchemy as sql
from sqlalchemy import BindParameter, ColumnElement, Date, Select, String, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from ria.models import RoleGrant, Unit, User
from ria.models.types import sort_key
from ria.permissions.person import Grant, Person
from workflows.roles import Role


def as_person(user: User, stands_in_for: Iterable[int] = ()) -> Person:
    """Return the account as the permission rules see it."""
    assert user.id is not None
    return Person(
        id=user.id,
        ref=user.ref,
        name=user.name,
        grants=frozenset(Grant(g.role, g.unit_id, g.committee_id) for g in user.grants),
        unit_id=user.unit_id,
        trained_until=user.trained_until,
        stands_in_for=frozenset(stands_in_for),
        is_reached=user.is_reached,
    )


def person(session: Session, user_id: int, today: date | None = None) -> Person | None:
    """Return the active account with this id; None if it is missing or deactivated.

    `today` is needed to find the people they stand in for; without it there are none.
    """
    user = session.get(User, user_id)
    if user is None or not user.active:
        return None
    return as_person(user, absent_for(session, user_id, today) if today else ())


def absent_for(session: Session, user_id: int, today: date) -> frozenset[int]:
    """The ids of those who are away on this day and named this person as their stand-in."""
    found = session.execute(_absent_for(), {"stand_in": user_id, "today": today})
    return frozenset(found.scalars())


@cache
def _absent_for() -> Select[Any]:
    today = bindparam("today", type_=Date())
    is_theirs = col(User.stand_in_id) == bindparam("stand_in")
    return sql.select(col(User.id)).where(is_theirs, *_away(User, today))


def signed_in_with(session: Session, fs_uniquifier: str, today: date) -> tuple[User, bool] | None:
    """Return the account with this session key, and whether it stands in for anybody today. It is
    one query, since every request needs it.
    """
    found = session.execute(_signed_in_with(), {"key": fs_uniquifier, "today": today}).first()
    return (found[0], found[1]) if found is not None else None


@cache
def _signed_in_with() -> Select[User, bool]:
    """Build the query once: building it takes several times as long as running it."""
    absent, today = aliased(User), bindparam("today", type_=Date())
    stands_in = select(absent.id).where(absent.stand_in_id == User.id, *_away(absent, today))
    wanted = col(User.fs_uniquifier) == bindparam("key", type_=String())
    return sql.select(User, stands_in.exists()).where(wanted)


def _away(user: type[User], today: date | BindParameter[Any]) -> tuple[ColumnElement[bool], ...]:
    return (
        col(user.active).is_(True),
        col(user.away_from) <= today,
        col(user.away_until) >= today,
    )


class MayBeAway(Protocol):
    """Anything with the dates of an absence: an account, or a row read from it."""

    @property
    def away_from(self) -> date | None:
        """The first day."""

    @property
    def away_until(self) -> date | None:
        """The last day."""


def is_away(user: MayBeAway, today: date) -> bool:
    """Whether somebody is away on this day; both dates given are part of the absence."""
    if user.away_from is None or user.away_until is None:
        return False
    return user.away_from <= today <= user.away_until


def stand_in_of(session: Session, user: User, today: date) -> User | None:
    """Return the stand-in of somebody who is away today; None if the stand-in is away too."""
    if user.stand_in_id is None or not is_away(user, today):
        return None
    found = session.get(User, user.stand_in_id)
    return found if found is not None and found.active and not is_away(found, today) else None


def user_by_email(session: Session, email: str) -> User | None:
    """Return the account with this address, ignoring case."""
    return session.exec(select(User).where(col(User.email_key) == sort_key(email))).first()


def user_by_ref(session: Session, ref: str) -> User | None:
    """Return the account with this reference."""
    if not ref.isprintable():  # a NUL is an error to PostgreSQL, and in no reference
        return None
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


def ids_with(session: Session, role: Role) -> list[int]:
    """Return the ids of the active people with a role, in the same order as `people_with`."""
    return [user.id for user in people_with(session, role) if user.id is not None]


def active_people(session: Session) -> list[User]:
    """Return everyone who can be named in a form, by name."""
    users = session.exec(select(User).where(col(User.active).is_(True)))
    return sorted(users, key=lambda user: (sort_key(user.name), user.ref))


def people_to_name(
    session: Session, unit_id: int | None, words: str = "", kept: Iterable[int] = ()
) -> list[tuple[int, str]]:
    """Return who can be named for a policy: id, and name with office and unit. Policy developers
    come first, and among them those of this unit. `words` restricts the list to the people who
    match and those in `kept`.
    """
    wanted, always = sort_key(words).split(), set(kept)
    units = {unit.id: unit.name for unit in session.exec(select(Unit))}
    found = []
    for user in active_people(session):
        roles = {grant.role for grant in user.grants}
        about = [role.label for role in Role if role in roles] + [units.get(user.unit_id, "")]
        label = f"{user.name} ({', '.join(filter(None, about))})" if any(about) else user.name
        if all(word in sort_key(label) for word in wanted) or user.id in always:
            develops, same = Role.DEVELOPER in roles, user.unit_id == unit_id
            found.append((not develops, not same, user.id or 0, label))
    return [(user_id, label) for _, _, user_id, label in sorted(found, key=lambda row: row[:2])]


def names(session: Session, user_ids: Iterable[int | None]) -> dict[int, str]:
    """The names of these accounts, by id, in one query."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    if not wanted:
        return {}
    query = select(User.id, User.name).where(col(User.id).in_(wanted))
    return {user_id: name for user_id, name in session.exec(query) if user_id is not None}
