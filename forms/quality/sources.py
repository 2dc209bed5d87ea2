"""Rules about the evidence cited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from forms.answers.findings import Finding
from forms.quality.case import Case, EvidenceRecord, Rule
from forms.questions.question import Kind

OLDEST_YEARS = 5
"""Years. Older evidence needs a reason. This limit is our own: half the time between two
censuses.
"""


def _cited(case: Case) -> Iterator[tuple[str, EvidenceRecord]]:
    """Yield each question with each source it cites. An unknown source has no name or date."""
    for asked in case.now.questions.values():
        for question in asked:
            refs = case.now.answers.get(question.key)
            if question.kind is Kind.EVIDENCE and isinstance(refs, list):
                instead = {option.value for option in question.options}
                for ref in map(str, refs):
                    if ref not in instead:
                        yield question.key, case.evidence.get(ref, EvidenceRecord(ref))


def _years_before(day: date, years: int) -> date:
    """The same day that many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _old(case: Case) -> Iterator[Finding]:
    oldest = _years_before(case.today, OLDEST_YEARS)
    for question, record in _cited(case):
        if record.as_of is not None and record.as_of < oldest:
            yield case.finding(
                "evidence_old",
                question,
                f"{record.ref} speaks of {record.as_of.year} and is over {OLDEST_YEARS} years old",
                "Look for something newer, or say why it still holds.",
            )


def _unsourced(case: Case) -> Iterator[Finding]:
    for question, record in _cited(case):
        lacking = [
            name
            for name, given in (
                ("source", record.source.strip()),
                ("period", record.period.strip()),
                ("date", record.as_of),
            )
            if not given
        ]
        if lacking:
            yield case.finding(
                "evidence_unsourced",
                question,
                f"{record.ref} has no {' and no '.join(lacking)}",
                "Complete the source in the evidence bank.",
            )


def _superseded(case: Case) -> Iterator[Finding]:
    for question, record in _cited(case):
        if record.superseded:
            yield case.finding(
                "evidence_superseded",
                question,
                f"A newer source has taken the place of {record.ref}",
                "Cite the newer one, and look at whether your answers still hold.",
            )


def _wrong_kind(case: Case) -> Iterator[Finding]:
    for key, record in _cited(case):
        kinds = case.question_set.question(key).evidence_kinds
        if record.kind and kinds and record.kind not in kinds:
            figures = record.kind == "statistics"
            yield case.finding(
                "evidence_kind",
                key,
                f"{record.ref} holds figures, and figures do not say what people think"
                if figures
                else f"{record.ref} tells what people said, and is given as figures",
                "Cite it where it belongs, and choose a source of the right kind here.",
            )


RULES = (
    Rule(
        "evidence_old", "Help of the question: each piece needs a source, a period and a date", _old
    ),
    Rule(
        "evidence_unsourced",
        "Help of the question: each piece needs a source, a period and a date",
        _unsourced,
    ),
    Rule("evidence_kind", "Figures tell that something differs. People tell why", _wrong_kind),
    Rule("evidence_superseded", "The duty is a continuing one", _superseded),
)
