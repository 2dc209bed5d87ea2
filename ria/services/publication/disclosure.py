"""The disclosure check: somebody who wrote none of the text has read what will be published."""

from __future__ import annotations

from ria.db.store import Store
from ria.history import unit_of_work
from ria.models import DisclosureCheck
from ria.permissions.map import Permission
from ria.queries.assessment.case import the_case
from ria.queries.publication.disclosure import to_be_public, why_not_check
from ria.services.kit.errors import Forbidden, Stale, Unmet
from ria.services.kit.idempotency import done_before, remember
from ria.services.kit.loading import load
from workflows.stages import Stage


def check_disclosure(
    store: Store, *, assessment_id: int, actor_id: int, seen: str, token: str
) -> None:
    """Record that nobody can be recognised in what is about to be published.

    `seen` is the hash of what the checker read. Raises `Stale` if that has changed since,
    `Forbidden` for anybody who wrote any of it or is responsible for the policy, `Unmet` at another
    stage.
    """
    body = [assessment_id, seen]
    with unit_of_work(store) as unit:
        loaded = load(unit, assessment_id, actor_id, Permission.DECISION_TAKE)
        if done_before(unit, loaded.actor.id, token, body) is not None:
            return
        if loaded.assessment.stage is not Stage.APPROVED:
            raise Unmet("The check is signed while an approved assessment is made ready.")
        case = the_case(unit.session, store, loaded.assessment, loaded.policy)
        refused = why_not_check(unit.session, case, loaded.actor, loaded.subject)
        if refused:
            raise Forbidden(refused)
        content_hash = to_be_public(unit.session, store, case)
        if content_hash != seen:
            raise Stale(
                "What will be public has changed since you opened this page. Read it again."
            )
        unit.save(
            DisclosureCheck(
                assessment_id=assessment_id,
                content_hash=content_hash,
                checked_by=loaded.actor.id,
                checked_at=unit.now,
            )
        )
        loaded.record(unit, "disclosure_checked", content_hash=content_hash)
        remember(unit, loaded.actor.id, token, body, "checked")
