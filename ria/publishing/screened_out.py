"""The public entry of a policy that was screened and not assessed, with the reasons."""

from __future__ import annotations

from datetime import date
from typing import Any

from forms.answers.rating import rate
from ria.history import UnitOfWork
from ria.models import Publication, PublicationKind
from ria.permissions.person import Person
from ria.publishing.parts import (
    owning_committee,
    public_answers,
    signed,
    strands_rated,
    the_policy,
)
from ria.publishing.snapshot import publish
from ria.queries.assessment.case import Case
from workflows.levels import Level


def publish_screened_out(
    unit: UnitOfWork, case: Case, approver: Person, next_screening_by: date
) -> Publication:
    """Publish a snapshot of a screening that found no relevance."""
    return publish(
        unit,
        policy=case.policy,
        kind=PublicationKind.SCREENED_OUT,
        committee=owning_committee(unit.session, case).name,
        level=Level.NONE,
        snapshot={
            **the_policy(unit.session, unit.store, case, PublicationKind.SCREENED_OUT),
            **_the_screening(unit, case, next_screening_by),
        },
        actor_ref=approver.ref,
    )


def _the_screening(unit: UnitOfWork, case: Case, again: date) -> dict[str, Any]:
    assert case.content is not None
    rating = rate(case.content.questions, case.content.answers)
    return {
        "screened_on": unit.today.isoformat(),
        "next_screening_by": again.isoformat(),
        "level": Level.NONE,
        "level_label": Level.NONE.label,
        "level_reason": rating.reason,
        "strands": strands_rated(case.content),
        "answers": public_answers(case.content),
        "signatures": signed(case.standing_signatures, unit.today),
    }
