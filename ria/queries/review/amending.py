"""Minor amendments that await agreement, and the fields that a correction may change."""

from __future__ import annotations

from sqlmodel import Session, col, select

from ria.models import Amendment

LIMBS = ("eliminate", "advance", "relations")
"""The three aims of the equality duty, with the keys of the amendment's questions."""

NO_CHANGE = "no_change"

CORRECTABLE = {
    "title": "The title",
    "intent": "What the policy is there to do",
    "contact_point": "How people can ask about it",
    "how_to_challenge": "How people can say that it is unfair or wrong",
}
"""The fields of the public page that a correction may change; none of them is a judgement."""


def proposed_amendment(session: Session, assessment_id: int) -> Amendment | None:
    """Return the amendment of an edition that awaits agreement; None if there is none."""
    query = (
        select(Amendment)
        .where(
            col(Amendment.assessment_id) == assessment_id,
            col(Amendment.ended_at).is_(None),
        )
        .order_by(col(Amendment.id).desc())
        .limit(1)
    )
    return session.exec(query).first()
