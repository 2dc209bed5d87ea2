"""What others do about a person's or their unit's policies, and which policies are current."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col, func, select

from ria.models import Assessment, Committee, InvitedContributor, Policy, User
from ria.permissions.person import Person
from ria.queries.deadlines.overdue import holder
from workflows.roles import Role
from workflows.stages import APPROVAL, CURRENT, OPEN, Stage

PAGE = 25
WITH_THE_UNIT = APPROVAL | {Stage.APPROVED}
STANDING = (CURRENT - APPROVAL - {Stage.REVIEW}) | {Stage.SCREENED_OUT, Stage.COVERED}


@dataclass(frozen=True)
class Watched:
    """One policy that somebody oversees. `on`: the day on which it is due, or is next reviewed."""

    reference: str
    title: str
    committee: str
    stage: Stage
    on: date | None
    holder: str


@dataclass(frozen=True)
class WatchedPage:
    """One page of such policies, and their total number."""

    rows: list[Watched]
    total: int


def with_others(session: Session, person: Person, number: int = 1) -> WatchedPage:
    """What is with others: of the person's own policies those that await a decision or publication,
    of the unit they head everything in progress. One query.
    """
    running = OPEN | (CURRENT - {Stage.CURRENT})
    tests = or_(
        _own(person) & col(Assessment.stage).in_(WITH_THE_UNIT),
        _headed(person) & ~_mine(person) & col(Assessment.stage).in_(running),
    )
    return _page(session, tests, col(Assessment.due_on), number)


def standing_policies(session: Session, person: Person, number: int = 1) -> WatchedPage:
    """Policies current, or screened and not assessed, with their next review. One query."""
    tests = or_(_mine(person), _headed(person)) & col(Assessment.stage).in_(STANDING)
    return _page(session, tests, col(Assessment.next_review_on), number)


def _mine(person: Person) -> ColumnElement[bool]:
    return or_(
        col(Policy.owner_id).in_(person.acts_for),
        func.coalesce(col(Policy.deputy_id), 0).in_(person.acts_for),
    )


def _own(person: Person) -> ColumnElement[bool]:
    invited = select(InvitedContributor.id).where(
        col(InvitedContributor.assessment_id) == col(Assessment.id),
        col(InvitedContributor.user_id) == person.id,
    )
    return or_(_mine(person), invited.exists())


def _headed(person: Person) -> ColumnElement[bool]:
    units = [grant.unit_id for grant in person.grants if grant.role is Role.UNIT_HEAD]
    return col(Policy.unit_id).in_([unit_id for unit_id in units if unit_id is not None])


def _page(
    session: Session, tests: ColumnElement[bool], when: Mapped[date | None], number: int
) -> WatchedPage:
    owner, claimant, later = aliased(User), aliased(User), aliased(Assessment)
    newer = select(later.id).where(
        col(later.policy_id) == col(Assessment.policy_id),
        col(later.edition) > col(Assessment.edition),
        col(Assessment.stage).in_(STANDING - CURRENT),
    )
    query = (
        select(Policy, Assessment, Committee.name)
        .join(Assessment, col(Assessment.policy_id) == col(Policy.id))
        .join(Committee, col(Committee.id) == col(Policy.committee_id))
        .join(owner, col(owner.id) == col(Policy.owner_id))
        .outerjoin(claimant, col(claimant.id) == col(Assessment.claimed_by))
        .add_columns(col(owner.name), col(claimant.name), func.count().over())
        .where(tests, ~newer.exists())
        .order_by(when.is_(None), when, col(Policy.title_key), col(Assessment.id))
        .offset((number - 1) * PAGE)
        .limit(PAGE)
    )
    found = session.execute(query).all()
    rows = [
        Watched(
            reference=policy.reference,
            title=policy.title,
            committee=committee,
            stage=edition.stage,
            on=edition.next_review_on if edition.stage in STANDING else edition.due_on,
            holder=holder("", edition.stage, owner=who, claimant=claimed),
        )
        for policy, edition, committee, who, claimed, _ in found
    ]
    return WatchedPage(rows, found[0][-1] if found else 0)
