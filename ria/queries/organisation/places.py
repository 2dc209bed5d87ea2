"""Units and committees, for the administrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, func, select

from ria.models import Committee, Policy, Unit, User
from ria.models.types import sort_key
from ria.queries.kit.keyset import Keyset, nearest
from ria.queries.kit.paging import From, Slice, sliced
from ria.queries.kit.search import found_by, search


@dataclass(frozen=True)
class Place:
    """One unit or committee, with the number of policies and people that belong to it."""

    id: int
    name: str
    remit: str
    policies: int
    people: int


def units(session: Session, words: str, start: From) -> Slice[Place]:
    """One page of the units by name, with their policies and their people."""
    own = col(Unit.id)
    counts = (_count(col(Policy.unit_id), own), _count(col(User.unit_id), own))
    return _places(session, Unit, counts, words, start)


def committees(session: Session, words: str, start: From) -> Slice[Place]:
    """One page of the committees by name, with their policies; nobody belongs to one."""
    counts = (_count(col(Policy.committee_id), col(Committee.id)), literal(0))
    return _places(session, Committee, counts, words, start)


def place_choices(session: Session, model: type[Unit] | type[Committee]) -> list[tuple[int, str]]:
    """Id and name of every unit or committee, by name."""
    rows = session.exec(select(model.id, model.name)).all()
    return sorted(
        ((row_id, name) for row_id, name in rows if row_id), key=lambda row: sort_key(row[1])
    )


def _places(
    session: Session,
    model: type[Unit] | type[Committee],
    counts: tuple[Any, Any],
    words: str,
    start: From,
) -> Slice[Place]:
    name = func.lower(col(model.name))
    query = select(model, *counts).where(*found_by(search(session, model, words), col(model.id)))
    rows = nearest(session, query, Keyset(col(model.id), (name,)), start)
    places = [
        Place(row.id or 0, row.name, getattr(row, "remit", ""), policies, people)
        for row, policies, people in rows
    ]
    return sliced(places, start, lambda place: place.id)


def _count(column: Mapped[Any], own: Mapped[int | None]) -> Any:
    return select(func.count()).where(column == own).scalar_subquery()
