"""Accounts and their roles, as the command line and the demonstration set them up."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date

from ria.db.store import Store
from ria.history import ORGANISATION, SYSTEM, UnitOfWork, unit_of_work
from ria.models import RoleGrant, User
from ria.models.types import sort_key
from ria.permissions.person import Grant
from ria.queries.accounts.people import user_by_email, user_by_ref
from ria.services.kit.errors import Invalid
from ria.services.kit.idempotency import next_number


def add_user(
    store: Store,
    *,
    name: str,
    email: str,
    password_hash: str | None,
    grants: Iterable[Grant] = (),
    unit_id: int | None = None,
    trained_until: date | None = None,
    actor_ref: str = SYSTEM,
) -> str:
    """Create an account and return its reference ("U7"). Raises `Invalid` at `email` if it is
    taken.

    `password_hash` is an argon2 hash; clear passwords are never passed here. With None, the person
    chooses a password through a link in a mail and cannot sign in before.
    """
    given = tuple(grants)
    with unit_of_work(store) as unit:
        unit.hold("accounts")
        if user_by_email(unit.session, email) is not None:
            raise Invalid("email", "There is an account with this e-mail address already.")
        if "@" not in email.strip("@"):
            raise Invalid("email", "Give an e-mail address in full, such as name@example.org.")
        ref = f"U{next_number(unit, 'account')}"
        user = User(
            ref=ref,
            name=name,
            email=email,
            email_key=sort_key(email),
            password=password_hash,
            fs_uniquifier=secrets.token_hex(32),
            unit_id=unit_id,
            trained_until=trained_until,
            created_at=unit.now,
        )
        unit.save(user)
        _give(unit, user, given)
        unit.record(
            ORGANISATION,
            "account_opened",
            actor_ref,
            account=ref,
            roles=sorted(grant.role for grant in given),
            trained_until=trained_until,
        )
        return ref


def give_role(store: Store, user_ref: str, grant: Grant, actor_ref: str = SYSTEM) -> None:
    """Give an account another role. Raises `Invalid` at `user` for an unknown account."""
    with unit_of_work(store) as unit:
        user = _account(unit, user_ref)
        _give(unit, user, [grant])
        unit.record(ORGANISATION, "role_given", actor_ref, account=user_ref, role=grant.role)


def take_role(store: Store, user_ref: str, grant: Grant, actor_ref: str = SYSTEM) -> None:
    """Revoke a role, with effect from the next request."""
    with unit_of_work(store) as unit:
        user = _account(unit, user_ref)
        for row in list(user.grants):
            if Grant(row.role, row.unit_id, row.committee_id) == grant:
                unit.delete(row)
                unit.record(
                    ORGANISATION, "role_taken", actor_ref, account=user_ref, role=grant.role
                )


def set_active(store: Store, user_ref: str, active: bool, actor_ref: str = SYSTEM) -> None:
    """Deactivate an account, which ends its sessions at once, or activate it again."""
    with unit_of_work(store) as unit:
        user = _account(unit, user_ref)
        user.active = active
        user.fs_uniquifier = secrets.token_hex(32)
        unit.save(user)
        kind = "account_activated" if active else "account_deactivated"
        unit.record(ORGANISATION, kind, actor_ref, account=user_ref)


def _account(unit: UnitOfWork, ref: str) -> User:
    user = user_by_ref(unit.session, ref)
    if user is None:
        raise Invalid("user", "There is no such account.")
    return user


def _give(unit: UnitOfWork, user: User, grants: Iterable[Grant]) -> None:
    assert user.id is not None
    for grant in grants:
        unit.save(
            RoleGrant(
                user_id=user.id,
                role=grant.role,
                unit_id=grant.unit_id,
                committee_id=grant.committee_id,
            )
        )
