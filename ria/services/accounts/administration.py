"""The administrator's commands for creating and changing other people's accounts."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import date
from email.headerregistry import Address

from sqlmodel import col, select

from ria.db.store import Store
from ria.history import ORGANISATION, UnitOfWork, unit_of_work
from ria.models import Committee, RoleGrant, Unit, User
from ria.models.types import sort_key
from ria.outbox import enqueue
from ria.permissions.map import Permission, may
from ria.permissions.person import Grant, Person
from ria.queries.accounts.accounts import account_state, grants_of, is_last, scoped
from ria.queries.accounts.people import user_by_email, user_by_ref
from ria.services.kit.errors import Forbidden, Invalid, NotFound, Stale
from ria.services.kit.idempotency import done_before, next_number, remember
from ria.services.kit.loading import the_actor
from workflows.roles import Role

LONGEST_ADDRESS = 254
_OF_A_UNIT = (Role.UNIT_HEAD,)
_OF_A_COMMITTEE = (Role.CHAIR, Role.SECRETARY)


@dataclass(frozen=True, kw_only=True)
class AccountInput:
    """The input for an account."""

    name: str
    email: str
    grants: tuple[Grant, ...] = ()
    unit_id: int | None = None
    trained_until: date | None = None


def invite(store: Store, *, actor_id: int, given: AccountInput, token: str) -> str:
    """Create an account without a password, mail its person a link to choose one, and return its
    reference. Raises `Invalid`, `Forbidden` or `Taken`.
    """
    body = _body(given)
    with unit_of_work(store) as unit:
        actor = administrator(unit, actor_id)
        unit.hold("accounts")
        before = done_before(unit, actor.id, token, body)
        if before is not None:
            return before
        _check(unit, given)
        user = User(
            ref=f"U{next_number(unit, 'account')}",
            name=given.name,
            email=given.email,
            email_key=sort_key(given.email),
            fs_uniquifier=secrets.token_hex(32),
            unit_id=given.unit_id,
            trained_until=given.trained_until,
            created_at=unit.now,
        )
        unit.save(user)
        _give(unit, user, given.grants)
        unit.record(
            ORGANISATION, "account_opened", actor.ref, account=user.ref, **_facts(unit, given)
        )
        _send_link(unit, user)
        remember(unit, actor.id, token, body, user.ref)
        return user.ref


def invite_again(store: Store, *, ref: str, actor_id: int, token: str) -> None:
    """Mail the link again. Raises `Invalid` for a deactivated account, or one that has a password:
    its person can request a new one themselves.
    """
    with unit_of_work(store) as unit:
        actor = administrator(unit, actor_id)
        if done_before(unit, actor.id, token, ["invite", ref]) is not None:
            return
        user = the_account(unit, ref)
        if not user.active or user.password:
            raise Invalid("", "Only an open account without a password can be invited again.")
        _send_link(unit, user)
        unit.record(ORGANISATION, "invited_again", actor.ref, account=user.ref)
        remember(unit, actor.id, token, ["invite", ref], ref)


def change_account(
    store: Store, *, ref: str, actor_id: int, given: AccountInput, seen: str, token: str
) -> None:
    """Change an account; roles take effect from the next request. `seen` is the `account_state` of
    the page that was edited. Raises `Stale`, `Invalid`, `Forbidden`, `NotFound` or `Taken`.
    """
    body = [ref, _body(given)]
    with unit_of_work(store) as unit:
        actor = administrator(unit, actor_id)
        unit.hold("accounts")
        user = the_account(unit, ref)
        if done_before(unit, actor.id, token, body) is not None:
            return
        if account_state(user) != seen:
            raise Stale("Somebody else changed this account after you opened it.")
        _check(unit, given, user)
        old = _facts(unit, _as_given(user))
        changed = [n for n in ("name", "email") if getattr(user, n) != getattr(given, n)]
        user.name, user.email, user.email_key = given.name, given.email, sort_key(given.email)
        user.unit_id, user.trained_until = given.unit_id, given.trained_until
        if "email" in changed:
            user.mail_fails_since = None  # what was refused was the address before
        _replace_grants(unit, user, given.grants)
        unit.save(user)
        unit.record(
            ORGANISATION,
            "account_changed",
            actor.ref,
            account=ref,
            changed=changed,
            old=old,
            new=_facts(unit, given),
        )
        remember(unit, actor.id, token, body, ref)


def administrator(unit: UnitOfWork, actor_id: int) -> Person:
    """Return the acting person, who must be an administrator. Raises `Forbidden`."""
    actor = the_actor(unit, actor_id)
    if not may(Permission.ACCOUNTS_MANAGE, actor):
        raise Forbidden
    return actor


def the_account(unit: UnitOfWork, ref: str) -> User:
    """Return the account with this reference, active or not. Raises `NotFound`."""
    user = user_by_ref(unit.session, ref)
    if user is None:
        raise NotFound
    return user


def _send_link(unit: UnitOfWork, user: User) -> None:
    assert user.id is not None
    enqueue(unit, "account_opened", recipient_id=user.id)


def _check(unit: UnitOfWork, given: AccountInput, user: User | None = None) -> None:
    if not is_address(given.email):
        raise Invalid("email", "Enter an email address in full, such as name@example.org")
    holder = user_by_email(unit.session, given.email)
    if holder is not None and (user is None or holder.id != user.id):
        raise Invalid("email", "There is an account with this email address already")
    if given.unit_id is not None and unit.session.get(Unit, given.unit_id) is None:
        raise Invalid("unit_id", "Choose a unit")
    for grant in given.grants:
        _check_scope(unit, grant)
    keeps = any(grant.role is Role.ADMINISTRATOR for grant in given.grants)
    if user is not None and not keeps and is_last(unit.session, user, Role.ADMINISTRATOR):
        raise Invalid("roles", "Make somebody else administrator first: this is the last one")


def is_address(text: str) -> bool:
    """Whether mail can be sent to this address."""
    if len(text) > LONGEST_ADDRESS or not text.isprintable() or " " in text:
        return False
    try:
        found = Address(addr_spec=text)
    except Exception:  # the parser's own errors share no better base
        return False
    return bool(found.username and found.domain)


def _check_scope(unit: UnitOfWork, grant: Grant) -> None:
    wanted_unit, wanted_committee = grant.role in _OF_A_UNIT, grant.role in _OF_A_COMMITTEE
    if (grant.unit_id is not None) != wanted_unit:
        raise Invalid("roles", "A unit head is the head of a unit: choose which")
    if (grant.committee_id is not None) != wanted_committee:
        raise Invalid("roles", "A chair or a secretary serves a committee: choose which")
    if wanted_unit and unit.session.get(Unit, grant.unit_id) is None:
        raise Invalid("roles", "Choose a unit")
    if wanted_committee and unit.session.get(Committee, grant.committee_id) is None:
        raise Invalid("roles", "Choose a committee")


def _as_given(user: User) -> AccountInput:
    return AccountInput(
        name=user.name,
        email=user.email,
        grants=tuple(grants_of(user)),
        unit_id=user.unit_id,
        trained_until=user.trained_until,
    )


def _facts(unit: UnitOfWork, given: AccountInput) -> dict[str, object]:
    """Return what the history keeps: no name and no address of a person."""
    part = unit.session.get(Unit, given.unit_id) if given.unit_id else None
    return {
        "roles": scoped(unit.session, list(given.grants)),
        "unit": part.name if part else None,
        "trained_until": given.trained_until,
    }


def _replace_grants(unit: UnitOfWork, user: User, grants: tuple[Grant, ...]) -> None:
    rows = unit.session.exec(select(RoleGrant).where(col(RoleGrant.user_id) == user.id)).all()
    kept = set()
    for row in rows:
        grant = Grant(row.role, row.unit_id, row.committee_id)
        if grant in grants and grant not in kept:
            kept.add(grant)
        else:
            unit.delete(row)
    _give(unit, user, tuple(grant for grant in grants if grant not in kept))


def _give(unit: UnitOfWork, user: User, grants: tuple[Grant, ...]) -> None:
    assert user.id is not None
    for grant in dict.fromkeys(grants):
        unit.save(
            RoleGrant(
                user_id=user.id,
                role=grant.role,
                unit_id=grant.unit_id,
                committee_id=grant.committee_id,
            )
        )


def _body(given: AccountInput) -> dict[str, object]:
    grants = [[g.role.value, g.unit_id, g.committee_id] for g in given.grants]
    return {**asdict(given), "grants": grants}
