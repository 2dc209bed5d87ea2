"""Give a signature. It applies to the content that was read."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import Condition, SignatureKind, SignOff
from ria.queries.accounts.people import user_by_ref
from ria.queries.assessment.form_content import form_content
from ria.queries.process.conflict_of_interest import in_whose_place, own_policy
from ria.services.deadlines.signatures import condition_set, signed
from ria.services.kit.errors import Forbidden, Invalid, Stale
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import Loaded, demand, load
from ria.services.signoff.verdicts import (
    PERMISSIONS,
    Signing,
    awaits_approval,
    check_signing,
    lacks_the_office,
)
from workflows.stages import form_stage


def sign(
    store: Store,
    *,
    assessment_id: int,
    kind: SignatureKind,
    actor_id: int,
    given: Signing,
    token: str,
) -> None:
    """Give a signature. Raises `Stale` if the form has changed since it was read, `Forbidden` for
    an author or somebody who was not asked, `Unmet` outside an approval stage, `Invalid`.
    """
    body = [assessment_id, kind, asdict(given)]
    with unit_of_work(store) as unit:
        case = load(unit, assessment_id, actor_id, PERMISSIONS[kind])
        if done_before(unit, case.actor.id, token, body) is not None:
            return
        awaits_approval(case, kind)
        _check_signer(unit, case, kind)
        check_signing(unit, case, kind, given)
        content_hash = _read_content(unit, case, given.seen)
        _write(unit, case, kind, given, content_hash)
        remember(unit, case.actor.id, token, body, "signed")


def _check_signer(unit: UnitOfWork, case: Loaded, kind: SignatureKind) -> None:
    demand(case, PERMISSIONS[kind])
    authors = case.subject.contributors | {case.subject.submitted_by or 0}
    if case.actor.id in authors:
        raise Forbidden("You contributed to this form, so someone else must sign.")
    absent = in_whose_place(unit.session, case.actor, authors)
    if absent:
        raise Forbidden(
            f"You stand in for {absent}, who contributed to this form, so you are bound as they "
            "are and someone else must sign."
        )
    own = own_policy(unit.session, case.actor, case.subject)
    if own:
        raise Forbidden(own)
    if kind is SignatureKind.SECOND and not case.actor.is_trained(unit.today):
        raise Forbidden("Your equality training is not current, so someone else must sign.")
    if kind is SignatureKind.SECOND and lacks_the_office(unit, case.actor):
        raise Forbidden("Only an equality adviser can give the second signature.")


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
        review_on=given.review_on,
        ratify_by=given.ratify_by,
    )
    unit.save(row)
    _write_conditions(unit, case, row, given)
    record_signature(
        unit,
        case,
        row,
        conditions=[asdict(condition) for condition in given.conditions],
        deferred_to=row.deferred_to,
        dissent=row.dissent,
        interests=row.interests,
        interval_months=row.interval_months,
        review_on=row.review_on,
        ratify_by=row.ratify_by,
    )


def record_signature(unit: UnitOfWork, case: Loaded, row: SignOff, **more: Any) -> None:
    """Record the event of a signature, with the details in `more` if it was given in a form, and
    what falls due because of it.
    """
    signed(unit, case.assessment, row)
    case.record(
        unit,
        "signed",
        signature=row.kind,
        verdict=row.verdict,
        reason=row.reason,
        minute_reference=row.minute_reference,
        decided_on=row.decided_on,
        content_hash=row.content_hash,
        **more,
    )


def _write_conditions(unit: UnitOfWork, case: Loaded, row: SignOff, given: Signing) -> None:
    assert row.id is not None
    for condition in given.conditions:
        owner = user_by_ref(unit.session, condition.owner_ref)
        if owner is None or not owner.active or owner.id is None:
            raise Invalid("conditions", "Choose who sees to each condition.")
        written = Condition(
            sign_off_id=row.id,
            assessment_id=case.assessment_id,
            text=condition.text.strip(),
            owner_id=owner.id,
            due_on=condition.due_on,
            before_publication=condition.before_publication,
        )
        unit.save(written)
        condition_set(unit, case.assessment, written)
