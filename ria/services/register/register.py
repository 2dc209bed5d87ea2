"""Register a policy: its entry in the register, its text, and edition 1 of its assessment."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel import col, select

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import (
    Assessment,
    Committee,
    Operation,
    Policy,
    SubjectType,
    Unit,
    User,
    target_of,
)
from ria.models.types import sort_key
from ria.outbox import enqueue
from ria.permissions.map import Permission, may
from ria.permissions.person import Person
from ria.queries.assessment.editions import policy_by_reference
from ria.queries.organisation.settings import current_settings
from ria.queries.register.entry import entry_in_words
from ria.services.assessment.open import open_edition
from ria.services.evidence.files import Upload
from ria.services.kit.errors import Forbidden, Invalid
from ria.services.kit.idempotency import done_before, next_number, remember
from ria.services.kit.loading import the_actor
from ria.services.organisation.functions import put_functions
from ria.services.register.entry_checks import check_dates
from ria.services.register.legacy import check_legacy
from ria.services.register.policy_text import TextInput, attach_text

REFERENCE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9])?")

RESERVED = frozenset({"new"})
"""Path segments that cannot be references, because they are pages: `/policies/new`."""


@dataclass(frozen=True, kw_only=True)
class Registration:
    """The input for registering a policy. Ids are those of the choices offered."""

    title: str
    subject_type: SubjectType
    committee_id: int
    unit_id: int
    owner_id: int
    operation: Operation
    reference: str = ""
    deputy_id: int | None = None
    operation_on: date | None = None
    planned_decision_on: date | None = None
    planned_start_on: date | None = None
    urgent_reason: str = ""
    restricted: bool = False
    legacy: bool = False
    programme_due_on: date | None = None
    function_ids: tuple[int, ...] = ()
    text: Upload | None = None


def register_policy(store: Store, *, actor_id: int, given: Registration, token: str) -> str:
    """Register a policy and return its reference. Raises `Invalid`, `Forbidden` or `Taken`."""
    body = {**asdict(given), "text": given.text.fingerprint if given.text else None}
    # The exit stack closes after the commit: the file is kept only if its row was written.
    with ExitStack() as files, unit_of_work(store) as unit:
        actor = the_actor(unit, actor_id)
        if not may(Permission.POLICY_REGISTER, actor):
            raise Forbidden
        unit.hold("register")  # two of the same reference, or of the same form, take turns
        before = done_before(unit, actor.id, token, body)
        if before is not None:
            return before
        if given.legacy and not may(Permission.POLICY_PLACE, actor):
            raise Forbidden("Only the Strategy Unit says that a policy is a legacy policy.")
        _check(unit, given)
        policy = _policy(unit, actor, given)
        if given.text is not None:
            attach_text(unit, files, policy, actor, TextInput(given.text))
        unit.record(policy.reference, "policy_registered", actor.ref, **_what(unit, given, policy))
        put_functions(unit, policy, given.function_ids, actor.ref)
        assessment = open_edition(unit, policy, "Registered", actor.ref)
        _tell(unit, policy, assessment, actor)
        remember(unit, actor.id, token, body, policy.reference)
        return policy.reference


def _check(unit: UnitOfWork, given: Registration) -> None:
    if given.reference and not REFERENCE.fullmatch(given.reference):
        raise Invalid(
            "reference",
            "The reference may have up to 40 letters, digits, dots, hyphens and underscores, "
            "and must begin and end with a letter or digit.",
        )
    if sort_key(given.reference) in RESERVED:
        raise Invalid("reference", "This word has a meaning here. Choose another reference.")
    if given.reference and policy_by_reference(unit.session, given.reference):
        raise Invalid("reference", "Another policy already has this reference.")
    check_dates(given, unit.today)
    check_legacy(given, current_settings(unit.session).go_live)
    _exists(unit, Committee, given.committee_id, "committee_id", "Choose a committee.")
    _exists(unit, Unit, given.unit_id, "unit_id", "Choose a unit.")
    _is_active(unit, given.owner_id, "owner_id")
    if given.deputy_id is not None:
        _is_active(unit, given.deputy_id, "deputy_id")
        if given.deputy_id == given.owner_id:
            raise Invalid("deputy_id", "The deputy must be somebody other than the owner.")


def _exists(unit: UnitOfWork, model: type, row_id: int, field: str, message: str) -> None:
    if unit.session.get(model, row_id) is None:
        raise Invalid(field, message)


def _is_active(unit: UnitOfWork, user_id: int, field: str) -> None:
    user = unit.session.get(User, user_id)
    if user is None or not user.active:
        raise Invalid(field, "Choose somebody with an active account.")


def _policy(unit: UnitOfWork, actor: Person, given: Registration) -> Policy:
    reference = given.reference or _next_reference(unit)
    policy = Policy(
        reference=reference,
        reference_key=sort_key(reference),
        title=given.title,
        title_key=sort_key(given.title),
        subject_type=given.subject_type,
        committee_id=given.committee_id,
        unit_id=given.unit_id,
        owner_id=given.owner_id,
        deputy_id=given.deputy_id,
        operation=given.operation,
        operation_on=given.operation_on,
        planned_decision_on=given.planned_decision_on,
        planned_start_on=given.planned_start_on,
        urgent_reason=given.urgent_reason or None,
        restricted=given.restricted,
        legacy=given.legacy,
        programme_due_on=given.programme_due_on if given.legacy else None,
        registered_at=unit.now,
        registered_by=actor.id,
    )
    unit.save(policy)
    return policy


def _next_reference(unit: UnitOfWork) -> str:
    """The next free generated reference. Somebody may have typed one of the same form."""
    while True:
        reference = f"P{next_number(unit, 'policy'):04d}"
        query = select(Policy.id).where(col(Policy.reference_key) == sort_key(reference))
        if unit.session.exec(query).first() is None:
            return reference


def _tell(unit: UnitOfWork, policy: Policy, assessment: Assessment, actor: Person) -> None:
    """Mail the owner and the deputy that they were named, unless they named themselves."""
    for part, user_id in (("owner", policy.owner_id), ("deputy", policy.deputy_id)):
        if user_id is not None and user_id != actor.id:
            enqueue(unit, "named", recipient_id=user_id, about=target_of(assessment), part=part)


def _what(unit: UnitOfWork, given: Registration, policy: Policy) -> dict[str, object]:
    """Return what the history keeps: words and references, no database ids."""
    owner = unit.session.get(User, policy.owner_id)
    deputy = unit.session.get(User, policy.deputy_id) if policy.deputy_id else None
    return {
        **entry_in_words(unit.session, policy),
        "owner": owner.ref if owner else None,
        "deputy": deputy.ref if deputy else None,
        "text": given.text.name if given.text else None,
    }
