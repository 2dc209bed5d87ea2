"""Rules about what the law asks: the grounds named for treating people differently, and rights."""

from __future__ import annotations

from collections.abc import Iterator

from forms.answers.findings import Finding
from forms.quality.case import Case
from forms.questions.question import QuestionSet

_ONLY_FOR = {
    "age_justified": {"age"},
    "disabled_better": {"disability"},
    "pregnancy_better": {"maternity", "gender", "sex"},
    "special_needs": {"race"},
    "training": {"race"},
}
"""The strands that a ground in the frames is limited to; other grounds apply to all strands."""

_ONLY_BETTER = frozenset(
    {"positive_action", "disabled_better", "pregnancy_better", "special_needs", "training"}
)
"""Grounds that allow people to be helped but never to be treated worse."""


def _ill_fitting_basis(case: Case) -> Iterator[Finding]:
    for number, row in enumerate(case.rows("treatment"), start=1):
        basis, strand = str(row.get("basis", "")), str(row.get("strand", ""))
        name = _label(case.question_set, basis)
        if strand not in _ONLY_FOR.get(basis, {strand}):
            yield case.finding(
                "basis_does_not_fit", "treatment", number=number, basis=name, strand=strand
            )
        elif basis in _ONLY_BETTER and row.get("direction") == "worse":
            yield case.finding(
                "basis_does_not_fit.only_better", "treatment", number=number, basis=name
            )


def _label(question_set: QuestionSet, basis: str) -> str:
    column = question_set.question("treatment").column("basis")
    labels = {option.value: option.label for option in column.options} if column else {}
    return labels.get(basis, basis)


def _power_without_right(case: Case) -> Iterator[Finding]:
    power, rights = case.now.known.get("power"), case.now.known.get("rights")
    if isinstance(power, list) and "force" in power and rights == ["none"]:
        yield case.finding("power_without_right", "rights")


RULES = (_ill_fitting_basis, _power_without_right)
