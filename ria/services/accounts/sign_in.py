"""Signing in and out. Guessing is throttled by account and by network address: an attempt is
counted before the password is looked at, and given back when the password was right.
"""

from __future__ import annotations

import uuid

from ria.db.store import Store
from ria.history import ORGANISATION, SYSTEM, UnitOfWork, unit_of_work
from ria.models import User
from ria.services.kit.errors import NotFound
from ria.services.kit.throttle import Attempt, By, Limit, give_back

SIGN_IN = Limit("sign-in", most=10, minutes=10, by=(By.ACCOUNT, By.ADDRESS))


def refuse_attempt(store: Store, tried: Attempt) -> None:
    """Record a failed attempt. The digest tells attacks on one account from attacks on many."""
    with unit_of_work(store) as unit:
        unit.record(ORGANISATION, "sign_in_refused", SYSTEM, account=tried.digests[By.ACCOUNT][:16])


def signed_in(store: Store, user_id: int, tried: Attempt) -> None:
    """Record that somebody signed in, and clear the count of failures on their account."""
    with unit_of_work(store) as unit:
        user = _user(unit, user_id)
        give_back(unit, tried, clear=By.ACCOUNT)
        unit.record(ORGANISATION, "signed_in", user.ref)


def sign_out(store: Store, user_id: int) -> None:
    """End every session of an account on the server, which also invalidates copied cookies."""
    with unit_of_work(store) as unit:
        user = _user(unit, user_id)
        user.fs_uniquifier = uuid.uuid4().hex
        unit.save(user)
        unit.record(ORGANISATION, "signed_out", user.ref)


def store_stronger_hash(store: Store, user_id: int, password_hash: str) -> None:
    """Store a new hash of the same password, made because the old one had become weak."""
    with unit_of_work(store) as unit:
        user = _user(unit, user_id)
        user.password = password_hash
        unit.save(user)
        unit.record(ORGANISATION, "password_rehashed", user.ref)


def _user(unit: UnitOfWork, user_id: int) -> User:
    user = unit.session.get(User, user_id)
    if user is None:
        raise NotFound
    return user
