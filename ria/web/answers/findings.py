"""The quality checker's findings in a form, for pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forms.judging.outcome import Contradiction, consistency
from ria.queries.accounts.people import names
from ria.queries.assessment.form_content import FormContent
from ria.queries.assessment.quality import Noted, noted
from ria.web.kit.forms import today
from ria.web.request.session import read_session


@dataclass(frozen=True)
class Line:
    """One finding: its reason, its question and its source; and if overridden, why and by whom."""

    id: str
    place: str
    reason: str
    hint: str
    cites: str
    section: str
    question: str
    label: str
    left_because: str = ""
    left_by: str = ""
    left_at: datetime | None = None


@dataclass(frozen=True)
class Findings:
    """The open findings, and those overridden with a reason."""

    open: Sequence[Line]
    left: Sequence[Line]


@dataclass(frozen=True)
class AnswerAt:
    """An answer that a page can link to: its question and the section in which it is asked."""

    key: str
    label: str
    section: str


@dataclass(frozen=True)
class Doubt:
    """A contradiction, and what would resolve it. `answers`: the answers it is about, the one to
    correct first on top.
    """

    reason: str
    hint: str
    answers: Sequence[AnswerAt]


def found_in(assessment_id: int, content: FormContent) -> Findings:
    """The findings of a form as it now stands."""
    found = noted(read_session(), assessment_id, content, today())
    people = names(read_session(), (one.override.author_id for one in found if one.override))
    labels = {question.key: question.label for question in content.questions.questions()}
    lines = [(one.is_open, _line(one, labels, people)) for one in found if _is_due(one, content)]
    return Findings(
        open=[line for is_open, line in lines if is_open],
        left=[line for is_open, line in lines if not is_open],
    )


def _is_due(one: Noted, content: FormContent) -> bool:
    """Whether a finding is shown yet. On a page without any answers it is hidden until the form is
    complete apart from it.
    """
    section = one.finding.section
    if section in content.sections or (not section and content.sections):
        return True
    asked = content.questions.section(section).questions if section else ()
    return any(question.key in content.visible for question in asked) or content.is_complete


def contradictions(content: FormContent) -> list[Doubt]:
    """Return the contradictions between answers, above all with the outcome.

    The legal adviser's findings are left out: whoever may read them sees them with the signatures.
    """
    labels = {question.key: question.label for question in content.questions.questions()}
    return [
        Doubt(
            one.reason,
            one.hint,
            [
                AnswerAt(key, labels[key], section)
                for key, section in _places(one).items()
                if key in labels and section
            ],
        )
        for one in consistency(content.questions, content.answers)
    ]


def _places(one: Contradiction) -> dict[str, str]:
    """Return the questions it is about with their sections; questions not asked now are left
    out.
    """
    return {one.question: one.section, **{at.question: at.section for at in one.against}}


def _line(one: Noted, labels: dict[str, str], people: dict[int, str]) -> Line:
    finding, left = one.finding, one.override
    return Line(
        id=finding.id,
        place=one.place,
        reason=finding.reason,
        hint=finding.hint,
        cites=finding.cites,
        section=finding.section,
        question=finding.question,
        label=labels.get(finding.question, ""),
        left_because=left.reason if left else "",
        left_by=people.get(left.author_id, "") if left else "",
        left_at=left.at if left else None,
    )
