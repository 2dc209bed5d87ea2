"""Absence: the dates on which somebody is away, and who stands in for them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from ria.db.store import Store
from ria.history import ORGANISATION, UnitOfWork, unit_of_work
from ria.models import User
from ria.permissions.map import Permission, may
from ria.permissions.person import Person
from ria.queries.accounts.people import user_by_ref
from ria.services.kit.errors import Forbidden, Invalid, NotFound
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import the_actor


@dataclass(frozen=True, kw_only=True)
class AbsenceInput:
    """The input for an absence. Both dates are part of it."""

    away_from: date
    away_until: date
    stand_in_ref: str


def set_away(store: Store, *, ref: str, actor_id: int, given: AbsenceInput, token: str) -> None:
    """Record an absence, entered by the person or by an administrator. Raises `Invalid`,
    `Forbidden`, `NotFound` or `Taken`.
    """
    body = [ref, asdict(given)]
    with unit_of_work(store) as unit:
        user, actor = _load(unit, ref, actor_id)
        if done_before(unit, actor.id, token, body) is not None:
            return
        stand_in = _check(unit, user, given)
        user.away_from, user.away_until = given.away_from, given.away_until
        user.stand_in_id = stand_in.id
        unit.save(user)
        unit.record(
            ORGANISATION,
            "away_set",
            actor.ref,
            account=ref,
            away_from=given.away_from,
            away_until=given.away_until,
            stand_in=stand_in.ref,
        )
        remember(unit, actor.id, token, body, ref)


def end_away(store: Store, *, ref: str, actor_id: int) -> None:
    """End or cancel an absence. Idempotent."""
    with unit_of_work(store) as unit:
        user, actor = _load(unit, ref, actor_id)
        if user.away_from is None and user.stand_in_id is None:
            return
        user.away_from = user.away_until = user.stand_in_id = None
        unit.save(user)
        unit.record(ORGANISATION, "away_ended", actor.ref, account=ref)


def _load(unit: UnitOfWork, ref: str, actor_id: int) -> tuple[User, Person]:
    actor = the_actor(unit, actor_id)
    if actor.ref != ref and not may(Permission.ACCOUNTS_MANAGE, actor):
        raise Forbidden
    user = user_by_ref(unit.session, ref)
    if user is None or not user.active:
        raise NotFound
    return user, actor


def _check(unit: UnitOfWork, user: User, given: AbsenceInput) -> User:
    """The stand-in. `Invalid` for dates in the wrong order, or if nobody can stand in."""
    if given.away_until < given.away_from:
        raise Invalid("away_until", "The last day away cannot be before the first")
    if given.away_until < unit.today:
        raise Invalid("away_until", "The last day away cannot have passed")
    stand_in = user_by_ref(unit.session, given.stand_in_ref)
    if stand_in is None or not stand_in.active or stand_in.id == user.id:
        raise Invalid("stand_in", "Choose somebody else with an open account")
    if _overlaps(stand_in, given):
        raise Invalid("stand_in", f"{stand_in.name} is away on some of these days. Choose another")
    return stand_in


def _overlaps(user: User, given: AbsenceInput) -> bool:
    if user.away_from is None or user.away_until is None:
        return False
    return user.away_from <= given.away_until and given.away_from <= user.away_until
