"""A small life to measure on, made by the real commands."""

from __future__ import annotations

from ria.db.store import Store
from ria.models import Operation, SubjectType
from ria.permissions.person import Grant
from ria.queries.accounts.people import user_by_email
from ria.queries.assessment.case import ActionInput
from ria.queries.assessment.editions import latest_assessment, policy_by_reference
from ria.services.accounts.accounts import add_user
from ria.services.organisation.places import add_committee, add_unit
from ria.services.process.take_action import take_action
from ria.services.register.register import Registration, register_policy
from workflows.actions import Action
from workflows.roles import Role


def a_policy_in_screening(store: Store) -> tuple[int, int]:
    """One policy whose screening is open: the ids of its assessment and of its owner."""
    unit_id = add_unit(store, "Policy unit")
    committee_id = add_committee(store, "Operations", "Operations")
    add_user(
        store,
        name="Policy developer",
        email="developer@ria.example",
        password_hash="none",
        grants=[Grant(Role.DEVELOPER)],
    )
    with store.read_session() as session:
        user = user_by_email(session, "developer@ria.example")
        assert user is not None and user.id is not None
        owner_id = user.id
    reference = register_policy(
        store,
        actor_id=owner_id,
        given=Registration(
            title="Server patching",
            subject_type=SubjectType.PROCEDURE,
            committee_id=committee_id,
            unit_id=unit_id,
            owner_id=owner_id,
            operation=Operation.PROPOSED,
        ),
        token="register",
    )
    with store.read_session() as session:
        policy = policy_by_reference(session, reference)
        assert policy is not None and policy.id is not None
        assessment = latest_assessment(session, policy.id)
        assert assessment is not None and assessment.id is not None
        assessment_id = assessment.id
    take_action(
        store,
        assessment_id=assessment_id,
        action=Action.START,
        actor_id=owner_id,
        given=ActionInput(),
        token="start",
    )
    return assessment_id, owner_id
