"""Rules about the evidence cited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from forms.answers.findings import Finding
from forms.quality.case import Case, EvidenceRecord
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
                "evidence_old", question, ref=record.ref, year=record.as_of.year, years=OLDEST_YEARS
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
                "evidence_unsourced", question, ref=record.ref, lacking=" and no ".join(lacking)
            )


def _superseded(case: Case) -> Iterator[Finding]:
    for question, record in _cited(case):
        if record.superseded:
            yield case.finding("evidence_superseded", question, ref=record.ref)


def _wrong_kind(case: Case) -> Iterator[Finding]:
    for key, record in _cited(case):
        kinds = case.question_set.question(key).evidence_kinds
        if record.kind and kinds and record.kind not in kinds:
            given = "figures" if record.kind == "statistics" else "words"
            yield case.finding(f"evidence_kind.{given}", key, ref=record.ref)


RULES = (_old, _unsourced, _wrong_kind, _superseded)
