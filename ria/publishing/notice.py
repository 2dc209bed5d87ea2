"""The public notice of a consultation, made from the plan's public answers when it opens."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, func, select

from ria.history import UnitOfWork
from ria.history.canonical import canonical, digest
from ria.models import Assessment, Committee, Consultation, ConsultationNotice, Policy
from ria.publishing.public import PublicForm
from ria.queries.assessment.form_content import form_content
from workflows.stages import Stage

TEXTS = {
    "aims": "aims",
    "purpose": "consult_purpose",
    "questions": "consult_questions",
    "fixed": "whats_fixed",
    "say": "consult_depth",
    "who": "who_can_answer",
    "how_to_answer": "how_to_answer",
    "papers": "papers",
}
"""The fields of a notice, and the question that each is taken from. `aims` tells people what the
policy is for; notices published before this field existed have none.
"""

CHOICES = {"methods": "methods", "support": "support"}
TABLES = {"formats": "formats"}


def announce(unit: UnitOfWork, policy: Policy, edition: Assessment, held: Consultation) -> None:
    """Publish the notice of a consultation that opens now."""
    assert held.id is not None and held.opens_on is not None and held.closes_on is not None
    committee = unit.session.get_one(Committee, policy.committee_id).name
    snapshot = _snapshot(unit, policy, edition)
    count = select(func.count()).where(col(ConsultationNotice.reference) == policy.reference)
    unit.save(
        ConsultationNotice(
            consultation_id=held.id,
            reference=policy.reference,
            reference_key=policy.reference_key,
            number=unit.session.exec(count).one() + 1,
            title=policy.title,
            committee=committee,
            opened_on=held.opens_on,
            closes_on=held.closes_on,
            snapshot=snapshot,
            content_hash=digest(canonical(snapshot)),
            changed_at=unit.now,
        )
    )


def prolong(unit: UnitOfWork, held: Consultation) -> None:
    """Publish the later closing day, and the reason for it."""
    notice = _notice_of(unit, held)
    if notice is not None and held.closes_on is not None:
        notice.closes_on, notice.extended_because = held.closes_on, held.extended_because
        notice.changed_at = unit.now
        unit.save(notice)


def end_with_the_assessment(unit: UnitOfWork, edition: Assessment) -> None:
    """Publish that a consultation that was still open has ended with its assessment."""
    query = (
        select(ConsultationNotice)
        .join(Consultation, col(Consultation.id) == col(ConsultationNotice.consultation_id))
        .where(
            col(Consultation.assessment_id) == edition.id,
            col(ConsultationNotice.ended_on).is_(None),
            col(ConsultationNotice.closes_on) >= unit.today,
        )
    )
    for notice in unit.session.exec(query):
        notice.ended_on, notice.changed_at = unit.today, unit.now
        unit.save(notice)


def _notice_of(unit: UnitOfWork, held: Consultation) -> ConsultationNotice | None:
    query = select(ConsultationNotice).where(col(ConsultationNotice.consultation_id) == held.id)
    return unit.session.exec(query).first()


def _snapshot(unit: UnitOfWork, policy: Policy, edition: Assessment) -> dict[str, Any]:
    assert edition.id is not None
    content = form_content(unit.session, unit.store.sets, edition.id, Stage.ASSESSMENT.value)
    assert content is not None  # a consultation opens after its assessment
    plan = PublicForm(content)
    settings = unit.store.settings
    return {
        "organisation": settings.organisation,
        "contact": settings.public_contact,
        **{name: plan.text(key) for name, key in TEXTS.items()},
        **{name: plan.chosen(key) for name, key in CHOICES.items()},
        **{name: plan.rows(key) for name, key in TABLES.items()},
    }
