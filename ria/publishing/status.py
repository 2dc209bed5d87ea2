"""Update a publication when its edition changes status: revoked, closed, replaced or corrected.

The newest snapshot is copied with the changes applied. The previous one stays at its own address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from ria.history import UnitOfWork
from ria.models import Policy, Publication
from ria.publishing.snapshot import publish
from workflows.levels import Level


def newest_of(unit: UnitOfWork, policy: Policy, edition: int) -> Publication | None:
    """Return the newest publication of a policy if it belongs to this edition."""
    query = (
        select(Publication)
        .where(col(Publication.reference) == policy.reference, col(Publication.is_latest).is_(True))
        .limit(1)
    )
    found = unit.session.exec(query).first()
    return found if found is not None and found.snapshot.get("edition") == edition else None


def publish_again(
    unit: UnitOfWork, policy: Policy, edition: int, changes: Mapping[str, Any], actor_ref: str
) -> Publication | None:
    """Publish the newest snapshot of an edition again, with these fields changed. Returns None if
    the edition was never published, or if a later one was.
    """
    newest = newest_of(unit, policy, edition)
    if newest is None:
        return None
    return publish(
        unit,
        policy=policy,
        kind=newest.kind,
        committee=newest.committee,
        level=Level(newest.level),
        snapshot={**newest.snapshot, **changes},
        actor_ref=actor_ref,
    )


def status(unit: UnitOfWork, is_now: str, **more: Any) -> dict[str, Any]:
    """Return the public status of the edition: what it is now, since today, and why."""
    return {"standing": {"is_now": is_now, "since": unit.today.isoformat(), **more}}
