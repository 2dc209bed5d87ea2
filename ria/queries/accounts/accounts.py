"""Accounts for the administrator: the list, one account, and the responsibilities of its person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from ria.history.canonical import canonical, digest
from ria.models import (
    Assessment,
    Committee,
    Condition,
    Policy,
    RoleGrant,
    SignatureRequest,
    Unit,
    User,
)
from ria.permissions.person import Grant
from ria.queries.kit.keyset import Keyset, nearest
from ria.queries.kit.paging import From, Slice, sliced
from ria.queries.kit.search import search
from workflows.roles import Role
from workflows.stages import ENDED


@dataclass(frozen=True)
class AccountFilters:
    """The filters of the list of accounts."""

    words: str = ""
    role: Role | None = None
    active: bool | None = True


@dataclass(frozen=True)
class AccountLine:
    """One account as the list shows it."""

    id: int
    ref: str
    name: str
    email: str
    roles: tuple[Role, ...]
    unit: str
    trained_until: date | None
    active: bool
    has_password: bool
    is_refused: bool


@dataclass(frozen=True)
class Holdings:
    """A person's responsibilities that must have a new holder before they leave."""

    owned: tuple[Policy, ...] = ()
    deputised: tuple[Policy, ...] = ()
    conditions: tuple[tuple[Condition, Policy], ...] = ()
    claimed: tuple[tuple[Assessment, Policy], ...] = ()
    asked: tuple[Policy, ...] = ()
    stands_in_for: tuple[User, ...] = ()
    sole: tuple[str, ...] = field(default=())


BY_NAME = Keyset(col(User.id), (func.lower(col(User.name)),))


def accounts(session: Session, filters: AccountFilters, start: From) -> Slice[AccountLine]:
    """One page of the accounts, by name; what is looked for by how well it answers."""
    query = (
        select(User, Unit.name)
        .join(Unit, col(Unit.id) == col(User.unit_id), isouter=True)
        .where(*_passing(filters))
    )
    wanted = search(session, User, filters.words)
    lines = [_line(user, unit) for user, unit in nearest(session, query, BY_NAME, start, wanted)]
    return sliced(lines, start, lambda line: line.id)


def account_state(user: User) -> str:
    """Return the hash of everything an administrator can change about an account, for detecting
    edits made since a page was shown.
    """
    grants = sorted(
        [grant.role, grant.unit_id or 0, grant.committee_id or 0] for grant in user.grants
    )
    return digest(canonical([user.name, user.email, user.unit_id, user.trained_until, grants]))


def scoped(session: Session, grants: list[Grant]) -> list[list[str]]:
    """Roles with the unit or committee they are for, sorted, for pages and history."""
    units = {unit.id: unit.name for unit in session.exec(select(Unit))}
    committees = {committee.id: committee.name for committee in session.exec(select(Committee))}
    return sorted(
        [grant.role.value, units.get(grant.unit_id) or committees.get(grant.committee_id) or ""]
        for grant in grants
    )


def grants_of(user: User) -> list[Grant]:
    """The account's roles with their scope."""
    return [Grant(grant.role, grant.unit_id, grant.committee_id) for grant in user.grants]


def is_last(session: Session, user: User, role: Role) -> bool:
    """Whether this active account is the only active one with the role."""
    query = (
        select(func.count(func.distinct(col(User.id))))
        .join(RoleGrant, col(RoleGrant.user_id) == col(User.id))
        .where(col(User.active).is_(True), col(RoleGrant.role) == role, col(User.id) != user.id)
    )
    has_it = any(grant.role is role for grant in user.grants)
    return user.active and has_it and session.exec(query).one() == 0


def holdings(session: Session, user: User) -> Holdings:
    """A person's present responsibilities, in a fixed number of queries."""
    by_reference = col(Policy.reference_key)
    owned = select(Policy).where(col(Policy.owner_id) == user.id).order_by(by_reference)
    deputised = select(Policy).where(col(Policy.deputy_id) == user.id).order_by(by_reference)
    helped = select(User).where(col(User.stand_in_id) == user.id, col(User.active).is_(True))
    return Holdings(
        owned=tuple(session.exec(owned)),
        deputised=tuple(session.exec(deputised)),
        conditions=_conditions(session, user),
        claimed=_claimed(session, user),
        asked=_asked(session, user),
        stands_in_for=tuple(session.exec(helped.order_by(col(User.id)))),
        sole=_sole(session, user),
    )


def _conditions(session: Session, user: User) -> tuple[tuple[Condition, Policy], ...]:
    query = (
        select(Condition, Policy)
        .join(Assessment, col(Assessment.id) == col(Condition.assessment_id))
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
        .where(col(Condition.owner_id) == user.id, col(Condition.met_on).is_(None))
        .order_by(col(Condition.id))
    )
    return tuple((condition, policy) for condition, policy in session.exec(query))


def _claimed(session: Session, user: User) -> tuple[tuple[Assessment, Policy], ...]:
    query = (
        select(Assessment, Policy)
        .join(Policy, col(Policy.id) == col(Assessment.policy_id))
        .where(col(Assessment.claimed_by) == user.id)
        .order_by(col(Assessment.id))
    )
    return tuple((assessment, policy) for assessment, policy in session.exec(query))


def _asked(session: Session, user: User) -> tuple[Policy, ...]:
    """Return the policies with a running edition that this person was asked to sign."""
    asked = (
        select(SignatureRequest.id)
        .join(Assessment, col(Assessment.id) == col(SignatureRequest.assessment_id))
        .where(
            col(Assessment.policy_id) == col(Policy.id),
            col(SignatureRequest.asked_id) == user.id,
            col(Assessment.stage).not_in(ENDED),
        )
    )
    query = select(Policy).where(asked.exists()).order_by(col(Policy.reference_key))
    return tuple(session.exec(query))


def _sole(session: Session, user: User) -> tuple[str, ...]:
    """Return the names of the committees that would be left without a chair."""
    others = (
        select(RoleGrant.committee_id)
        .join(User, col(User.id) == col(RoleGrant.user_id))
        .where(
            col(RoleGrant.role) == Role.CHAIR,
            col(User.active).is_(True),
            col(User.id) != user.id,
        )
    )
    served = set(session.exec(others))
    chaired = {g.committee_id for g in user.grants if g.role is Role.CHAIR} - served
    query = select(Committee.name).where(col(Committee.id).in_(chaired))
    return tuple(session.exec(query.order_by(col(Committee.name))))


def _passing(filters: AccountFilters) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    if filters.role is not None:
        holders = select(RoleGrant.user_id).where(col(RoleGrant.role) == filters.role)
        tests.append(col(User.id).in_(holders))
    if filters.active is not None:
        tests.append(col(User.active).is_(filters.active))
    return tests


def _line(user: User, unit: str | None) -> AccountLine:
    assert user.id is not None
    return AccountLine(
        id=user.id,
        ref=user.ref,
        name=user.name,
        email=user.email,
        roles=tuple(dict.fromkeys(grant.role for grant in user.grants)),
        unit=unit or "",
        trained_until=user.trained_until,
        active=user.active,
        has_password=bool(user.password),
        is_refused=user.mail_fails_since is not None,
    )
