"""Minor amendments that wait to be agreed to, and what a correction may touch."""

from __future__ import annotations

from sqlmodel import Session, col, select

from ria.models import Amendment

LIMBS = ("eliminate", "advance", "relations")
"""The three aims of the equality duty, as the questions of an amendment are keyed."""

NO_CHANGE = "no_change"

CORRECTABLE = {
    "title": "The title",
    "intent": "What the policy is there to do",
    "contact_point": "How people can ask about it",
    "how_to_challenge": "How people can say that it is unfair or wrong",
}
"""What a correction may change on the public page: nothing in it is a judgement."""


def proposed_amendment(session: Session, assessment_id: int) -> Amendment | None:
    """The amendment of an edition that waits to be agreed to; None if none does."""
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
