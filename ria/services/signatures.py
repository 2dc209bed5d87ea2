"""Signatures: ask somebody for one, and give one. It covers the content that was read."""

from __future__ import annotations

from dataclasses import asdict

from sqlmodel import col, select

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import Condition, SignatureKind, SignatureRequest, SignOff
from ria.outbox import enqueue
from ria.permissions import Permission, Person, may
from ria.queries.capacities import can_be_signed
from ria.queries.content import form_content
from ria.queries.people import as_person, people_with, user_by_ref
from ria.queries.settings import current_settings
from ria.queries.subjects import form_stage
from ria.services.errors import Forbidden, Invalid, Stale, Unmet
from ria.services.loading import Loaded, demand, load
from ria.services.once import done_before, remember
from ria.services.signing import Signing, check_signing
from workflows.roles import Role
from workflows.stages import APPROVAL

PERMISSIONS = {
    SignatureKind.SECOND: Permission.SIGN_SECOND,
    SignatureKind.ADVISER: Permission.SIGN_ADVISER,
    SignatureKind.LEGAL: Permission.SIGN_LEGAL,
    SignatureKind.COMMITTEE: Permission.SIGN_COMMITTEE,
    SignatureKind.UNIT: Permission.SIGN_UNIT,
}

OFFICES: dict[SignatureKind, tuple[Role, ...]] = {
    SignatureKind.ADVISER: (Role.ADVISER,),
    SignatureKind.LEGAL: (Role.LEGAL,),
    SignatureKind.COMMITTEE: (Role.CHAIR, Role.SECRETARY),
    SignatureKind.UNIT: (Role.UNIT_HEAD,),
}
"""Whoever holds one of these offices is asked; a second signature is asked of one person."""


def ask_for_signature(
    store: Store,
    *,
    assessment_id: int,
    kind: SignatureKind,
    actor_id: int,
    asked_ref: str,
    token: str,
) -> None:
    """Ask the person called `asked_ref` for a signature; they are mailed and may read the form.

    Where an office signs, all who hold it are asked: `asked_ref` is then empty.
    Raises `Invalid` at `asked` for somebody who cannot sign, `Unmet`, `Forbidden`.
    """
    body = [assessment_id, kind, asked_ref]
    with unit_of_work(store) as unit:
        case = load(unit, assessment_id, actor_id, Permission.SIGNATURE_ASK)
        if done_before(unit, case.actor.id, token, body) is not None:
            return
        _awaits_approval(case, kind)
        for person in _asked(unit, case, kind, asked_ref):
            _ask(unit, case, kind, person)
        remember(unit, case.actor.id, token, body, "asked")


def _asked(unit: UnitOfWork, case: Loaded, kind: SignatureKind, asked_ref: str) -> list[Person]:
    if kind in OFFICES:
        found = _office_holders(unit, case, kind)
        if not found:
            raise Invalid("asked", "Nobody with an account holds this office.")
        return found
    user = user_by_ref(unit.session, asked_ref)
    if user is None or not user.active:
        raise Invalid("asked", "Choose who should sign.")
    person = as_person(user)
    if person.id in case.subject.contributors:
        raise Invalid("asked", "This person contributed to the form, so someone else must sign.")
    if not person.is_trained(unit.today):
        raise Invalid("asked", "This person's equality training is not current.")
    if _lacks_the_office(unit, person):
        raise Invalid("asked", "Only an equality adviser can give the second signature.")
    return [person]


def _office_holders(unit: UnitOfWork, case: Loaded, kind: SignatureKind) -> list[Person]:
    """Those of the office who could sign for this policy, by the same rule that lets them."""
    people = {
        person.id: person
        for role in OFFICES[kind]
        for person in map(as_person, people_with(unit.session, role))
    }
    return [p for p in people.values() if may(PERMISSIONS[kind], p, case.subject)]


def _ask(unit: UnitOfWork, case: Loaded, kind: SignatureKind, person: Person) -> None:
    stage = form_stage(case.assessment.stage)
    query = select(SignatureRequest).where(
        col(SignatureRequest.assessment_id) == case.assessment_id,
        col(SignatureRequest.stage) == stage,
        col(SignatureRequest.kind) == kind,
        col(SignatureRequest.asked_id) == person.id,
    )
    if unit.session.exec(query).first() is None:
        unit.session.add(
            SignatureRequest(
                assessment_id=case.assessment_id,
                stage=stage,
                kind=kind,
                asked_id=person.id,
                asked_by=case.actor.id,
                asked_at=unit.now,
            )
        )
    unit.record(
        case.policy.reference,
        "signature_asked",
        case.actor.ref,
        edition=case.assessment.edition,
        signature=kind,
        asked=person.ref,
    )
    enqueue(
        unit,
        "signature_wanted",
        recipient_id=person.id,
        assessment_id=case.assessment_id,
        signature=kind.value,
    )


def sign(
    store: Store,
    *,
    assessment_id: int,
    kind: SignatureKind,
    actor_id: int,
    given: Signing,
    token: str,
) -> None:
    """Give a signature. Raises `Stale` if the form has changed since it was read, `Forbidden`
    for an author or somebody who was not asked, `Unmet` outside an approval stage, `Invalid`."""
    body = [assessment_id, kind, asdict(given)]
    with unit_of_work(store) as unit:
        case = load(unit, assessment_id, actor_id, PERMISSIONS[kind])
        if done_before(unit, case.actor.id, token, body) is not None:
            return
        _awaits_approval(case, kind)
        _check_signer(unit, case, kind)
        check_signing(unit, kind, given)
        content_hash = _read_content(unit, case, given.seen)
        _write(unit, case, kind, given, content_hash)
        remember(unit, case.actor.id, token, body, "signed")


def _awaits_approval(case: Loaded, kind: SignatureKind) -> None:
    stage = case.assessment.stage
    if stage not in APPROVAL:
        raise Unmet("Signatures are given while a form awaits approval.")
    if not can_be_signed(stage, kind):
        raise Unmet("This form is not signed in that capacity.")


def _check_signer(unit: UnitOfWork, case: Loaded, kind: SignatureKind) -> None:
    demand(case, PERMISSIONS[kind])
    authors = case.subject.contributors | {case.subject.submitted_by}
    if case.actor.id in authors:
        raise Forbidden("You contributed to this form, so someone else must sign.")
    if not authors.isdisjoint(case.actor.stands_in_for):
        raise Forbidden(
            "You stand in for somebody who contributed to this form, so someone else must sign."
        )
    if kind is SignatureKind.SECOND and not case.actor.is_trained(unit.today):
        raise Forbidden("Your equality training is not current, so someone else must sign.")
    if kind is SignatureKind.SECOND and _lacks_the_office(unit, case.actor):
        raise Forbidden("Only an equality adviser can give the second signature.")


def _lacks_the_office(unit: UnitOfWork, person: Person) -> bool:
    """Whether the second signature is the adviser's here, and this is none."""
    house = current_settings(unit.session)
    return house.second_signature_by == "adviser" and not person.has(Role.ADVISER)


def _read_content(unit: UnitOfWork, case: Loaded, seen: str) -> str:
    form = form_stage(case.assessment.stage).value
    content = form_content(unit.session, unit.store.sets, case.assessment_id, form)
    if content is None or content.hash != seen:
        raise Stale("The form has changed since you opened this page. Read it again.")
    return content.hash


def _write(
    unit: UnitOfWork, case: Loaded, kind: SignatureKind, given: Signing, content_hash: str
) -> None:
    row = SignOff(
        assessment_id=case.assessment_id,
        stage=form_stage(case.assessment.stage),
        kind=kind,
        verdict=given.verdict,
        reason=given.reason.strip(),
        minute_reference=given.minute_reference.strip(),
        decided_on=given.decided_on or unit.today,
        content_hash=content_hash,
        signed_by=case.actor.id,
        signed_at=unit.now,
        deferred_to=given.deferred_to,
        dissent=given.dissent.strip(),
        interests=given.interests.strip(),
        interval_months=given.interval_months,
        ratify_by=given.ratify_by,
    )
    unit.session.add(row)
    unit.session.flush()
    _write_conditions(unit, case, row, given)
    unit.record(
        case.policy.reference,
        "signed",
        case.actor.ref,
        edition=case.assessment.edition,
        signature=kind,
        verdict=given.verdict,
        reason=row.reason,
        minute_reference=row.minute_reference,
        decided_on=row.decided_on,
        content_hash=content_hash,
        conditions=[asdict(condition) for condition in given.conditions],
        deferred_to=row.deferred_to,
        dissent=row.dissent,
        interests=row.interests,
        interval_months=row.interval_months,
        ratify_by=row.ratify_by,
    )


def _write_conditions(unit: UnitOfWork, case: Loaded, row: SignOff, given: Signing) -> None:
    assert row.id is not None
    for condition in given.conditions:
        owner = user_by_ref(unit.session, condition.owner_ref)
        if owner is None or not owner.active or owner.id is None:
            raise Invalid("conditions", "Choose who sees to each condition.")
        unit.session.add(
            Condition(
                sign_off_id=row.id,
                assessment_id=case.assessment_id,
                text=condition.text.strip(),
                owner_id=owner.id,
                due_on=condition.due_on,
                before_publication=condition.before_publication,
            )
        )
