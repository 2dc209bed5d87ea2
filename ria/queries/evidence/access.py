"""Who may see a source: decided by its audience, and by the policy for which it was added.

The rule exists twice: `permission_for` names the permission for one source, `visible_to` is the
same rule as a database condition for a whole list. A test compares the two for everybody.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, true
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from forms.questions.question import Audience
from ria.models import Assessment, Evidence, InvitedContributor, Policy, SignatureRequest
from ria.permissions.map import Permission
from ria.permissions.person import Person
from workflows.roles import Role
from workflows.stages import Stage

_EVERYWHERE = (Role.STRATEGY_UNIT, Role.ADVISER, Role.LEGAL)
_NOT_BEFORE_IT = (Stage.REGISTERED, Stage.SCREENING)


def permission_for(evidence: Evidence, policy: Policy) -> Permission:
    """The permission needed to see this source."""
    return permission_of(evidence.audience, policy)


def permission_of(audience: Audience, policy: Policy) -> Permission:
    """The permission needed to see what is meant for an audience. What is internal to a restricted
    policy is as restricted as the policy.
    """
    if audience is Audience.PRIVILEGED:
        return Permission.EVIDENCE_PRIVILEGED
    inside = audience is Audience.INTERNAL and policy.restricted
    if audience is Audience.RESTRICTED or inside:
        return Permission.EVIDENCE_RESTRICTED
    return Permission.EVIDENCE_READ


def visible_to(person: Person) -> ColumnElement[bool]:
    """The condition, on Evidence joined with its Policy, that this person may see the row."""
    audience = col(Evidence.audience)
    inside = and_(audience == Audience.INTERNAL, col(Policy.restricted).is_(True))
    restricted = or_(audience == Audience.RESTRICTED, inside)
    privileged = audience == Audience.PRIVILEGED
    return or_(
        not_(or_(restricted, privileged)),
        and_(restricted, _reads_inside(person)),
        and_(privileged, true() if person.has(Role.LEGAL) else false()),
    )


def _reads_inside(person: Person) -> ColumnElement[bool]:
    if person.has(*_EVERYWHERE):
        return true()
    units = {g.unit_id for g in person.grants if g.role is Role.UNIT_HEAD}
    boards = {g.committee_id for g in person.grants if g.role in (Role.CHAIR, Role.SECRETARY)}
    return or_(
        col(Policy.owner_id).in_(person.acts_for),
        col(Policy.deputy_id).in_(person.acts_for),
        col(Policy.unit_id).in_(units),
        _named_in(SignatureRequest, col(SignatureRequest.asked_id), person),
        _named_in(InvitedContributor, col(InvitedContributor.user_id), person),
        and_(col(Policy.committee_id).in_(boards), _is_before_the_committee()),
    )


def _named_in(
    model: type[SignatureRequest] | type[InvitedContributor], who: Any, person: Person
) -> ColumnElement[bool]:
    """The condition that the person was asked or invited in the policy's newest edition."""
    rows = (
        select(model.id)
        .join(Assessment, col(Assessment.id) == col(model.assessment_id))
        .where(_is_newest_of_policy(), who == person.id)
    )
    return rows.correlate(Policy).exists()


def _is_before_the_committee() -> ColumnElement[bool]:
    newest = select(Assessment.id).where(
        _is_newest_of_policy(), col(Assessment.stage).not_in(_NOT_BEFORE_IT)
    )
    return newest.correlate(Policy).exists()


def _is_newest_of_policy() -> ColumnElement[bool]:
    later = aliased(Assessment)
    newer = select(later.id).where(
        later.policy_id == Assessment.policy_id, later.edition > Assessment.edition
    )
    return and_(col(Assessment.policy_id) == col(Policy.id), ~newer.correlate(Assessment).exists())
