"""Mail addresses that a server refuses: marked at the first refusal until corrected."""

from __future__ import annotations

from ria.db.store import Store
from ria.history import ORGANISATION, SYSTEM, UnitOfWork, unit_of_work
from ria.models import User
from ria.services.accounts.administration import administrator, the_account
from ria.services.kit.idempotency import done_before, remember


def address_fails(unit: UnitOfWork, user: User) -> None:
    """Record that an address refuses mail. From now on, fallback recipients are written to."""
    if user.mail_fails_since is None:
        user.mail_fails_since = unit.now
        unit.save(user)
        unit.record(ORGANISATION, "address_fails", SYSTEM, account=user.ref)


def address_works(unit: UnitOfWork, user: User, by: str = SYSTEM) -> None:
    """Record that mail may be sent again to an address that was refused."""
    if user.mail_fails_since is not None:
        user.mail_fails_since = None
        unit.save(user)
        unit.record(ORGANISATION, "address_works", by, account=user.ref)


def use_address(store: Store, *, ref: str, actor_id: int, token: str) -> None:
    """Allow mail to an address that was refused. Does nothing if it was not.

    Raises `NotFound`, `Taken`, or `Forbidden` for anybody but an administrator.
    """
    with unit_of_work(store) as unit:
        actor = administrator(unit, actor_id)
        if done_before(unit, actor.id, token, ["address", ref]) is not None:
            return
        address_works(unit, the_account(unit, ref), actor.ref)
        remember(unit, actor.id, token, ["address", ref], ref)
