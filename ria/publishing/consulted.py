"""The public account of the consultation: what people said, what changed; or why none was held."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from ria.models import Consultation
from ria.publishing.public import Forms, rows_in, text_in
from ria.queries.assessment.case import Case


def consulted(session: Session, case: Case, forms: Forms) -> dict[str, Any]:
    """When people were consulted, what they said and changed; or why nobody was asked."""
    form = ("consultation",)
    return {
        **_when_open(session, case),
        "waived_because": text_in(forms, ("assessment",), "waiver_reason"),
        "took_part": forms["consultation"].value("responses_count") if form[0] in forms else None,
        "summary": text_in(forms, form, "consultation_summary"),
        "changed": text_in(forms, form, "consultation_influence"),
        "group_views": text_in(forms, form, "group_views"),
        "answers": rows_in(forms, form, "influence_rows"),
    }


def _when_open(session: Session, case: Case) -> dict[str, str | None]:
    query = (
        select(Consultation)
        .where(
            col(Consultation.assessment_id) == case.assessment.id,
            col(Consultation.opens_on).is_not(None),
        )
        .order_by(col(Consultation.round).desc())
        .limit(1)
    )
    row = session.exec(query).first()
    return {
        "opened_on": row.opens_on.isoformat() if row and row.opens_on else None,
        "closed_on": row.closes_on.isoformat() if row and row.closes_on else None,
        "extended_because": row.extended_because or None if row else None,
    }
