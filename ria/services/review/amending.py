"""Minor amendments: the owner proposes one, the Strategy Unit agrees or sends it back."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from ria.db.store import Store
from ria.history import unit_of_work
from ria.models import Amendment, target_of
from ria.outbox import enqueue
from ria.permissions.map import Permission
from ria.queries.accounts.people import people_with
from ria.queries.review.amending import LIMBS, NO_CHANGE, proposed_amendment
from ria.services.kit.errors import Forbidden, Invalid, Unmet
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import load
from workflows.roles import Party, Role
from workflows.stages import Stage


@dataclass(frozen=True, kw_only=True)
class AmendmentInput:
    """The input for a minor amendment; `limbs` by aim of the duty."""

    summary: str
    before: str
    after: str
    limbs: dict[str, str]


def propose_amendment(
    store: Store, *, assessment_id: int, actor_id: int, given: AmendmentInput, token: str
) -> int:
    """Propose a minor amendment of a current edition, replacing one that still awaits agreement.

    Raises `Invalid` if the text is unchanged or an aim of the duty is affected, `Unmet` at any
    other stage, `Forbidden` for anybody but the owner and their stand-in, `NotFound`, `Taken`.
    """
    body = [assessment_id, asdict(given)]
    with unit_of_work(store) as unit:
        loaded = load(unit, assessment_id, actor_id, Permission.DRAFT_READ)
        if not loaded.is_one_of((Party.OWNER,)):
            raise Forbidden("Only the owner, or who stands in for them, can do this.")
        before = done_before(unit, loaded.actor.id, token, body)
        if before is not None:
            return int(before)
        if loaded.assessment.stage is not Stage.CURRENT:
            raise Unmet("A minor amendment can be made only to an assessment that is current.")
        _check(given)
        waiting = proposed_amendment(unit.session, assessment_id)
        if waiting is not None:
            waiting.ended_at = unit.now
            unit.save(waiting)
        row = Amendment(
            assessment_id=assessment_id,
            summary=given.summary.strip(),
            before=given.before.strip(),
            after=given.after.strip(),
            limbs=given.limbs,
            proposed_by=loaded.actor.id,
            proposed_at=unit.now,
        )
        unit.save(row)
        loaded.record(unit, "amendment_proposed", **asdict(given))
        for person in people_with(unit.session, Role.STRATEGY_UNIT):
            if person.id is not None and person.id != loaded.actor.id:
                kind = "amendment_wanted"
                enqueue(unit, kind, recipient_id=person.id, about=target_of(loaded.assessment))
        remember(unit, loaded.actor.id, token, body, str(row.id))
        assert row.id is not None
        return row.id


def _check(given: AmendmentInput) -> None:
    if given.before.split() == given.after.split():
        raise Invalid("after", "The text is the same as before. Enter how it shall read.")
    for limb in LIMBS:
        if given.limbs.get(limb) != NO_CHANGE:
            raise Invalid(
                limb, "This is more than a minor amendment. Start a review of the policy instead."
            )


def decline_amendment(
    store: Store, *, assessment_id: int, actor_id: int, reason: str, token: str
) -> None:
    """Send a proposed amendment back and tell the owner why. `Unmet` if none awaits agreement."""
    body = [assessment_id, reason]
    with unit_of_work(store) as unit:
        loaded = load(unit, assessment_id, actor_id, Permission.DECISION_TAKE)
        if done_before(unit, loaded.actor.id, token, body) is not None:
            return
        waiting = proposed_amendment(unit.session, assessment_id)
        if waiting is None:
            raise Unmet("No amendment waits to be decided on.")
        waiting.ended_at = unit.now
        unit.save(waiting)
        loaded.record(unit, "amendment_declined", reason=reason.strip())
        enqueue(
            unit,
            "amendment_declined",
            recipient_id=waiting.proposed_by,
            about=target_of(loaded.assessment),
            reason=reason.strip(),
        )
        remember(unit, loaded.actor.id, token, body, "declined")
