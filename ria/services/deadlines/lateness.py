"""Why a policy is overdue, in its owner's words."""

from __future__ import annotations

from ria.db.store import Store
from ria.history import unit_of_work
from ria.permissions.map import Permission, in_place_of
from ria.queries.deadlines.overdue import namings_of
from ria.services.kit.errors import Invalid
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import load_policy, named

SHORTEST = 10


def explain_lateness(store: Store, *, reference: str, actor_id: int, text: str, token: str) -> None:
    """Explain why a policy is overdue. `Invalid` at `text`, `Forbidden`, `NotFound`, `Taken`."""
    body = ["lateness", reference, text]
    with unit_of_work(store) as unit:
        policy, actor, subject = load_policy(unit, reference, actor_id, Permission.POLICY_CHANGE)
        assert policy.id is not None
        if done_before(unit, actor.id, token, body) is not None:
            return
        if len(text.strip()) < SHORTEST:
            raise Invalid("text", "Say in a sentence why it is overdue")
        if not namings_of(unit.session, policy.id):
            raise Invalid("text", "Nothing of this policy is about to be named in public")
        for row in namings_of(unit.session, policy.id):
            row.explanation, row.explained_by, row.explained_at = text.strip(), actor.id, unit.now
            unit.save(row)
        unit.record(
            policy.reference,
            "lateness_explained",
            actor.ref,
            text=text.strip(),
            **named(unit, in_place_of(Permission.POLICY_CHANGE, actor, subject)),
        )
        remember(unit, actor.id, token, body, "explained")
