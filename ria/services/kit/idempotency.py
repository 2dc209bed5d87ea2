"""One effect for each form, however often its button is pressed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from ria.history import UnitOfWork
from ria.history.canonical import canonical, digest
from ria.models import Counter, IdempotencyToken
from ria.services.kit.errors import Invalid, Taken

TOKEN_LENGTH = 64


def done_before(unit: UnitOfWork, user_id: int, token: str, body: Any) -> str | None:
    """Return the outcome of this form if it was sent before; None for the first time.

    Raises `Taken` if the same token came with another body, `Invalid` if there is no token.
    """
    if not token or len(token) > TOKEN_LENGTH:
        raise Invalid("token", "Open the page again: this form has lost its number.")
    earlier = unit.session.exec(_EARLIER, params={"user": user_id, "token": token}).first()
    if earlier is None:
        return None
    if earlier.fingerprint != digest(canonical(body)):
        raise Taken
    return earlier.outcome


_EARLIER = select(IdempotencyToken).where(
    col(IdempotencyToken.user_id) == bindparam("user"),
    col(IdempotencyToken.token) == bindparam("token"),
)


def remember(unit: UnitOfWork, user_id: int, token: str, body: Any, outcome: str) -> None:
    """Store the outcome of this form, in the transaction that caused it."""
    unit.save(
        IdempotencyToken(
            user_id=user_id,
            token=token,
            fingerprint=digest(canonical(body)),
            outcome=outcome,
            at=unit.now,
        )
    )


def next_number(unit: UnitOfWork, name: str) -> int:
    """The next number under a name, from 1, without gaps."""
    query = select(Counter).where(col(Counter.name) == name).with_for_update()
    counter = unit.session.exec(query).first()
    if counter is None:
        unit.hold(f"counter:{name}")  # two transactions that create the row take turns
        counter = unit.session.exec(query).first() or Counter(name=name, value=0)
    counter.value += 1
    unit.save(counter)
    return counter.value
