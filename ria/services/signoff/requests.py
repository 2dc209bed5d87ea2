"""Ask for signatures: choose who is asked, mail them, and let them read the form.

When a form is submitted, the required signatures that belong to an office are asked for
automatically. The second signature is given by one person, whom somebody chooses.
"""

from __future__ import annotations

from sqlmodel import col, select

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import SignatureKind, SignatureRequest, target_of
from ria.outbox import enqueue
from ria.permissions.map import Permission, may
from ria.permissions.person import Person
from ria.queries.accounts.people import absent_for, as_person, people_with, user_by_ref
from ria.queries.assessment.case import Case
from ria.queries.organisation.settings import current_settings
from ria.queries.process.signature_capacities import still_needed
from ria.services.deadlines.approval_clock import set_clock
from ria.services.deadlines.signatures import committee_asked
from ria.services.kit.errors import Invalid
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import Loaded, load
from ria.services.signoff.verdicts import PERMISSIONS, awaits_approval, lacks_the_office
from workflows.roles import Role
from workflows.stages import form_stage

OFFICES: dict[SignatureKind, tuple[Role, ...]] = {
    SignatureKind.ADVISER: (Role.ADVISER,),
    SignatureKind.LEGAL: (Role.LEGAL,),
    SignatureKind.COMMITTEE: (Role.CHAIR, Role.SECRETARY),
    SignatureKind.UNIT: (Role.UNIT_HEAD,),
}
"""The offices whose holders are asked for each signature. A second signature is asked of one
person.
"""


def ask_for_signature(
    store: Store,
    *,
    assessment_id: int,
    kind: SignatureKind,
    actor_id: int,
    asked_ref: str,
    token: str,
) -> None:
    """Ask the person with the reference `asked_ref` for a signature; they are mailed and may read
    the form.

    If an office signs, all who hold it are asked and `asked_ref` is empty. Raises `Invalid` at
    `asked` for somebody who cannot sign, `Unmet`, `Forbidden`.
    """
    body = [assessment_id, kind, asked_ref]
    with unit_of_work(store) as unit:
        case = load(unit, assessment_id, actor_id, Permission.SIGNATURE_ASK)
        if done_before(unit, case.actor.id, token, body) is not None:
            return
        awaits_approval(case, kind)
        for person in _asked(unit, case, kind, asked_ref):
            _ask(unit, case, kind, person)
        set_clock(unit, case.policy, case.assessment)
        remember(unit, case.actor.id, token, body, "asked")


def ask_for_what_is_needed(unit: UnitOfWork, loaded: Loaded, case: Case) -> None:
    """Ask for every signature that approving this form requires and that belongs to an office.

    `case` is already at the approval stage. Nobody is asked who contributed, submitted the form, or
    stands in for somebody who did. If nobody is left, the decision page continues to show what is
    missing.
    """
    second_by = current_settings(unit.session).second_signature_by
    for kind in still_needed(unit.session, unit.store, case, unit.today):
        role = Role.ADVISER if kind is SignatureKind.SECOND and second_by == "adviser" else None
        if kind not in OFFICES and role is None:
            continue
        roles = (role,) if role else OFFICES[kind]
        for person in _free(unit, loaded, _holders(unit, loaded, kind, roles)):
            _ask(unit, loaded, kind, person, by_itself=True)
    set_clock(unit, loaded.policy, loaded.assessment)


def _free(unit: UnitOfWork, case: Loaded, people: list[Person]) -> list[Person]:
    """Those of them without a conflict of interest, whether their own or that of a person for whom
    they stand in.
    """
    bound = case.subject.contributors | case.subject.answer_for_it
    bound |= {case.assessment.submitted_by or 0}
    return [
        person
        for person in people
        if bound.isdisjoint({person.id} | absent_for(unit.session, person.id, unit.today))
    ]


def _asked(unit: UnitOfWork, case: Loaded, kind: SignatureKind, asked_ref: str) -> list[Person]:
    if kind in OFFICES:
        return _of_the_office(unit, case, kind)
    user = user_by_ref(unit.session, asked_ref)
    if user is None or not user.active:
        raise Invalid("asked", "Choose who should sign.")
    person = as_person(user)
    if person.id in case.subject.contributors:
        raise Invalid("asked", "This person contributed to the form, so someone else must sign.")
    if person.id in case.subject.answer_for_it:
        raise Invalid("asked", "The owner and the deputy sign nothing for their own policy.")
    if not person.is_trained(unit.today):
        raise Invalid("asked", "This person's equality training is not current.")
    if lacks_the_office(unit, person):
        raise Invalid("asked", "Only an equality adviser can give the second signature.")
    return [person]


def _of_the_office(unit: UnitOfWork, case: Loaded, kind: SignatureKind) -> list[Person]:
    """Everybody who holds the office and can sign for this policy."""
    found = _holders(unit, case, kind, OFFICES[kind])
    if not found:
        raise Invalid("asked", "Nobody with an account holds this office.")
    free = [person for person in found if person.id not in case.subject.answer_for_it]
    if not free:
        raise Invalid(
            "asked",
            "Only the policy's owner or deputy holds this office, and they do not sign for a "
            "policy of their own. Give the office to somebody else, or hand the policy over.",
        )
    return free


def _holders(
    unit: UnitOfWork, case: Loaded, kind: SignatureKind, roles: tuple[Role, ...]
) -> list[Person]:
    """Those who hold one of these roles and could sign for this policy, by the same rule that
    permits signing. For a second signature it is enough to be trained: the request itself permits
    signing.
    """
    people = {
        person.id: person
        for role in roles
        for person in map(as_person, people_with(unit.session, role))
    }
    if kind is SignatureKind.SECOND:
        return [p for p in people.values() if p.is_trained(unit.today)]
    return [p for p in people.values() if may(PERMISSIONS[kind], p, case.subject)]


def _ask(
    unit: UnitOfWork, case: Loaded, kind: SignatureKind, person: Person, *, by_itself: bool = False
) -> None:
    stage = form_stage(case.assessment.stage)
    query = select(SignatureRequest).where(
        col(SignatureRequest.assessment_id) == case.assessment_id,
        col(SignatureRequest.stage) == stage,
        col(SignatureRequest.kind) == kind,
        col(SignatureRequest.asked_id) == person.id,
    )
    if unit.session.exec(query).first() is None:
        unit.save(
            SignatureRequest(
                assessment_id=case.assessment_id,
                stage=stage,
                kind=kind,
                asked_id=person.id,
                asked_by=case.actor.id,
                asked_at=unit.now,
            )
        )
    if kind is SignatureKind.COMMITTEE:
        committee_asked(unit, case.assessment)
    case.record(
        unit,
        "signature_asked",
        signature=kind,
        asked=person.ref,
        **({"by_itself": True} if by_itself else {}),
    )
    enqueue(
        unit,
        "signature_wanted",
        recipient_id=person.id,
        about=target_of(case.assessment),
        signature=kind.value,
    )
