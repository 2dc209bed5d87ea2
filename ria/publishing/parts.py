"""The parts that every snapshot consists of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlmodel import Session

from forms.answers.rating import rate
from ria.db.store import Store
from ria.models import Committee, PublicationKind, SignOff, SubjectType
from ria.publishing.public import PublicForm
from ria.queries.assessment.case import Case
from ria.queries.assessment.form_content import FormContent

RACE = "race"
"""The strand that is listed before all others."""

SUBJECT_LABELS = {kind: kind.value.replace("_", " ").capitalize() for kind in SubjectType}


def owning_committee(session: Session, case: Case) -> Committee:
    """Return the committee that owns the policy."""
    return session.get_one(Committee, case.policy.committee_id)


def the_policy(session: Session, store: Store, case: Case, kind: PublicationKind) -> dict[str, Any]:
    """Return the head of every snapshot: the policy, its committee, and whom to contact."""
    policy = case.policy
    settings = store.settings
    frame = store.sets.frames.get(case.assessment.frame)
    return {
        "kind": kind,
        "organisation": settings.organisation,
        "contact": settings.public_contact,
        "reference": policy.reference,
        "title": policy.title,
        "subject_type": SUBJECT_LABELS[policy.subject_type],
        "committee": owning_committee(session, case).name,
        "operation": policy.operation,
        "operation_on": policy.operation_on.isoformat() if policy.operation_on else None,
        "legacy": policy.legacy,
        "urgent_because": policy.urgent_reason,
        "edition": case.assessment.edition,
        "frame": frame.title if frame else case.assessment.frame,
        "law": frame.law if frame else "",
    }


def public_answers(content: FormContent) -> list[dict[str, Any]]:
    """Return the sections of a form with their public answers. Each has `title` and `questions`,
    and each question has `key`, `label` and `lines`. Unanswered and hidden questions and answers
    for any other audience are left out.
    """
    return PublicForm(content).sections()


def strands_rated(content: FormContent) -> list[dict[str, Any]]:
    """Return every strand with the level that the screening gave it and the reason; race comes
    first.

    The reason is the text of the clause that fired, which is the same for every policy and so
    reveals no answer.
    """
    rated = rate(content.questions, content.answers).strands
    return [
        {
            "strand": one.label.capitalize(),
            "level": one.level,
            "level_label": one.level.label,
            "reason": one.reason,
        }
        for one in sorted(rated, key=lambda one: one.strand != RACE)
    ]


def signed(signatures: Iterable[SignOff], today: date) -> list[dict[str, str]]:
    """Return the capacity and date of each signature. Names are not public."""
    given = [{"capacity": s.kind.label, "date": s.decided_on.isoformat()} for s in signatures]
    return [*given, {"capacity": "Strategy Unit", "date": today.isoformat()}]
