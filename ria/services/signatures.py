"""Signatures: ask somebody for one, and give one. It covers the content that was read."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel import col, select

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import SignatureKind, SignatureRequest, SignOff, Verdict
from ria.outbox import enqueue
from ria.permissions import Permission, Person
from ria.queries.content import form_content
from ria.queries.people import as_person, people_with, user_by_ref
from ria.queries.subjects import form_stage
from ria.services.errors import Forbidden, Invalid, Stale, Unmet
from ria.services.loading import Loaded, demand, load
from ria.services.once import done_before, remember
from workflows.roles import Role
from workflows.stages import APPROVAL

SHORTEST_REASON = 10

PERMISSIONS = {
    SignatureKind.SECOND: Permission.SIGN_SECOND,
    SignatureKind.COMMITTEE: Permission.SIGN_COMMITTEE,
}


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

    A committee's signature is asked of its chair and secretary: `asked_ref` is then empty.
    Raises `Invalid` at `asked` for somebody who cannot sign, `Unmet`, `Forbidden`.
    """
    body = [assessment_id, kind, asked_ref]
    with unit_of_work(store) as unit:
        case = load(unit, assessment_id, actor_id, Permission.SIGNATURE_ASK)
        if done_before(unit, case.actor.id, token, body) is not None:
            return
        _awaits_approval(case)
        for person in _asked(unit, case, kind, asked_ref):
            _ask(unit, case, kind, person)
        remember(unit, case.actor.id, token, body, "asked")


def _asked(unit: UnitOfWork, case: Loaded, kind: SignatureKind, asked_ref: str) -> list[Person]:
    if kind is SignatureKind.COMMITTEE:
        found = [
            as_person(user)
            for role in (Role.CHAIR, Role.SECRETARY)
            for user in people_with(unit.session, role, committee_id=case.policy.committee_id)
        ]
        if not found:
            raise Invalid("asked", "This committee has no chair or secretary with an account.")
        return found
    user = user_by_ref(unit.session, asked_ref)
    if user is None or not user.active:
        raise Invalid("asked", "Choose who should sign.")
    person = as_person(user)
    if person.id in case.subject.contributors:
        raise Invalid("asked", "This person contributed to the form, so someone else must sign.")
    if not person.is_trained(unit.today):
        raise Invalid("asked", "This person's equality training is not current.")
    return [person]


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


@dataclass(frozen=True)
class Signing:
    """What is typed to sign. `seen` is the hash of the content that was read."""

    verdict: Verdict
    reason: str
    seen: str
    decided_on: date | None = None
    minute_reference: str = ""


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
        _awaits_approval(case)
        _check_signer(unit, case, kind)
        _check_signing(unit, kind, given)
        content_hash = _read_content(unit, case, given.seen)
        _write(unit, case, kind, given, content_hash)
        remember(unit, case.actor.id, token, body, "signed")


def _awaits_approval(case: Loaded) -> None:
    if case.assessment.stage not in APPROVAL:
        raise Unmet("Signatures are given while a form awaits approval.")


def _check_signer(unit: UnitOfWork, case: Loaded, kind: SignatureKind) -> None:
    demand(case, PERMISSIONS[kind])
    if case.actor.id in case.subject.contributors or case.actor.id == case.subject.submitted_by:
        raise Forbidden("You contributed to this form, so someone else must sign.")
    if kind is SignatureKind.SECOND and not case.actor.is_trained(unit.today):
        raise Forbidden("Your equality training is not current, so someone else must sign.")


def _check_signing(unit: UnitOfWork, kind: SignatureKind, given: Signing) -> None:
    if len(given.reason.strip()) < SHORTEST_REASON:
        raise Invalid("reason", "Say in a sentence why you agree or do not agree.")
    if given.decided_on is not None and given.decided_on > unit.today:
        raise Invalid("decided_on", "The committee's decision cannot lie in the future.")
    if kind is SignatureKind.COMMITTEE:
        if given.decided_on is None:
            raise Invalid("decided_on", "Give the day on which the committee decided.")
        if not given.minute_reference.strip():
            raise Invalid("minute_reference", "Give the minute's number or title.")


def _read_content(unit: UnitOfWork, case: Loaded, seen: str) -> str:
    form = form_stage(case.assessment.stage).value
    content = form_content(unit.session, unit.store.sets, case.assessment_id, form)
    if content is None or content.hash != seen:
        raise Stale("The form has changed since you opened this page. Read it again.")
    return content.hash


def _write(
    unit: UnitOfWork, case: Loaded, kind: SignatureKind, given: Signing, content_hash: str
) -> None:
    decided_on = given.decided_on or unit.today
    unit.session.add(
        SignOff(
            assessment_id=case.assessment_id,
            stage=form_stage(case.assessment.stage),
            kind=kind,
            verdict=given.verdict,
            reason=given.reason.strip(),
            minute_reference=given.minute_reference.strip(),
            decided_on=decided_on,
            content_hash=content_hash,
            signed_by=case.actor.id,
            signed_at=unit.now,
        )
    )
    unit.record(
        case.policy.reference,
        "signed",
        case.actor.ref,
        edition=case.assessment.edition,
        signature=kind,
        verdict=given.verdict,
        reason=given.reason.strip(),
        minute_reference=given.minute_reference.strip(),
        decided_on=decided_on,
        content_hash=content_hash,
    )
