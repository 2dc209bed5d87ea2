"""A throttle for public forms: so many attempts in so many minutes, and no more.

Attempts are counted for each minute, in the database, under keyed digests: no address is stored and
none can be recovered. An attempt is counted before its contents are looked at, so that a hundred
simultaneous attempts count as a hundred. A refused attempt is not counted, so that the wait ends
when the page said it would.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import text
from sqlmodel import Session, col, delete, func, select, update

from ria.db.store import Store
from ria.history import UnitOfWork
from ria.models import ThrottleCount
from ria.models.types import sort_key
from ria.services.kit.errors import Refused


class By(StrEnum):
    """What attempts are counted by."""

    ACCOUNT = "account"
    """The address of an account as it was typed, whether or not there is one."""
    ADDRESS = "address"
    """The network address."""


@dataclass(frozen=True)
class Limit:
    """At most `most` attempts in `minutes`, for each value of each key that it counts by."""

    name: str
    most: int
    minutes: int
    by: tuple[By, ...]

    @property
    def wait(self) -> str:
        """How long until attempts are let through again, in words."""
        return "1 minute" if self.minutes == 1 else f"{self.minutes} minutes"


@dataclass(frozen=True)
class Attempt:
    """One attempt: when it was made, and the digest of each value that it is counted by."""

    limit: Limit
    minute: int
    digests: Mapping[By, str]

    @property
    def until(self) -> int:
        """The first minute in which it no longer counts."""
        return self.minute + self.limit.minutes

    @property
    def ordered(self) -> list[tuple[str, By]]:
        """The digests in one order for every process, so that locks cannot deadlock."""
        return sorted((digest, by) for by, digest in self.digests.items())


class TooManyAttempts(Refused):
    """The limit is reached for one of the keys."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(f"There were too many attempts. Try again in {limit.wait}.")
        self.limit = limit


def attempt(store: Store, limit: Limit, values: Mapping[By, str], at: datetime) -> Attempt:
    """Return an attempt at this instant of the machine's clock.

    `values` holds the value of each key of the limit; other keys are ignored.
    """
    digests = {by: _digest(store, limit, by, values[by]) for by in limit.by}
    return Attempt(limit, int(at.timestamp()) // 60, digests)


def count(store: Store, made: Attempt) -> None:
    """Count an attempt, in a transaction of its own, and delete expired ones.

    Raises `TooManyAttempts`; then nothing that was asked for may be done.
    """
    with store.writer() as session:
        for digest, _ in made.ordered:
            _add_one(session, made, digest)
            if _attempts(session, made, digest) > made.limit.most:
                raise TooManyAttempts(made.limit)
        old = col(ThrottleCount.until_minute) <= made.minute
        session.exec(delete(ThrottleCount).where(old))
        session.commit()


def give_back(unit: UnitOfWork, made: Attempt, *, clear: By) -> None:
    """Take back an attempt that succeeded, and delete the failed ones of the key `clear`."""
    for digest, by in made.ordered:
        of_key = (
            col(ThrottleCount.limit_name) == made.limit.name,
            col(ThrottleCount.key) == digest,
        )
        if by is clear:
            unit.session.exec(delete(ThrottleCount).where(*of_key))
        else:
            one_less = update(ThrottleCount).values(attempts=col(ThrottleCount.attempts) - 1)
            its_minute = col(ThrottleCount.until_minute) == made.until
            unit.session.exec(one_less.where(*of_key, its_minute))


def _digest(store: Store, limit: Limit, by: By, value: str) -> str:
    key = f"{limit.name}:{store.settings.secret}".encode()
    same = sort_key(value.strip()) if by is By.ACCOUNT else value
    content = f"{by}:{same}".encode("utf-8", "surrogatepass")
    return hmac.new(key, content, hashlib.sha256).hexdigest()


def _add_one(session: Session, made: Attempt, digest: str) -> None:
    """Count one more in a single statement: simultaneous attempts on PostgreSQL all count."""
    statement = text(
        "INSERT INTO throttle_count (limit_name, key, until_minute, attempts) "
        "VALUES (:limit_name, :key, :until_minute, 1) "
        "ON CONFLICT (limit_name, key, until_minute) "
        "DO UPDATE SET attempts = throttle_count.attempts + 1"
    )
    values = {"limit_name": made.limit.name, "key": digest, "until_minute": made.until}
    session.connection().execute(statement, values)


def _attempts(session: Session, made: Attempt, digest: str) -> int:
    """The number of attempts in the minutes that count. Minutes in the future do not: a clock that
    was once ahead must not lock anybody out.
    """
    query = select(func.coalesce(func.sum(ThrottleCount.attempts), 0)).where(
        col(ThrottleCount.limit_name) == made.limit.name,
        col(ThrottleCount.key) == digest,
        col(ThrottleCount.until_minute).between(made.minute + 1, made.until),
    )
    return int(session.exec(query).one())
