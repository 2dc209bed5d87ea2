"""Change a policy's entry in the register, with all consequences."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel import col, select

from ria.clock import london_date
from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import (
    Assessment,
    Committee,
    Operation,
    Policy,
    Schedule,
    StageChange,
    SubjectType,
    Unit,
)
from ria.models.types import sort_key
from ria.permissions.map import Permission, in_place_of, may
from ria.permissions.person import Person
from ria.queries.assessment.editions import latest_assessment
from ria.queries.assessment.subject import subject_of
from ria.queries.deadlines.due_kinds import DUE_KINDS
from ria.queries.organisation.functions import function_ids_of
from ria.queries.organisation.settings import current_settings
from ria.queries.register.entry import began_on, entry_in_words, entry_state
from ria.services.deadlines.approval_clock import set_clock
from ria.services.deadlines.schedule import END_OR_REPLACE, fall_due, settle, settle_for_policy
from ria.services.deadlines.screening import screening_day
from ria.services.deadlines.signatures import committee_asked
from ria.services.kit.errors import Forbidden, Invalid, Stale
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import load_policy, named
from ria.services.organisation.functions import put_functions
from ria.services.register.entry_checks import check_dates
from ria.services.register.legacy import check_legacy
from workflows.actions import Action
from workflows.review_cycle import assessment_due
from workflows.stages import Stage

SHORTEST_REASON = 10

WEIGHTY = frozenset(
    {
        "committee", "unit", "operation", "planned_start_on", "legacy", "programme_due_on",
        "urgent_reason", "restricted",
    }
)  # fmt: skip
"""The fields that change only with a reason, because a due date, a task, the deciding body or the
right to read depends on them.
"""


OF_THE_PROGRAMME = frozenset({"legacy", "programme_due_on", "operation", "operation_on"})
"""The fields that are checked together: whether it is legacy, and its date in the programme."""

_WITHOUT_ASSESSMENT = {
    **dict.fromkeys(DUE_KINDS["end_or_replace"].stages, "end_or_replace"),
    Stage.WITHDRAWN: "next_assessment",
}
"""What falls due when a policy is in operation although its assessment ended like this."""


@dataclass(frozen=True, kw_only=True)
class EntryInput:
    """The new entry. Without a committee, a unit, `restricted` or `legacy`, these stay as they are;
    without `legacy`, so does the day in the programme.
    """

    title: str
    subject_type: SubjectType
    operation: Operation
    operation_on: date | None = None
    planned_decision_on: date | None = None
    planned_start_on: date | None = None
    urgent_reason: str = ""
    function_ids: tuple[int, ...] = ()
    committee_id: int | None = None
    unit_id: int | None = None
    restricted: bool | None = None
    legacy: bool | None = None
    programme_due_on: date | None = None
    reason: str = ""


def change_entry(
    store: Store, *, reference: str, actor_id: int, given: EntryInput, seen: str, token: str
) -> tuple[str, ...]:
    """Change an entry and return the names of the changed fields. `seen` is the `entry_state` of
    the page that was edited.

    Only the Strategy Unit may change committee, unit, restriction and programme. Raises `Invalid`
    at a field, `Stale`, `Forbidden`, `NotFound` or `Taken`.
    """
    body = [reference, asdict(given)]
    with unit_of_work(store) as unit:
        policy, actor, subject = load_policy(unit, reference, actor_id, Permission.POLICY_CHANGE)
        before = done_before(unit, actor.id, token, body)
        if before is not None:
            return tuple(before.split())
        if entry_state(unit.session, policy) != seen:
            raise Stale("Somebody else changed this entry after you opened it.")
        old = entry_in_words(unit.session, policy)
        check_dates(given, unit.today, began_on=began_on(policy))
        _check_places(unit, given)
        _write(unit, policy, actor, given)
        new = entry_in_words(unit.session, policy)
        changed = [name for name in new if new[name] != old[name]]
        if OF_THE_PROGRAMME & set(changed):
            check_legacy(policy, current_settings(unit.session).go_live)
        if WEIGHTY & set(changed) and len(given.reason.strip()) < SHORTEST_REASON:
            raise Invalid("reason", "Say in a sentence why this is changed")
        if changed:
            absent = in_place_of(Permission.POLICY_CHANGE, actor, subject)
            unit.record(
                policy.reference,
                "entry_changed",
                actor.ref,
                old={name: old[name] for name in changed},
                new={name: new[name] for name in changed},
                reason=given.reason.strip(),
                **named(unit, absent),
            )
        had = function_ids_of(unit.session, policy.id or 0)
        if had != set(given.function_ids):
            put_functions(unit, policy, given.function_ids, actor.ref)
            changed.append("functions")
        _bring_about(unit, policy, actor, set(changed))
        remember(unit, actor.id, token, body, " ".join(changed))
        return tuple(changed)


def _check_places(unit: UnitOfWork, given: EntryInput) -> None:
    if given.committee_id and unit.session.get(Committee, given.committee_id) is None:
        raise Invalid("committee_id", "Choose a committee")
    if given.unit_id and unit.session.get(Unit, given.unit_id) is None:
        raise Invalid("unit_id", "Choose a unit")


def _write(unit: UnitOfWork, policy: Policy, actor: Person, given: EntryInput) -> None:
    places = {
        "committee_id": given.committee_id or policy.committee_id,
        "unit_id": given.unit_id or policy.unit_id,
        "restricted": policy.restricted if given.restricted is None else given.restricted,
        **_programme(policy, given),
    }
    moved = any(getattr(policy, name) != value for name, value in places.items())
    if moved and not may(Permission.POLICY_PLACE, actor, subject_of(unit.session, policy, None)):
        raise Forbidden(
            "Only the Strategy Unit changes the committee, the unit, who may read, or what the "
            "programme says."
        )
    for name, value in places.items():
        setattr(policy, name, value)
    policy.title, policy.title_key = given.title, sort_key(given.title)
    policy.subject_type = given.subject_type
    policy.operation = given.operation
    policy.operation_on = given.operation_on if given.operation is not Operation.PROPOSED else None
    policy.planned_decision_on = given.planned_decision_on
    policy.planned_start_on = given.planned_start_on
    policy.urgent_reason = given.urgent_reason.strip() or None
    unit.save(policy)


def _programme(policy: Policy, given: EntryInput) -> dict[str, object]:
    if given.legacy is None:
        return {"legacy": policy.legacy, "programme_due_on": policy.programme_due_on}
    by = given.programme_due_on if given.legacy else None
    return {"legacy": given.legacy, "programme_due_on": by}


def _bring_about(unit: UnitOfWork, policy: Policy, actor: Person, changed: set[str]) -> None:
    """Apply the consequences. An urgent assessment is due earlier, and a screening on the
    programme's day. A policy in operation without an assessment must be ended, or has ended.
    """
    assert policy.id is not None
    edition = latest_assessment(unit.session, policy.id)
    if edition is None:
        return
    waits = unit.session.get(Schedule, (edition.id, "committee", 0))
    if "committee" in changed and waits is not None:
        committee_asked(unit, edition)  # at the next meeting of the one that has it now
        set_clock(unit, policy, edition)
    if {"legacy", "programme_due_on"} & changed and edition.stage in DUE_KINDS["screening"].stages:
        _move_screening(unit, policy, edition, actor)
    if "urgent_reason" in changed and edition.stage is Stage.ASSESSMENT:
        _move_assessment(unit, policy, edition, actor)
    if "operation" in changed:
        _by_operation(unit, policy, edition, actor)


def _move_assessment(unit: UnitOfWork, policy: Policy, edition: Assessment, actor: Person) -> None:
    """Set the urgent due date of the assessment, or the usual. A return's date stays."""
    query = (
        select(StageChange.at)
        .where(
            col(StageChange.assessment_id) == edition.id,
            col(StageChange.to_stage) == Stage.ASSESSMENT,
        )
        .order_by(col(StageChange.number))
    )
    came = unit.session.exec(query).first()
    if came is None or edition.level is None or _was_returned(unit, edition):
        return
    days = current_settings(unit.session).assessment_days
    due = assessment_due(
        london_date(came), edition.level, urgent=policy.urgent_reason is not None, allowed=days
    )
    _fall_due(unit, policy, edition, actor, "assessment", max(due, unit.today))


def _move_screening(unit: UnitOfWork, policy: Policy, edition: Assessment, actor: Person) -> None:
    """Set the screening's due date to the programme's, or remove it. A return's date stays."""
    if not _was_returned(unit, edition):
        day = screening_day(unit, policy, edition)
        _fall_due(unit, policy, edition, actor, "screening", day)


def _was_returned(unit: UnitOfWork, edition: Assessment) -> bool:
    query = select(StageChange.id).where(
        col(StageChange.assessment_id) == edition.id,
        col(StageChange.action) == Action.RETURN,
        col(StageChange.to_stage) == edition.stage,
    )
    return unit.session.exec(query).first() is not None


def _by_operation(unit: UnitOfWork, policy: Policy, edition: Assessment, actor: Person) -> None:
    """Schedule a policy that operates without an assessment to be ended or assessed after all. A
    policy that has ended needs neither, even if it was submitted again after it was rejected.
    """
    if policy.operation is Operation.OPERATING:
        kind = _WITHOUT_ASSESSMENT.get(edition.stage)
        if kind and unit.session.get(Schedule, (edition.id, kind, 0)) is None:
            _fall_due(unit, policy, edition, actor, kind, unit.today + END_OR_REPLACE)
        return
    has_ended = policy.operation is Operation.ENDED
    kinds = set(_WITHOUT_ASSESSMENT.values()) if has_ended else {"end_or_replace"}
    for row, number in settle_for_policy(unit, edition.policy_id, *kinds):
        unit.record(
            policy.reference,
            "task_settled",
            actor.ref,
            edition=number,
            task=row.kind,
            due_on=row.due_on,
        )


def _fall_due(
    unit: UnitOfWork,
    policy: Policy,
    edition: Assessment,
    actor: Person,
    kind: str,
    on: date | None,
) -> None:
    """Move the due date of one task, or remove it."""
    was = edition.due_on
    if on is None:
        settle(unit, edition, kind)
    else:
        fall_due(unit, edition, kind, on)
    unit.record(
        policy.reference,
        "due_moved",
        actor.ref,
        edition=edition.edition,
        task=kind,
        old=was,
        new=on,
    )
