"""Addresses that a mail server refuses: marked at the first refusal, until somebody mends them."""

from __future__ import annotations

from ria.db.store import Store
from ria.history import ORGANISATION, SYSTEM, UnitOfWork, unit_of_work
from ria.models import User
from ria.services.accounts.administration import administrator, the_account
from ria.services.kit.idempotency import done_before, remember


def address_fails(unit: UnitOfWork, user: User) -> None:
    """Set down that an address takes no mail: from now on, others are told in their place."""
    if user.mail_fails_since is None:
        user.mail_fails_since = unit.now
        unit.session.add(user)
        unit.session.flush()
        unit.record(ORGANISATION, "address_fails", SYSTEM, account=user.ref)


def address_works(unit: UnitOfWork, user: User, by: str = SYSTEM) -> None:
    """Set down that an address which was refused may be written to again."""
    if user.mail_fails_since is not None:
        user.mail_fails_since = None
        unit.session.add(user)
        unit.record(ORGANISATION, "address_works", by, account=user.ref)


def use_address(store: Store, *, ref: str, actor_id: int, token: str) -> None:
    """Write to an address again that was refused. Where it was not, nothing is done.

    Raises `NotFound`, `Taken`, or `Forbidden` for anybody but an administrator.
    """
    with unit_of_work(store) as unit:
        actor = administrator(unit, actor_id)
        if done_before(unit, actor.id, token, ["address", ref]) is not None:
            return
        address_works(unit, the_account(unit, ref), actor.ref)
        remember(unit, actor.id, token, ["address", ref], ref)
