"""The parts that every snapshot is made of."""

from __future__ import annotations

from typing import Any

from ria.history import UnitOfWork
from ria.models import Committee, PublicationKind, SignOff, SubjectType
from ria.publishing.public import PublicForm
from ria.queries.case import Case
from ria.queries.content import FormContent

SUBJECT_LABELS = {kind: kind.value.replace("_", " ").capitalize() for kind in SubjectType}


def owning_committee(unit: UnitOfWork, case: Case) -> Committee:
    """The committee that owns the policy."""
    committee = unit.session.get(Committee, case.policy.committee_id)
    assert committee is not None
    return committee


def the_policy(unit: UnitOfWork, case: Case, kind: PublicationKind) -> dict[str, Any]:
    """What stands at the head of every snapshot: the policy, its committee, whom to ask."""
    policy = case.policy
    settings = unit.store.settings
    frame = unit.store.sets.frames.get(case.assessment.frame)
    return {
        "kind": kind,
        "organisation": settings.organisation,
        "contact": settings.public_contact,
        "reference": policy.reference,
        "title": policy.title,
        "subject_type": SUBJECT_LABELS[policy.subject_type],
        "committee": owning_committee(unit, case).name,
        "operation": policy.operation,
        "operation_on": policy.operation_on.isoformat() if policy.operation_on else None,
        "urgent_because": policy.urgent_reason,
        "edition": case.assessment.edition,
        "frame": frame.title if frame else case.assessment.frame,
        "law": frame.law if frame else "",
    }


def public_answers(content: FormContent) -> list[dict[str, Any]]:
    """The sections of a form with their public answers: `title`, `questions` of `key`, `label`,
    `lines`. Answers for any other audience, hidden questions and unanswered ones stay out."""
    return PublicForm(content).sections()


def signed(unit: UnitOfWork, signatures: tuple[SignOff, ...]) -> list[dict[str, str]]:
    """In what capacity and when the decision was signed: the public reads no names."""
    given = [{"capacity": s.kind.label, "date": s.decided_on.isoformat()} for s in signatures]
    return [*given, {"capacity": "Strategy Unit", "date": unit.today.isoformat()}]
