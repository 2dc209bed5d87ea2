"""Publishing: a snapshot is stored with its hash and replaces the previous one as the newest."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from ria.history import UnitOfWork
from ria.history.canonical import canonical, digest
from ria.models import Policy, Publication, PublicationKind
from workflows.levels import Level


def publish(
    unit: UnitOfWork,
    *,
    policy: Policy,
    kind: PublicationKind,
    committee: str,
    level: Level,
    snapshot: dict[str, Any],
    actor_ref: str,
) -> Publication:
    """Store `snapshot` (JSON values only) as the newest publication of a policy."""
    earlier = unit.session.exec(
        select(Publication)
        .where(col(Publication.reference) == policy.reference)
        .order_by(col(Publication.number))
    ).all()
    for one in earlier:
        one.is_latest = False
        unit.save(one)
    publication = Publication(
        reference=policy.reference,
        reference_key=policy.reference_key,
        number=len(earlier) + 1,
        kind=kind,
        title=policy.title,
        committee=committee,
        level=level,
        snapshot=snapshot,
        content_hash=digest(canonical(snapshot)),
        published_at=unit.now,
        is_latest=True,
    )
    unit.save(publication)
    unit.record(
        policy.reference,
        "published",
        actor_ref,
        number=publication.number,
        publication=kind,
        content_hash=publication.content_hash,
    )
    return publication
