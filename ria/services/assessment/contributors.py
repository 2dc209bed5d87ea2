"""Contributors: the owner invites others to help fill in the forms of an assessment."""

from __future__ import annotations

from sqlmodel import col, select

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import InvitedContributor, User, target_of
from ria.outbox import enqueue
from ria.permissions.map import Permission
from ria.queries.accounts.people import user_by_ref
from ria.services.kit.errors import Invalid, Unmet
from ria.services.kit.loading import Loaded, for_whom, load
from workflows.stages import ENDED


def invite(store: Store, *, assessment_id: int, actor_id: int, person_ref: str) -> None:
    """Let somebody read this edition's forms and answer their questions. The person is mailed.

    Idempotent. Raises `Invalid` at `person` without an active account or for a person who already
    has the policy, `Unmet` once the assessment has ended, and `Forbidden`.
    """
    with unit_of_work(store) as unit:
        case = load(unit, assessment_id, actor_id, Permission.CONTRIBUTORS_INVITE)
        if case.assessment.stage in ENDED:
            raise Unmet("The assessment has ended, so there is nothing to contribute to.")
        person = user_by_ref(unit.session, person_ref)
        if person is None or person.id is None or not person.active:
            raise Invalid("person", "Choose whom you invite")
        if person.id in (case.policy.owner_id, case.policy.deputy_id):
            raise Invalid("person", "The owner and the deputy fill the forms in anyway")
        if _invitation(unit, case, person) is not None:
            return
        unit.save(
            InvitedContributor(
                assessment_id=case.assessment_id,
                user_id=person.id,
                invited_by=case.actor.id,
                invited_at=unit.now,
            )
        )
        _record(unit, case, "contributor_invited", person)
        enqueue(unit, "invited", recipient_id=person.id, about=target_of(case.assessment))


def uninvite(store: Store, *, assessment_id: int, actor_id: int, person_ref: str) -> None:
    """Withdraw an invitation. What the person wrote stays, and so does the record that they wrote
    it: they can neither decide on that form nor sign it. Idempotent.
    """
    with unit_of_work(store) as unit:
        case = load(unit, assessment_id, actor_id, Permission.CONTRIBUTORS_INVITE)
        person = user_by_ref(unit.session, person_ref)
        row = _invitation(unit, case, person) if person is not None else None
        if person is None or row is None:
            return
        unit.delete(row)
        _record(unit, case, "contributor_removed", person)


def _invitation(unit: UnitOfWork, case: Loaded, person: User) -> InvitedContributor | None:
    query = select(InvitedContributor).where(
        col(InvitedContributor.assessment_id) == case.assessment_id,
        col(InvitedContributor.user_id) == person.id,
    )
    return unit.session.exec(query).first()


def _record(unit: UnitOfWork, case: Loaded, kind: str, person: User) -> None:
    case.record(
        unit,
        kind,
        person=person.ref,
        **for_whom(unit, case, Permission.CONTRIBUTORS_INVITE),
    )
