"""Units and committees, for the administrator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, func, select

from ria.history.canonical import canonical, digest
from ria.models import Committee, Policy, Unit, User
from ria.models.types import sort_key


@dataclass(frozen=True)
class Place:
    """One unit or committee, with the number of policies and people that belong to it."""

    id: int
    name: str
    remit: str
    policies: int
    people: int


def units(session: Session) -> list[Place]:
    """Every unit by name, with its policies and its people."""
    policies = _counted(session, col(Policy.unit_id))
    people = _counted(session, col(User.unit_id))
    rows = session.exec(select(Unit)).all()
    return _sorted(
        Place(u.id, u.name, "", policies.get(u.id, 0), people.get(u.id, 0)) for u in rows if u.id
    )


def committees(session: Session) -> list[Place]:
    """Every committee by name, with its policies."""
    policies = _counted(session, col(Policy.committee_id))
    rows = session.exec(select(Committee)).all()
    return _sorted(Place(c.id, c.name, c.remit, policies.get(c.id, 0), 0) for c in rows if c.id)


def place_state(place: Unit | Committee) -> str:
    """Return the hash of everything that can be changed about it, for detecting edits made since a
    page was shown.
    """
    return digest(canonical([place.name, getattr(place, "remit", "")]))


def named_alike(
    session: Session, model: type[Unit] | type[Committee], name: str
) -> set[int | None]:
    """Return the ids of the units or committees with this name, ignoring case."""
    wanted = sort_key(name)
    rows = session.exec(select(model.id, model.name)).all()
    return {row_id for row_id, other in rows if sort_key(other) == wanted}


def _counted(session: Session, column: Mapped[int] | Mapped[int | None]) -> dict[int | None, int]:
    rows = session.exec(select(column, func.count()).group_by(column))
    return {place_id: count for place_id, count in rows}


def _sorted(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: sort_key(place.name))
