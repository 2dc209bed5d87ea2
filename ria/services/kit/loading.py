"""How commands load what they act on: the permission is checked, and the policy is locked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ria.history import UnitOfWork
from ria.models import Assessment, Policy, User
from ria.permissions.map import Permission, in_place_of, is_party, may
from ria.permissions.person import Person, Subject
from ria.queries.accounts.people import person
from ria.queries.assessment.editions import policy_by_reference
from ria.queries.assessment.subject import subject_of
from ria.services.kit.errors import Forbidden, NotFound
from workflows.roles import Party


@dataclass(frozen=True)
class Loaded:
    """An edition, its policy (locked), and the acting person."""

    policy: Policy
    assessment: Assessment
    actor: Person
    subject: Subject

    @property
    def assessment_id(self) -> int:
        """The edition's id."""
        assert self.assessment.id is not None
        return self.assessment.id

    @property
    def answerable(self) -> tuple[int, ...]:
        """The policy's owner and deputy."""
        policy = self.policy
        return (policy.owner_id, *([policy.deputy_id] if policy.deputy_id else []))

    def record(self, unit: UnitOfWork, kind: str, **what: object) -> None:
        """Record what the actor did to the edition; see `UnitOfWork.record`."""
        edition = self.assessment.edition
        unit.record(self.policy.reference, kind, self.actor.ref, edition=edition, **what)

    def is_one_of(self, parties: Iterable[Party]) -> bool:
        """Whether the actor is one of these parties of the process table."""
        return any(is_party(self.actor, party, self.subject) for party in parties)


def the_actor(unit: UnitOfWork, actor_id: int) -> Person:
    """The person who acts. Raises `Forbidden` for an account that is missing or deactivated."""
    found = person(unit.session, actor_id, unit.today)
    if found is None:
        raise Forbidden("Your account is no longer active.")
    return found


def load(
    unit: UnitOfWork, assessment_id: int, actor_id: int, permission: Permission | None = None
) -> Loaded:
    """Load an edition to act on. Raises `NotFound`, or `Forbidden` without the permission.

    The policy is locked before anything is read, so that what is read stays true until the commit.
    """
    policy = unit.lock_policy_of(assessment_id)
    if policy is None:
        raise NotFound
    found = unit.session.get_one(Assessment, assessment_id, populate_existing=True)
    actor = the_actor(unit, actor_id)
    loaded = Loaded(policy, found, actor, subject_of(unit.session, policy, found))
    if permission is not None:
        demand(loaded, permission)
    return loaded


def load_policy(
    unit: UnitOfWork, reference: str, actor_id: int, permission: Permission
) -> tuple[Policy, Person, Subject]:
    """Load a policy to act on, whatever its editions, and lock it. Raises like `load`."""
    policy = locked_policy(unit, reference)
    actor = the_actor(unit, actor_id)
    subject = subject_of(unit.session, policy, None)
    if not may(permission, actor, subject):
        raise Forbidden
    return policy, actor, subject


def locked_policy(unit: UnitOfWork, reference: str) -> Policy:
    """The policy of this reference, locked. Raises `NotFound`."""
    found = policy_by_reference(unit.session, reference)
    if found is None or found.id is None:
        raise NotFound
    policy = unit.lock_policy(found.id)
    assert policy is not None
    return policy


def demand(loaded: Loaded, permission: Permission) -> None:
    """Raise `Forbidden` unless the actor has this permission for the policy."""
    if not may(permission, loaded.actor, loaded.subject):
        raise Forbidden


def for_whom(unit: UnitOfWork, loaded: Loaded, permission: Permission) -> dict[str, str]:
    """What the history adds if the actor acts for an absent person: `for_ref`."""
    return named(unit, in_place_of(permission, loaded.actor, loaded.subject))


def named(unit: UnitOfWork, absent_id: int | None) -> dict[str, str]:
    """`for_ref` of the absent person; nothing if there is none."""
    return {} if absent_id is None else {"for_ref": unit.session.get_one(User, absent_id).ref}
