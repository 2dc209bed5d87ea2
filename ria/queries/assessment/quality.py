"""The quality checker's findings in a form, and which of them were overridden with a reason.

A reason covers one finding in one answer as it stood. It no longer counts once the answer or the
wording of the finding changes; `place` identifies this combination.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain

from sqlmodel import Session, col, select

from forms.answers.findings import Finding
from forms.quality.case import Case as QualityCase
from forms.quality.case import EvidenceRecord
from forms.quality.checker import check
from forms.questions.question import Kind
from ria.history.canonical import canonical, digest
from ria.models import QualityOverride
from ria.queries.assessment.form_content import FormContent
from ria.queries.evidence.evidence import cited


@dataclass(frozen=True)
class Noted:
    """One finding, where it is, and the reason for overriding it, if any."""

    finding: Finding
    place: str
    override: QualityOverride | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is neither corrected nor overridden."""
        return self.override is None


def noted(
    session: Session, assessment_id: int, content: FormContent, today: date
) -> tuple[Noted, ...]:
    """Return every finding in a form as it now stands, in the order of the questions."""
    case = QualityCase(content.questions, content.answers, today, _evidence(session, content))
    found = check(case)
    if not found:
        return ()
    left = _overrides(session, assessment_id, content.form)
    visible = content.visible
    order = [question.key for question in content.questions.questions()]
    listed = []
    for finding in found:
        place = _place(finding, visible.get(finding.question))
        listed.append(Noted(finding, place, left.get((finding.id, place))))
    return tuple(
        sorted(listed, key=lambda n: order.index(n.finding.question) if n.finding.question else -1)
    )


def open_findings(
    session: Session, assessment_id: int, content: FormContent, today: date
) -> tuple[Noted, ...]:
    """Return the findings that are neither corrected nor overridden."""
    return tuple(one for one in noted(session, assessment_id, content, today) if one.is_open)


def _place(finding: Finding, answer: object) -> str:
    """Return the question, with a digest of the finding and the answer."""
    seen = digest(canonical([finding.id, finding.reason, answer]))
    return f"{finding.question or '-'}:{seen[:24]}"


def _overrides(
    session: Session, assessment_id: int, form: str
) -> dict[tuple[str, str], QualityOverride]:
    query = select(QualityOverride).where(
        col(QualityOverride.assessment_id) == assessment_id, col(QualityOverride.form) == form
    )
    return {(row.finding, row.place): row for row in session.exec(query)}


def _evidence(session: Session, content: FormContent) -> dict[str, EvidenceRecord]:
    """Return the sources that the form cites."""
    keys = {q.key for q in content.questions.questions() if q.kind is Kind.EVIDENCE}
    answers = (content.visible.get(key) for key in keys)
    refs = chain.from_iterable(value for value in answers if isinstance(value, list))
    return {
        source.ref: EvidenceRecord(
            source.ref,
            source.source,
            source.period,
            source.as_of,
            source.superseded_by is not None,
            source.kind.value,
        )
        for source in cited(session, map(str, refs))
    }
