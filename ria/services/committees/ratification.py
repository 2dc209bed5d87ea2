"""The committee's decision on an urgent action ahead of its meeting; what a refusal leads to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from ria.db.store import Store
from ria.history import UnitOfWork, unit_of_work
from ria.models import (
    EditionEnd,
    Ratification,
    SignatureKind,
    SignOff,
    Verdict,
    target_of,
)
from ria.outbox import enqueue
from ria.permissions.map import Permission
from ria.publishing.status import newest_of, publish_again
from ria.queries.accounts.people import ids_with
from ria.queries.assessment.case import AGREEING
from ria.queries.assessment.editions import latest_assessment
from ria.queries.process.conflict_of_interest import own_policy
from ria.queries.signoff.ratification import KIND, UrgentAction, one_urgent_action
from ria.services.assessment.open import open_edition
from ria.services.deadlines.approval_clock import set_clock
from ria.services.deadlines.schedule import settle
from ria.services.deadlines.signatures import committee_asked
from ria.services.kit.errors import Forbidden, Invalid, NotFound, Unmet
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import Loaded, load
from ria.services.review.reviews import note_signal
from ria.services.signoff.signatures import record_signature
from workflows.facts.outcomes import ReviewReason
from workflows.roles import Role
from workflows.stages import APPROVAL, CURRENT, form_stage

SHORTEST_REASON = 10


@dataclass(frozen=True, kw_only=True)
class CommitteesWord:
    """The input to record it: the day of the meeting, the minute, and the reason for a refusal."""

    is_ratified: bool
    decided_on: date
    minute_reference: str
    reason: str = ""


def ratify(
    store: Store,
    *,
    assessment_id: int,
    item: int,
    actor_id: int,
    given: CommitteesWord,
    token: str,
) -> None:
    """Record the committee's decision on an urgent action. Allowed to its chair and its secretary.

    If a signature is not ratified, the committee's disagreement takes its place. If a revocation is
    not ratified, it stays in force, but the next edition is opened at once, which brings the policy
    before the committee. Raises `NotFound`, `Forbidden`, `Unmet` if no decision is awaited,
    `Invalid` or `Taken`.
    """
    body = [assessment_id, item, asdict(given)]
    with unit_of_work(store) as unit:
        loaded = load(unit, assessment_id, actor_id, Permission.SIGN_COMMITTEE)
        action = one_urgent_action(unit.session, assessment_id, item)
        if action is None:
            raise NotFound
        own = own_policy(unit.session, loaded.actor, loaded.subject)
        if own:
            raise Forbidden(own)
        if done_before(unit, loaded.actor.id, token, body) is not None:
            return
        if not action.is_awaited:
            raise Unmet("The committee's word on this is not awaited any more.")
        _check(unit, action, given)
        _write(unit, loaded, action, given)
        remember(unit, loaded.actor.id, token, body, "recorded")


def _check(unit: UnitOfWork, action: UrgentAction, given: CommitteesWord) -> None:
    if given.decided_on > unit.today:
        raise Invalid("decided_on", "The committee's meeting cannot lie in the future.")
    if given.decided_on < action.on:
        raise Invalid("decided_on", "The committee met on this after it was done, not before.")
    if not given.minute_reference.strip():
        raise Invalid("minute_reference", "Give the minute's number or title.")
    if not given.is_ratified and len(given.reason.strip()) < SHORTEST_REASON:
        raise Invalid("reason", "Say in a sentence why the committee did not ratify it.")


def _write(unit: UnitOfWork, loaded: Loaded, action: UrgentAction, given: CommitteesWord) -> None:
    word = Ratification(
        assessment_id=loaded.assessment_id,
        item=action.item,
        is_ratified=given.is_ratified,
        decided_on=given.decided_on,
        minute_reference=given.minute_reference.strip(),
        reason=given.reason.strip(),
        recorded_by=loaded.actor.id,
        recorded_at=unit.now,
    )
    unit.save(word)
    settle(unit, loaded.assessment, KIND, action.item)
    loaded.record(
        unit,
        "ratified" if word.is_ratified else "not_ratified",
        item=action.item,
        of=action.of,
        decided_on=word.decided_on,
        minute_reference=word.minute_reference,
        reason=word.reason,
    )
    if action.is_the_end:
        _of_the_end(unit, loaded, word)
    elif not word.is_ratified:
        _signature_refused(unit, loaded, action, word)
    if not word.is_ratified:
        _tell(unit, loaded, action, word)


def _of_the_end(unit: UnitOfWork, loaded: Loaded, word: Ratification) -> None:
    """Show the decision with the end of the edition and on the public page. If refused, open the
    next edition.
    """
    policy, edition = loaded.policy, loaded.assessment
    if word.is_ratified:
        end = unit.session.get_one(EditionEnd, loaded.assessment_id)
        end.ratified_on, end.minute_reference = word.decided_on, word.minute_reference
        end.ratified_by = word.recorded_by
        unit.save(end)
    newest = newest_of(unit, policy, edition.edition)
    if newest is not None and newest.snapshot.get("standing"):
        said = {
            "ratified_on" if word.is_ratified else "not_ratified_on": word.decided_on.isoformat(),
            "to_be_ratified_by": None,
        }
        changes = {"standing": {**newest.snapshot["standing"], **said}}
        publish_again(unit, policy, edition.edition, changes, loaded.actor.ref)
    if not word.is_ratified:
        _before_the_committee(unit, loaded, word)


def _before_the_committee(unit: UnitOfWork, loaded: Loaded, word: Ratification) -> None:
    """Open the next edition, unless one is open. This is the only way back to an assessment in
    force, and it makes sure that the reasons for the revocation are looked at.
    """
    policy, edition = loaded.policy, loaded.assessment
    settle(unit, edition, "end_or_replace")
    assert policy.id is not None
    newest = latest_assessment(unit.session, policy.id)
    if newest is None or newest.id != edition.id:
        return
    because = f"The committee did not ratify the revocation: {word.reason}"
    open_edition(unit, policy, because, loaded.actor.ref)


def _signature_refused(
    unit: UnitOfWork, loaded: Loaded, action: UrgentAction, word: Ratification
) -> None:
    """Handle a chair's signature that was not ratified. If the chair had agreed, the committee's
    disagreement becomes its decision on this content. If the chair had disagreed or deferred, the
    committee now decides itself.
    """
    edition = loaded.assessment
    before = unit.session.get_one(SignOff, action.item)
    awaits = edition.stage in APPROVAL and form_stage(edition.stage) is before.stage
    if before.verdict not in AGREEING:
        if awaits:
            committee_asked(unit, edition)
            set_clock(unit, loaded.policy, edition)
        return
    _disagree(unit, loaded, before, word)
    if edition.stage in CURRENT and not awaits:
        words = f"The committee did not ratify its chair's urgent action: {word.reason}"
        note_signal(unit, loaded.policy, edition, ReviewReason.REQUEST, words, loaded.actor)


def _disagree(unit: UnitOfWork, loaded: Loaded, before: SignOff, word: Ratification) -> None:
    row = SignOff(
        assessment_id=loaded.assessment_id,
        stage=before.stage,
        kind=SignatureKind.COMMITTEE,
        verdict=Verdict.DISAGREE,
        reason=word.reason,
        minute_reference=word.minute_reference,
        decided_on=word.decided_on,
        content_hash=before.content_hash,
        signed_by=loaded.actor.id,
        signed_at=unit.now,
    )
    unit.save(row)
    record_signature(unit, loaded, row)


def _tell(unit: UnitOfWork, loaded: Loaded, action: UrgentAction, word: Ratification) -> None:
    """Mail the Strategy Unit, the owner and the deputy, who have to act on it."""
    unit_ids = ids_with(unit.session, Role.STRATEGY_UNIT)
    for person in dict.fromkeys((*unit_ids, *loaded.answerable)):
        enqueue(
            unit,
            "not_ratified",
            recipient_id=person,
            about=target_of(loaded.assessment),
            of=action.of,
            reason=word.reason,
            minute_reference=word.minute_reference,
        )
