"""The public entry of a policy that was screened and not assessed, with its reasons."""

from __future__ import annotations

from datetime import date
from typing import Any

from forms.display import displayed
from forms.question import Audience
from forms.rating import rate
from forms.visibility import view
from ria.history import UnitOfWork
from ria.models import Committee, Publication, PublicationKind, SubjectType
from ria.permissions import Person
from ria.publishing.snapshot import publish
from ria.queries.facts import Case
from workflows.levels import Level

SUBJECT_LABELS = {kind: kind.value.replace("_", " ").capitalize() for kind in SubjectType}


def publish_screened_out(
    unit: UnitOfWork, case: Case, approver: Person, next_screening_by: date
) -> Publication:
    """Freeze what the public may know of a screening that found no relevance."""
    committee = unit.session.get(Committee, case.policy.committee_id)
    assert committee is not None
    snapshot = {
        **_the_policy(unit, case, committee),
        **_the_screening(unit, case, next_screening_by),
    }
    return publish(
        unit,
        policy=case.policy,
        kind=PublicationKind.SCREENED_OUT,
        committee=committee.name,
        level=Level.NONE,
        snapshot=snapshot,
        actor_ref=approver.ref,
    )


def _the_policy(unit: UnitOfWork, case: Case, committee: Committee) -> dict[str, Any]:
    policy = case.policy
    return {
        "kind": PublicationKind.SCREENED_OUT,
        "organisation": unit.store.settings.organisation,
        "contact": unit.store.settings.public_contact,
        "reference": policy.reference,
        "title": policy.title,
        "subject_type": SUBJECT_LABELS[policy.subject_type],
        "committee": committee.name,
        "operation": policy.operation,
        "operation_on": policy.operation_on.isoformat() if policy.operation_on else None,
        "edition": case.assessment.edition,
    }


def _the_screening(unit: UnitOfWork, case: Case, again: date) -> dict[str, Any]:
    assert case.content is not None
    questions, answers = case.content.questions, case.content.answers
    rating = rate(questions, answers)
    frame = unit.store.sets.frames.get(questions.frame)
    return {
        "frame": frame.title if frame else questions.frame,
        "law": frame.law if frame else "",
        "screened_on": unit.today.isoformat(),
        "next_screening_by": again.isoformat(),
        "level": Level.NONE,
        "level_label": Level.NONE.label,
        "level_reason": rating.reason,
        "answers": public_answers(case),
        "signatures": _signatures(unit, case),
    }


def public_answers(case: Case) -> list[dict[str, Any]]:
    """The sections of a form with their public answers: `title`, `questions` of `key`, `label`,
    `lines`. Answers for any other audience, hidden questions and unanswered ones stay out."""
    assert case.content is not None
    questions, answers = case.content.questions, case.content.answers
    seen = view(questions, answers)
    sections = []
    for section in questions.sections:
        shown = [
            {"key": q.key, "label": q.label, "lines": displayed(q, seen.answers.get(q.key))}
            for q in section.questions
            if q.audience is Audience.PUBLIC and q.key in seen.answers
        ]
        if shown:
            sections.append({"title": section.title, "questions": shown})
    return sections


def _signatures(unit: UnitOfWork, case: Case) -> list[dict[str, str]]:
    """In what capacity and when the decision was signed: the public reads no names."""
    given = [
        {"capacity": s.kind.label, "date": s.decided_on.isoformat()}
        for s in case.standing_signatures
    ]
    return [*given, {"capacity": "Strategy Unit", "date": unit.today.isoformat()}]
