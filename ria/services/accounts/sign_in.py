"""Signing in and out, and the brake on guessing.

Failures are counted by account and by network address for each minute, in the database, under
keyed digests: no address is kept and none can be recovered. An attempt is counted before the
password is looked at, so that a hundred guesses at once count as a hundred; it is given back when
the password was right.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import col, delete, func, select

from ria.db.store import Store
from ria.history import ORGANISATION, SYSTEM, UnitOfWork, unit_of_work
from ria.models import Counter, User
from ria.models.types import sort_key
from ria.services.kit.errors import NotFound, Refused

MOST_FAILURES = 10
WINDOW_MINUTES = 10
_PREFIX = "sign-in-failures"


@dataclass(frozen=True)
class Attempt:
    """One try to sign in: digests of the account typed and of where it came from."""

    account: str
    origin: str
    minute: int


def attempt(store: Store, *, email: str, address: str, at: datetime) -> Attempt:
    """Return an attempt from this network address at this instant of the system clock."""
    return Attempt(
        account=_digest(store, "account", sort_key(email.strip())),
        origin=_digest(store, "origin", address),
        minute=int(at.timestamp()) // 60,
    )


class TooManyAttempts(Refused):
    """Too many failures on this account, or from this network address, in the last minutes."""

    def __init__(self) -> None:
        super().__init__(f"There were too many attempts. Try again in {WINDOW_MINUTES} minutes.")


def begin_attempt(store: Store, tried: Attempt) -> None:
    """Count an attempt. Raises `TooManyAttempts`; the password must not be checked then."""
    with unit_of_work(store) as unit:
        for key in _keys(tried):
            _count(unit, _name(tried.minute, key), 1)
            if _failures(unit, key, tried.minute) > MOST_FAILURES:
                raise TooManyAttempts
        _forget_old(unit, tried.minute)


def refuse_attempt(store: Store, tried: Attempt) -> None:
    """Record that an attempt failed. The digest distinguishes attacks on one account from attacks
    on many.
    """
    with unit_of_work(store) as unit:
        unit.record(ORGANISATION, "sign_in_refused", SYSTEM, account=tried.account[:16])


def signed_in(store: Store, user_id: int, tried: Attempt) -> None:
    """Record that somebody signed in, and clear the count of failures on their account."""
    with unit_of_work(store) as unit:
        user = _user(unit, user_id)
        names = [_name(minute, tried.account) for minute in _window(tried.minute)]
        unit.session.exec(delete(Counter).where(col(Counter.name).in_(names)))
        _count(unit, _name(tried.minute, tried.origin), -1)
        unit.record(ORGANISATION, "signed_in", user.ref)


def sign_out(store: Store, user_id: int) -> None:
    """End every session of an account on the server, which also invalidates copied cookies."""
    with unit_of_work(store) as unit:
        user = _user(unit, user_id)
        user.fs_uniquifier = uuid.uuid4().hex
        unit.session.add(user)
        unit.record(ORGANISATION, "signed_out", user.ref)


def store_stronger_hash(store: Store, user_id: int, password_hash: str) -> None:
    """Store a new hash of the same password, made because the old one had become weak."""
    with unit_of_work(store) as unit:
        user = _user(unit, user_id)
        user.password = password_hash
        unit.session.add(user)
        unit.record(ORGANISATION, "password_rehashed", user.ref)


def _user(unit: UnitOfWork, user_id: int) -> User:
    user = unit.session.get(User, user_id)
    if user is None:
        raise NotFound
    return user


def _digest(store: Store, kind: str, typed: str) -> str:
    key = f"sign-in:{store.settings.secret}".encode()
    content = f"{kind}:{typed}".encode("utf-8", "surrogatepass")
    return hmac.new(key, content, hashlib.sha256).hexdigest()


def _keys(tried: Attempt) -> tuple[str, str]:
    first, second = sorted((tried.account, tried.origin))  # one order, so that locks never cross
    return first, second


def _window(minute: int) -> range:
    return range(minute - WINDOW_MINUTES + 1, minute + 1)


def _name(minute: int, key: str) -> str:
    return f"{_PREFIX}:{minute:012d}:{key}"


def _failures(unit: UnitOfWork, key: str, minute: int) -> int:
    names = [_name(m, key) for m in _window(minute)]
    query = select(func.coalesce(func.sum(Counter.value), 0)).where(col(Counter.name).in_(names))
    return int(unit.session.exec(query).one())


def _count(unit: UnitOfWork, name: str, by: int) -> None:
    """Change the count in one statement, so that simultaneous attempts on PostgreSQL are all
    counted.
    """
    statement = text(
        "INSERT INTO counter (name, value) VALUES (:name, :by) "
        "ON CONFLICT (name) DO UPDATE SET value = counter.value + :by"
    )
    unit.session.connection().execute(statement, {"name": name, "by": by})


def _forget_old(unit: UnitOfWork, minute: int) -> None:
    oldest = _name(minute - WINDOW_MINUTES, "")
    old = (col(Counter.name) >= f"{_PREFIX}:", col(Counter.name) < oldest)
    unit.session.exec(delete(Counter).where(*old))
