"""The public page of an assessed policy: the plain summary first, then everything it rests on."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from ria.history import UnitOfWork
from ria.models import Consultation, Publication, PublicationKind, SignOff, Verdict
from ria.permissions import Person
from ria.publishing.parts import owning_committee, public_answers, signed, the_policy
from ria.publishing.snapshot import publish
from ria.queries.case import Case
from ria.queries.content import form_content

FORMS = ("publication", "screening", "assessment", "consultation", "monitoring_plan")
"""The forms whose public answers are published, in the order in which they are read."""


def publish_assessment(unit: UnitOfWork, case: Case, publisher: Person) -> Publication:
    """Freeze what the public may know of an assessment that is now current."""
    level = case.assessment.level
    assert level is not None
    return publish(
        unit,
        policy=case.policy,
        kind=PublicationKind.ASSESSMENT,
        committee=owning_committee(unit, case).name,
        level=level,
        snapshot={
            **the_policy(unit, case, PublicationKind.ASSESSMENT),
            "level": level,
            "level_label": level.label,
            **_dates(case),
            "forms": _forms(unit, case),
            "consultation": _consultation(unit, case),
            "signatures": signed(unit, _agreements(unit, case)),
        },
        actor_ref=publisher.ref,
    )


def _dates(case: Case) -> dict[str, str | None]:
    edition = case.assessment
    days = {
        "assessed_on": edition.assessed_on,
        "approved_on": edition.approved_on,
        "published_on": edition.published_on,
        "next_review_on": edition.next_review_on,
    }
    return {name: day.isoformat() if day else None for name, day in days.items()}


def _forms(unit: UnitOfWork, case: Case) -> list[dict[str, Any]]:
    assert case.assessment.id is not None
    found = []
    for form in FORMS:
        content = form_content(unit.session, unit.store.sets, case.assessment.id, form)
        sections = public_answers(content) if content else []
        if content and sections:
            found.append({"form": form, "title": content.questions.title, "sections": sections})
    return found


def _consultation(unit: UnitOfWork, case: Case) -> dict[str, Any] | None:
    """When people were asked; None where consultation was waived."""
    query = (
        select(Consultation)
        .where(
            col(Consultation.assessment_id) == case.assessment.id,
            col(Consultation.opens_on).is_not(None),
        )
        .order_by(col(Consultation.round).desc())
        .limit(1)
    )
    row = unit.session.exec(query).first()
    if row is None or row.opens_on is None or row.closes_on is None:
        return None
    return {
        "opened_on": row.opens_on.isoformat(),
        "closed_on": row.closes_on.isoformat(),
        "extended_because": row.extended_because,
    }


def _agreements(unit: UnitOfWork, case: Case) -> tuple[SignOff, ...]:
    """The signatures behind the assessment, oldest first. That legal advice was taken, and when,
    is public; what it says never is."""
    query = (
        select(SignOff)
        .where(
            col(SignOff.assessment_id) == case.assessment.id,
            col(SignOff.verdict).in_([Verdict.AGREE, Verdict.AGREE_IF]),
        )
        .order_by(col(SignOff.id))
    )
    return tuple(unit.session.exec(query))
